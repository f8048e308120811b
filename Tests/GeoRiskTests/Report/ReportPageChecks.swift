import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@testable import GeoRisk

/// What a page turned out to hold, read by an XML parser that knows nothing of this library.
final class ReadPage: NSObject, XMLParserDelegate {
  /// An element met on the way.
  struct Element {
    var name: String
    var attributes: [String: String]
    var parents: [String]
  }

  private(set) var elements: [Element] = []
  private(set) var text = ""
  private(set) var problem: String?
  private var open: [String] = []

  /// Parses the page; what is wrong with it stands in `problem` afterwards.
  init(_ html: String) {
    super.init()
    // The HTML document type has no place in XML; everything behind it must be XML.
    let parser = XMLParser(data: Data(html.replacing("<!DOCTYPE html>\n", with: "").utf8))
    parser.delegate = self
    if !parser.parse() {
      problem = "line \(parser.lineNumber), column \(parser.columnNumber): \(parser.parserError as Any)"
    }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    elements.append(Element(name: name, attributes: attributes, parents: open))
    open.append(name)
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    open.removeLast()
    // Words of neighbouring cells do not run together.
    if ["td", "th", "p", "li", "h3", "title"].contains(name) { text += "\n" }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if open.last != "style" { text += string }
  }

  /// The elements of a name, with a class where one is asked for.
  func all(_ name: String, style: String? = nil) -> [Element] {
    elements.filter { element in
      guard element.name == name else { return false }
      guard let style else { return true }
      return element.attributes["class", default: ""].split(separator: " ").contains { $0 == style }
    }
  }
}

/// The absolute positions that a path visits; understands M, m, l, h, v, c, z as the report writes them.
func positions(ofPath data: String) -> [PlanePoint] {
  var numbers: [Double] = []
  var command: Character = "M"
  var result: [PlanePoint] = []
  var here = PlanePoint(x: 0, y: 0)
  var start = here
  func flush() {
    switch command {
    case "M" where numbers.count >= 2:
      here = PlanePoint(x: numbers[0], y: numbers[1])
      start = here
    case "l" where numbers.count >= 2: here = PlanePoint(x: here.x + numbers[0], y: here.y + numbers[1])
    case "h" where numbers.count >= 1: here.x += numbers[0]
    case "v" where numbers.count >= 1: here.y += numbers[0]
    case "z": here = start
    default: return
    }
    result.append(here)
    numbers = []
  }
  var digits = ""
  func close() {
    if let number = Double(digits) { numbers.append(number) }
    digits = ""
  }
  for character in data {
    if character.isLetter {
      close()
      flush()
      command = character
    } else if character == " " {
      close()
    } else if character == "-" || (character == "." && digits.contains(".")) {
      close()
      digits = String(character)
    } else {
      digits.append(character)
    }
  }
  close()
  flush()
  return result
}

/// What must hold of every page, whatever the data.
func expectSound(
  _ html: String, sourceLocation: SourceLocation = #_sourceLocation
) throws -> ReadPage {
  let page = ReadPage(html)
  #expect(page.problem == nil, sourceLocation: sourceLocation)
  for element in page.elements {
    for (key, value) in element.attributes {
      // References lead to places on the page only; nothing is loaded.
      if ["href", "src", "action", "srcset", "data"].contains(key) {
        #expect(value.hasPrefix("#"), "\(element.name) \(key)=\(value)", sourceLocation: sourceLocation)
      }
      #expect(!key.hasPrefix("on"), "\(element.name) \(key)", sourceLocation: sourceLocation)
      if value.contains("url(") {
        #expect(value.hasPrefix("url(#"), "\(value)", sourceLocation: sourceLocation)
      }
      let hasNaN = value.split { !$0.isLetter }.contains { $0 == "nan" || $0 == "NaN" || $0 == "inf" }
      #expect(!hasNaN, "\(element.name) \(key)=\(value)", sourceLocation: sourceLocation)
    }
  }
  #expect(page.all("script").isEmpty && page.all("link").isEmpty && page.all("img").isEmpty)
  let ids = page.elements.compactMap { $0.attributes["id"] }
  #expect(Set(ids).count == ids.count, "ids occur once", sourceLocation: sourceLocation)
  let targets = Set(ids)
  for element in page.elements {
    guard let href = element.attributes["href"] else { continue }
    #expect(targets.contains(String(href.dropFirst())), "\(href)", sourceLocation: sourceLocation)
  }
  #expect(!page.text.contains("NaN") && !page.text.contains("nan "), sourceLocation: sourceLocation)
  try expectWithinMap(page, sourceLocation)
  return page
}

/// Whether every path of the map stays in the map's own view box.
private func expectWithinMap(_ page: ReadPage, _ sourceLocation: SourceLocation) throws {
  let map = page.elements.first { $0.attributes["aria-labelledby"] == "map-title" }
  let box = try #require(map?.attributes["viewBox"], sourceLocation: sourceLocation)
    .split(separator: " ").compactMap { Double($0) }
  try #require(box.count == 4, sourceLocation: sourceLocation)
  #expect(box[2] > 0 && box[3] > 0, sourceLocation: sourceLocation)
  for path in page.all("path") where !path.parents.contains("defs") && path.parents.contains("g") {
    for point in positions(ofPath: path.attributes["d", default: ""]) {
      // Steps are written in whole tenths, so sums are exact to rounding of the decimal.
      let isInside =
        point.x >= -0.001 && point.y >= -0.001 && point.x <= box[2] + 0.001 && point.y <= box[3] + 0.001
      #expect(isInside, "\(path.attributes["class", default: ""]) \(point)", sourceLocation: sourceLocation)
      if !isInside { return }
    }
  }
}

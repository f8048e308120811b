/// Builds a page of elements and escaped text that is well-formed both as HTML and as XML.
///
/// Names of elements and attributes come from this library's own code; everything that a user can write goes
/// through `text` or an attribute's value, and both escape it. Nothing else can put a `<` into the page.
struct Markup {
  /// The page so far.
  private(set) var page = ""

  /// An element with attributes and content; an attribute that is nil is left out.
  mutating func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:],
    content: (inout Markup) -> Void
  ) {
    open(name, attributes)
    page += ">"
    content(&self)
    page += "</\(name)>"
  }

  /// An element that holds nothing but text.
  mutating func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:], text: String
  ) {
    element(name, attributes) { $0.text(text) }
  }

  /// An element without content: a shape in SVG, a void element in HTML.
  mutating func leaf(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:]) {
    open(name, attributes)
    page += "/>"
  }

  /// Escaped text.
  mutating func text(_ text: String) { page += Self.escaped(text) }

  /// Text from the data, kept apart from the direction of the sentence round it.
  mutating func name(_ text: String) { element("bdi", text: text) }

  /// Markup of this library's own, written as it stands.
  mutating func literal(_ markup: StaticString) { page += markup.description }

  /// A style sheet of this library's own: neither HTML nor XML decodes anything in one that has no `<` or `&`.
  mutating func styleSheet(_ sheet: String) {
    page += "<style>" + sheet.filter { $0 != "<" && $0 != "&" } + "</style>"
  }

  private mutating func open(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?>) {
    page += "<\(name)"
    for (key, value) in attributes {
      if let value { page += " \(key)=\"" + Self.escaped(value) + "\"" }
    }
  }

  /// The text with the characters of markup escaped and those that XML forbids replaced.
  static func escaped(_ text: String) -> String {
    // Most texts are numbers and plain names: they pass untouched.
    if text.utf8.allSatisfy({ $0 < 0x7F && ($0 >= 0x40 || isPlain($0)) }) { return text }
    var result = ""
    result.reserveCapacity(text.utf8.count + 16)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n": result.unicodeScalars.append(scalar)
      case _
      where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        || scalar.value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(scalar.value):
        result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): false
    default: byte >= 0x20
    }
  }
}

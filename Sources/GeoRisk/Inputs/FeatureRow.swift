import GeoCore
import GeoJSON

/// A Feature as a row of a table, lent for one visit; the next one takes its place.
final class FeatureRow: TextRow {
  /// What every Feature has besides its properties, the first columns of all.
  static let ownColumns = ["longitude", "latitude", "id"]
  private enum Own { static let longitude = 0, latitude = 1, id = 2 }

  private let file: InputFile
  /// A name of its own, as in `CSVReader`: threads that count references to one and the same hold each other up.
  private let fileName: String
  private let columns: ColumnNames
  private var feature = Feature(geometry: nil)
  private var index = 0
  private var byte = 0
  private(set) var unreadable: String?
  /// The names of the properties that `members` stands for.
  private var names: [String] = []
  /// The last property that belongs to each column, −1 where there is none.
  private var members: [Int]
  /// All properties that are called `id`, whatever their case.
  private var ids: [Int] = []

  init(in file: InputFile, _ columns: ColumnNames) {
    self.file = file
    fileName = String(decoding: Array(file.name.utf8), as: UTF8.self)
    self.columns = columns
    members = Array(repeating: -1, count: columns.names.count)
  }

  /// Becomes the row of a Feature.
  func take(_ feature: Feature, index: Int, byte: Int) {
    (self.feature, self.index, self.byte) = (feature, index, byte)
    unreadable =
      switch feature.geometry {
      case .point: nil
      case let other?: "the geometry is a \(other.typeName); a Point is needed"
      case nil: "the feature has no geometry"
      }
    // Most Features have the properties of the one before.
    if feature.properties.members.elementsEqual(names, by: { $0.name == $1 }) { return }
    names = feature.properties.names
    for column in members.indices { members[column] = -1 }
    ids = []
    for (member, name) in names.enumerated() {
      guard let column = columns.position(name.lowercased()) else { continue }
      members[column] = member
      if column == Own.id { ids.append(member) }
    }
  }

  /// Becomes the row of one that cannot be used.
  func take(_ rejected: RejectedRecord) {
    take(Feature(geometry: nil), index: rejected.place.feature ?? 0, byte: rejected.place.byte ?? 0)
    unreadable = rejected.reason
  }

  var place: InputPlace { InputPlace(file: fileName, feature: index, byte: byte) }
  let plainLine: Int32 = 0
  var number: Int { index + 1 }
  var rawText: String { file.featureText(at: place) }
  let allowsDecimalComma = false

  func text(_ position: Int?) -> String {
    guard let position, position < members.count else { return "" }
    if let number = ordinate(position) { return "\(number)" }
    if position == Own.id {
      return ids.reversed().lazy.map { self.text(ofMember: $0) }.first { !$0.isEmpty } ?? feature.id?.text
        ?? ""
    }
    return text(ofMember: members[position])
  }

  private func text(ofMember member: Int) -> String {
    guard member >= 0 else { return "" }
    return (feature.properties.members[member].value.text ?? "").withoutBlanksRound
  }

  func plain(_ position: Int?) -> UnsafeBufferPointer<UInt8>? { nil }

  func plainNumber(_ position: Int?) -> Double? {
    guard let position, position < members.count else { return nil }
    if let number = ordinate(position) { return number }
    guard position != Own.id, members[position] >= 0 else { return nil }
    return feature.properties.members[members[position]].value.double
  }

  /// What the geometry says of the place, on which it has the last word.
  private func ordinate(_ position: Int) -> Double? {
    guard position <= Own.latitude, case .point(let place) = feature.geometry else { return nil }
    return position == Own.longitude ? place.longitude : place.latitude
  }
}

extension String {
  fileprivate var withoutBlanksRound: String {
    func isInk(_ byte: UInt8?) -> Bool { byte.map { (0x21...0x7E).contains($0) } ?? true }
    if isInk(utf8.first), isInk(utf8.last) { return self }
    var text = self[...]
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}

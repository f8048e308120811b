/// The column names of a table, looked up whatever their case and order.
struct ColumnNames {
  /// The names in the order of the file.
  let names: [String]
  private let positions: [String: [Int]]

  init(_ names: [String]) {
    self.names = names
    var positions: [String: [Int]] = [:]
    for (index, name) in names.enumerated() { positions[name.lowercased(), default: []].append(index) }
    self.positions = positions
  }

  /// The position of the column that has one of these names, the earlier name preferred; nil where none is there.
  func position(_ aliases: String...) -> Int? { position(of: aliases) }

  /// As `position(_:)`, with the names in an array.
  func position(of aliases: [String]) -> Int? {
    for alias in aliases { if let found = positions[alias]?.first { return found } }
    return nil
  }

  /// Whether a column of this name is there.
  func has(_ name: String) -> Bool { positions[name] != nil }

  /// The first of these names that two columns bear, with both column numbers from 1.
  func firstDuplicate(among wanted: some Sequence<String>) -> (name: String, first: Int, second: Int)? {
    for name in wanted {
      if let found = positions[name], found.count > 1 { return (name, found[0] + 1, found[1] + 1) }
    }
    return nil
  }
}

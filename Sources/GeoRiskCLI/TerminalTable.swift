/// A table for a terminal: columns as wide as their widest cell, numbers to the right, texts to the left.
struct TerminalTable {
  private var rows: [[String]]
  private let textColumns: Set<Int>

  init(_ head: [String], textColumns: Set<Int>) {
    rows = [head]
    self.textColumns = textColumns
  }

  mutating func add(_ row: [String]) { rows.append(row) }

  var lines: [String] {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let blanks = String(repeating: " ", count: widths[column] - cell.count)
        return textColumns.contains(column) ? cell + blanks : blanks + cell
      }
      return String(cells.joined(separator: "  ").trimmingSuffix { $0 == " " })
    }
  }
}

extension String {
  fileprivate func trimmingSuffix(while drop: (Character) -> Bool) -> Substring {
    var end = endIndex
    while end > startIndex, drop(self[index(before: end)]) { end = index(before: end) }
    return self[..<end]
  }
}

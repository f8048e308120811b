/// A table that stays a table on a wide page and becomes a list of cards on a narrow one.
///
/// Each cell carries its column's name for the cards, and the roles that keep it a table to a screen reader.
struct ReportTable {
  /// A column's heading and kind.
  struct Column {
    var title: String
    /// Numbers stand to the right.
    var isNumber = false
    /// A style of the cells.
    var style: String?

    init(_ title: String, isNumber: Bool = false, style: String? = nil) {
      self.title = title
      self.isNumber = isNumber
      self.style = style
    }
  }

  /// What the table shows, read aloud before it.
  var caption: String
  /// The columns; the first one heads the row.
  var columns: [Column]
  /// A style of the whole table.
  var style: String?

  /// Writes the table; `cell` writes the content of one.
  func write<Row>(
    _ rows: some Sequence<Row>, to markup: inout Markup, cell: (Row, _ column: Int, inout Markup) -> Void
  ) {
    markup.element("table", ["role": "table", "class": style]) { markup in
      markup.element("caption", text: caption)
      markup.element("thead", ["role": "rowgroup"]) { markup in
        markup.element("tr", ["role": "row"]) { markup in
          for column in columns {
            markup.element(
              "th", ["role": "columnheader", "scope": "col", "class": column.isNumber ? "number" : nil],
              text: column.title)
          }
        }
      }
      markup.element("tbody", ["role": "rowgroup"]) { markup in
        for row in rows {
          markup.element("tr", ["role": "row"]) { markup in
            for index in columns.indices { write(row, index, to: &markup, cell: cell) }
          }
        }
      }
    }
  }

  private func write<Row>(
    _ row: Row, _ index: Int, to markup: inout Markup, cell: (Row, _ column: Int, inout Markup) -> Void
  ) {
    if index == 0 {
      markup.element("th", ["role": "rowheader", "scope": "row"]) { cell(row, index, &$0) }
      return
    }
    let column = columns[index]
    let style = [column.isNumber ? "number" : nil, column.style].compactMap { $0 }.joined(separator: " ")
    markup.element(
      "td", ["role": "cell", "data-label": column.title, "class": style.isEmpty ? nil : style]
    ) { $0.element("div") { cell(row, index, &$0) } }
  }
}

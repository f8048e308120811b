/// Finds room for labels on a drawing: the first asked get the best places, and what would cover another is left
/// out.
struct LabelPlacer {
  /// Where a label came to stand.
  struct Place {
    /// The end of the text's base line that `anchor` names.
    var point: PlanePoint
    /// SVG's `text-anchor`.
    var anchor: String
  }

  private let frame: PlaneBox
  private var taken: [PlaneBox] = []
  /// The numbers of those that meet each square of the drawing, so that a text is compared with its neighbours alone.
  private var squares: [Square: [Int]] = [:]

  private struct Square: Hashable {
    let column, row: Int

    /// The squares, of 50 units, that a box meets.
    static func meeting(_ box: PlaneBox, in frame: PlaneBox) -> [Square] {
      // What lies outside the frame is no matter, nor does a text go there.
      let west = max(box.minX, frame.minX), east = min(box.maxX, frame.maxX)
      let top = max(box.minY, frame.minY), bottom = min(box.maxY, frame.maxY)
      guard west <= east, top <= bottom else { return [] }
      return (Int((top - frame.minY) / 50)...Int((bottom - frame.minY) / 50)).flatMap { row in
        (Int((west - frame.minX) / 50)...Int((east - frame.minX) / 50)).map { Square(column: $0, row: row) }
      }
    }
  }

  /// - Parameter frame: labels stay inside it.
  init(frame: PlaneBox) { self.frame = frame }

  /// Keeps a rectangle free of labels.
  mutating func reserve(_ box: PlaneBox) {
    for square in Square.meeting(box, in: frame) { squares[square, default: []].append(taken.count) }
    taken.append(box)
  }

  /// Whether nothing stands in the rectangle yet.
  func isFree(_ box: PlaneBox) -> Bool {
    guard frame.contains(box) else { return false }
    return !Square.meeting(box, in: frame).contains { square in
      squares[square]?.contains { taken[$0].intersects(box) } ?? false
    }
  }

  /// Room for a text beside a symbol: right of it, left, above, below, then aslant; nil where there is none.
  ///
  /// - Parameters:
  ///   - point: the symbol's middle.
  ///   - gap: distance from the middle to the text.
  ///   - size: the text's font size.
  mutating func place(_ text: String, beside point: PlanePoint, gap: Double, size: Double) -> Place? {
    let width = Self.width(text, size: size)
    let middle = point.y + 0.35 * size
    let slant = gap * 0.8
    let candidates: [(Double, Double, String)] = [
      (point.x + gap, middle, "start"), (point.x - gap, middle, "end"),
      (point.x, point.y - gap - 0.2 * size, "middle"), (point.x, point.y + gap + 0.8 * size, "middle"),
      (point.x + slant, point.y - slant, "start"), (point.x + slant, point.y + slant + 0.7 * size, "start"),
      (point.x - slant, point.y - slant, "end"), (point.x - slant, point.y + slant + 0.7 * size, "end"),
    ]
    for (x, y, anchor) in candidates {
      let left = anchor == "start" ? x : anchor == "end" ? x - width : x - width / 2
      let box = PlaneBox(minX: left, minY: y - 0.8 * size, maxX: left + width, maxY: y + 0.25 * size)
      if isFree(box) {
        reserve(box.grown(by: 1))
        return Place(point: PlanePoint(x: x, y: y), anchor: anchor)
      }
    }
    return nil
  }

  /// Room for a text centred on a point, nil where there is none.
  mutating func place(_ text: String, centredOn point: PlanePoint, size: Double) -> Place? {
    let half = Self.width(text, size: size) / 2
    let box = PlaneBox(
      minX: point.x - half, minY: point.y - 0.6 * size, maxX: point.x + half, maxY: point.y + 0.6 * size)
    guard isFree(box) else { return nil }
    reserve(box)
    return Place(point: PlanePoint(x: point.x, y: point.y + 0.35 * size), anchor: "middle")
  }

  /// An estimate of a text's width: 0.61 of the size for Latin letters, the whole for wide scripts and emoji.
  static func width(_ text: String, size: Double) -> Double {
    text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 1.05 : $1.value >= 0x300 ? 0.65 : 0.61) }
      * size
  }
}

/// Lines that can be asked which of their segments is nearest to a position, anywhere on the globe: straight
/// segments between Earth-centred positions, in runs of up to eight along a line under a tree of boxes, never
/// changed after it is built.
///
/// There is no antimeridian and no pole here. A segment is the chord between its ends; the geodesic between
/// them bulges above it by L² / 8R, 0.08 m for a step of 2 km, 2 m for 10 km, 200 m for 100 km, and no distance
/// is wrong by more: densify longer edges first. Memory: about 34 bytes a
/// segment. Sorting runs instead of segments, and asking many positions in the order of a curve, each beginning
/// with the answer of the one before, is what makes it quick.
public struct NearestSegmentIndex: Sendable {
  /// The nearest segment, and the point on it.
  public struct Nearest: Hashable, Sendable {
    /// The index of the line among those given.
    public var line: Int
    /// The index of the segment's first vertex in its line.
    public var segment: Int
    /// How far along the segment the nearest point lies, 0…1.
    public var fraction: Double
    /// The nearest point in degrees, longitude in −180…180.
    public var place: Coordinate
    /// Straight metres to the nearest point; `EarthPosition.arc` makes ground metres of its square.
    public var chord: Double
  }

  /// Neighbouring segments of one line.
  private struct Run {
    /// The place of the first segment's start among the positions.
    var vertex: Int32
    var count: Int32
    var line: Int32
    /// The first segment's number in its line.
    var segment: Int32
  }

  /// A segment as the index knows it: a run, and which of its segments.
  private struct Found {
    var run: Int
    var offset: Int
    var fraction: Double
  }

  private static let runLength = 8

  /// The lines' vertices one line behind the other; a line of one vertex has it twice.
  private let positions: [EarthPosition]
  private let runs: [Run]
  private let tree: EarthBoxTree
  /// The number of segments.
  public let count: Int

  /// Builds the index; a line of one vertex counts as a segment of no length.
  ///
  /// - Parameters:
  ///   - lines: vertices in degrees, finite; longitudes on any turn.
  ///   - workers: how many threads to use; the index does not depend on it.
  public init(lines: [[Coordinate]], workers: Workers = Workers(threads: 1)) {
    var starts = [0]
    starts.reserveCapacity(lines.count + 1)
    for line in lines { starts.append((starts.last ?? 0) + (line.count == 1 ? 2 : line.count)) }
    let positions = Self.positions(of: lines, starts: starts, workers: workers)
    var runs: [Run] = []
    var count = 0
    runs.reserveCapacity(positions.count / Self.runLength + lines.count)
    for (line, start) in zip(lines.indices, starts) {
      let segments = starts[line + 1] - start - 1
      for first in stride(from: 0, to: segments, by: Self.runLength) {
        runs.append(
          Run(
            vertex: Int32(start + first), count: Int32(min(Self.runLength, segments - first)),
            line: Int32(line), segment: Int32(first)))
      }
      count += max(segments, 0)
    }
    let unordered = runs
    let boxes = workers.inBlocks(of: unordered.count) { number in
      let run = unordered[number]
      var box = EarthBox(positions[Int(run.vertex)])
      for vertex in Int(run.vertex)...Int(run.vertex + run.count) {
        box.extend(by: EarthBox(positions[vertex]))
      }
      return box
    }
    let order = workers.curveOrder(of: boxes.count) { boxes[$0].middle }
    self.count = count
    self.positions = positions
    self.runs = order.map { unordered[Int($0)] }
    tree = EarthBoxTree(order.map { boxes[Int($0)] }, keepingItems: true)
  }

  private static func positions(
    of lines: [[Coordinate]], starts: [Int], workers: Workers
  ) -> [EarthPosition] {
    let total = starts.last ?? 0
    let block = 256
    return [EarthPosition](unsafeUninitializedCapacity: total) { buffer, initialized in
      // Every line fills its own stretch.
      nonisolated(unsafe) let base = buffer
      _ = workers.map((lines.count + block - 1) / block) { number in
        for line in number * block..<min((number + 1) * block, lines.count) {
          var place = starts[line]
          for coordinate in lines[line] {
            base.initializeElement(at: place, to: EarthPosition(coordinate))
            place += 1
          }
          if place < starts[line + 1] { base.initializeElement(at: place, to: base[place - 1]) }
        }
      }
      initialized = total
    }
  }

  /// The nearest segment, of equally near ones the first in the order given; nil where none is within reach.
  ///
  /// - Parameters:
  ///   - position: from where distance is measured.
  ///   - metres: the greatest straight distance of interest.
  public func nearest(to position: EarthPosition, within metres: Double = .infinity) -> Nearest? {
    guard metres >= 0 else { return nil }
    var least = metres * metres
    return find(position, guess: nil, least: &least).map { nearest($0, squared: least) }
  }

  /// The nearest segment to each of many positions, in their order; nil only without segments.
  ///
  /// The same answers as one by one, and several times as fast.
  ///
  /// - Parameters:
  ///   - positions: from where distance is measured.
  ///   - workers: how many threads to use; the result does not depend on it.
  public func nearest(toAll positions: [EarthPosition], workers: Workers) -> [Nearest?] {
    let order = workers.curveOrder(of: positions.count, bits: 33) { positions[$0] }
    let block = 512
    return [Nearest?](unsafeUninitializedCapacity: positions.count) { buffer, initialized in
      // Every position has one place in the order, and its own in the result.
      nonisolated(unsafe) let base = buffer
      _ = workers.map((positions.count + block - 1) / block) { number in
        var guess: Found?
        for place in number * block..<min((number + 1) * block, positions.count) {
          let number = Int(order[place])
          let position = positions[number]
          var least = Double.infinity
          guess = find(position, guess: guess, least: &least)
          base.initializeElement(at: number, to: guess.map { nearest($0, squared: least) })
        }
      }
      initialized = positions.count
    }
  }

  /// The nearest segment, `guess` being among the candidates; `least` is the squared distance in and out.
  private func find(_ position: EarthPosition, guess: Found?, least: inout Double) -> Found? {
    var best: Found?
    var limit = least
    if let guess {
      let (squared, fraction) = closest(runs[guess.run], guess.offset, to: position)
      if squared <= limit {
        limit = squared
        best = Found(run: guess.run, offset: guess.offset, fraction: fraction)
      }
    }
    tree.visit(near: position, limit: limit) { number in
      let run = runs[number]
      for offset in 0..<Int(run.count) {
        let (squared, fraction) = closest(run, offset, to: position)
        if squared < limit || (squared == limit && isEarlier(run, offset, than: best)) {
          limit = squared
          best = Found(run: number, offset: offset, fraction: fraction)
        }
      }
      return limit
    }
    least = limit
    return best
  }

  private func nearest(_ found: Found, squared: Double) -> Nearest {
    let run = runs[found.run]
    return Nearest(
      line: Int(run.line), segment: Int(run.segment) + found.offset, fraction: found.fraction,
      place: Coordinate(point(Int(run.vertex) + found.offset, at: found.fraction)),
      chord: squared.squareRoot())
  }

  private func isEarlier(_ run: Run, _ offset: Int, than other: Found?) -> Bool {
    guard let other else { return true }
    let rival = runs[other.run]
    return (run.line, Int(run.segment) + offset) < (rival.line, Int(rival.segment) + other.offset)
  }

  private func closest(
    _ run: Run, _ offset: Int, to position: EarthPosition
  ) -> (squared: Double, fraction: Double) {
    let vertex = Int(run.vertex) + offset
    let (a, b) = (positions[vertex], positions[vertex + 1])
    let (dx, dy, dz) = (b.x - a.x, b.y - a.y, b.z - a.z)
    let length = dx * dx + dy * dy + dz * dz
    let along = (position.x - a.x) * dx + (position.y - a.y) * dy + (position.z - a.z) * dz
    let fraction = length > 0 ? min(1, max(0, along / length)) : 0
    return (position.squaredChord(to: point(vertex, at: fraction)), fraction)
  }

  private func point(_ vertex: Int, at fraction: Double) -> EarthPosition {
    let (a, b) = (positions[vertex], positions[vertex + 1])
    if fraction == 1 { return b }
    return EarthPosition(
      x: a.x + (b.x - a.x) * fraction, y: a.y + (b.y - a.y) * fraction, z: a.z + (b.z - a.z) * fraction)
  }
}

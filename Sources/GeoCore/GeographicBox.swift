/// The smallest box of longitudes and latitudes round shapes anywhere on the globe, across the antimeridian
/// where that is smaller (RFC 7946 §5.2).
///
/// It keeps which longitudes are covered as at most 64 disjoint intervals, the narrowest gaps being closed
/// first, and so grows piece by piece in constant memory.
public struct GeographicBox: Hashable, Sendable {
  /// The edges of a box in degrees; `west` exceeds `east` where the box crosses the antimeridian.
  public struct Bounds: Hashable, Sendable {
    /// Western edge in −180…180.
    public var west: Double
    /// Southern edge in −90…90.
    public var south: Double
    /// Eastern edge in −180…180.
    public var east: Double
    /// Northern edge in −90…90.
    public var north: Double

    /// The box in the plane, its east beyond 180 where it crosses the antimeridian.
    public var envelope: Envelope {
      Envelope(minX: west, minY: south, maxX: west > east ? east + 360 : east, maxY: north)
    }
  }

  private struct Interval: Hashable {
    var west: Double
    var east: Double
  }

  // Sorted, disjoint, within −180…180.
  private var covered: [Interval] = []
  private var south = Double.infinity
  private var north = -Double.infinity

  /// The box round nothing.
  public init() {}

  /// Whether nothing was put in.
  public var isEmpty: Bool { covered.isEmpty }

  /// The smallest box; nil while it is empty. Of two equally wide ones the one that does not cross is taken.
  public var bounds: Bounds? {
    guard let first = covered.first, let last = covered.last else { return nil }
    var bounds = Bounds(west: first.west, south: south, east: last.east, north: north)
    var widest = first.west + 360 - last.east
    for (left, right) in zip(covered, covered.dropFirst()) where right.west - left.east > widest {
      widest = right.west - left.east
      bounds.west = right.west
      bounds.east = left.east
    }
    return bounds
  }

  /// Grows the box to hold an envelope in degrees; longitudes beyond ±180 are turned back, and an envelope of
  /// 360° or more covers all longitudes.
  public mutating func extend(by envelope: Envelope) {
    guard !envelope.isEmpty else { return }
    south = min(south, envelope.minY)
    north = max(north, envelope.maxY)
    if envelope.minX >= -180, envelope.maxX <= 180 {
      cover(Interval(west: envelope.minX, east: envelope.maxX))
    } else if envelope.width >= 360 {
      cover(Interval(west: -180, east: 180))
    } else {
      let west = Longitude.wrapped(envelope.minX)
      let east = west + envelope.width
      cover(Interval(west: west, east: min(east, 180)))
      if east >= 180 { cover(Interval(west: -180, east: east - 360)) }
    }
  }

  /// Grows the box to hold another one.
  public mutating func extend(by other: GeographicBox) {
    south = min(south, other.south)
    north = max(north, other.north)
    for interval in other.covered { cover(interval) }
  }

  private mutating func cover(_ added: Interval) {
    // The intervals that touch the added one are a run; it takes their place.
    let first = covered.firstIndex { $0.east >= added.west } ?? covered.count
    var end = first
    var merged = added
    while end < covered.count, covered[end].west <= added.east {
      merged.west = min(merged.west, covered[end].west)
      merged.east = max(merged.east, covered[end].east)
      end += 1
    }
    covered.replaceSubrange(first..<end, with: CollectionOfOne(merged))
    if covered.count > 64 { closeNarrowestGap() }
  }

  private mutating func closeNarrowestGap() {
    let gaps = covered.indices.dropLast().map { covered[$0 + 1].west - covered[$0].east }
    guard let narrowest = gaps.indices.min(by: { gaps[$0] < gaps[$1] }) else { return }
    covered[narrowest].east = covered[narrowest + 1].east
    covered.remove(at: narrowest + 1)
  }
}

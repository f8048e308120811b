import Foundation
import GeoCore

/// The map's piece of the world and its place on the drawing: north up, longitude and latitude as straight axes,
/// true to scale along the middle latitude.
///
/// The layers' edges are straight in longitude and latitude, so on this projection they are drawn exactly. A
/// piece across the antimeridian has `east` beyond 180.
struct MapFrame {
  /// Degrees at the drawing's edges, `west` < `east` and `south` < `north`.
  let west: Double
  let south: Double
  let east: Double
  let north: Double
  /// Size of the drawing in its own units.
  let width: Double
  let height: Double

  /// Drawing units per degree of longitude and of latitude.
  var unitsPerLongitude: Double { width / (east - west) }
  var unitsPerLatitude: Double { height / (north - south) }
  /// The latitude along which the scale holds both ways.
  var middleLatitude: Double { (south + north) / 2 }
  /// Kilometres on the ground per drawing unit.
  var kmPerUnit: Double { Self.kmPerDegree / unitsPerLatitude }
  /// The drawing's own rectangle.
  var box: PlaneBox { PlaneBox(minX: 0, minY: 0, maxX: width, maxY: height) }

  private static let kmPerDegree = Ellipsoid.meanRadius * .pi / 180 / 1000

  /// A frame round places, with a margin.
  ///
  /// - Parameters:
  ///   - places: longitudes and latitudes in degrees, longitudes on any turn.
  ///   - width: of the drawing in its own units.
  init(around places: [Coordinate], width: Double = 1000) {
    let span = MapExtent.narrowestSpan(of: places.map { Longitude.wrapped($0.longitude) }) ?? (-10, 20)
    var west = span.west
    var east = span.west + span.width
    var south = places.map(\.latitude).min() ?? -10
    var north = places.map(\.latitude).max() ?? 10
    let stretch = max(cos((south + north) / 2 * .pi / 180), 0.02)
    let spanX = (east - west) * stretch
    let spanY = north - south
    // At least 15 km of margin; at least half as high as wide and not much higher than wide.
    let margin = max(max(spanX, spanY) * 0.08, 15 / Self.kmPerDegree)
    let wide = max(spanX + 2 * margin, (spanY + 2 * margin) / 1.05)
    let high = min(max(spanY + 2 * margin, wide * 0.5), wide * 1.05)
    let middleX = (west + east) / 2
    let middleY = (south + north) / 2
    west = middleX - min(wide / stretch / 2, 180)
    east = middleX + min(wide / stretch / 2, 180)
    south = max(middleY - high / 2, -90)
    north = min(middleY + high / 2, 90)
    let turn = Longitude.wrapped(west) - west
    self.west = west + turn
    self.east = east + turn
    self.south = south
    self.north = north
    self.width = width
    height = (width * (north - south) / ((east - west) * max(cos((south + north) / 2 * .pi / 180), 0.02)))
      .rounded()
  }

  /// The place on the drawing of a coordinate whose longitude is on the frame's turn.
  func point(_ coordinate: Coordinate, turn: Double = 0) -> PlanePoint {
    PlanePoint(
      x: (coordinate.longitude + turn - west) * unitsPerLongitude,
      y: (north - coordinate.latitude) * unitsPerLatitude)
  }

  /// The place on the drawing of a single coordinate, nil outside it.
  func place(_ coordinate: Coordinate) -> PlanePoint? {
    let longitude = Longitude.nearest(coordinate.longitude, to: (west + east) / 2)
    let place = point(Coordinate(longitude: longitude, latitude: coordinate.latitude))
    return box.contains(place) ? place : nil
  }

  /// A line's parts on the drawing, unwrapped across the antimeridian, cut to the frame and thinned.
  func lines(_ coordinates: [Coordinate]) -> [[PlanePoint]] {
    let unwrapped = Longitude.unwrapped(coordinates)
    return turns(Envelope(unwrapped)).flatMap { turn in
      PlaneShapes.clipped(line: unwrapped.map { point($0, turn: turn) }, to: box)
        .map { PlaneShapes.thinned($0) }
    }
  }

  /// A polygon's rings on the drawing, cut to the frame and thinned; to be filled by the even-odd rule.
  func rings(_ polygon: Polygon) -> [[PlanePoint]] {
    polygon.rings.flatMap { ring -> [[PlanePoint]] in
      let raw = Array(ring)
      var unwrapped = Longitude.unwrapped(raw)
      // A ring round a pole does not close when it is unwrapped: it is drawn as it stands.
      if unwrapped.first?.x != unwrapped.last?.x { unwrapped = raw }
      return turns(Envelope(unwrapped)).compactMap { turn in
        let clipped = PlaneShapes.clipped(ring: unwrapped.map { point($0, turn: turn) }, to: box)
        guard clipped.count > 2, let first = clipped.first else { return nil }
        return PlaneShapes.thinned(clipped.last == first ? clipped : clipped + [first])
      }
    }
  }

  /// The whole turns, in degrees, by which a box has to be moved to meet the frame.
  private func turns(_ envelope: Envelope) -> [Double] {
    guard !envelope.isEmpty, envelope.minY <= north, envelope.maxY >= south else { return [] }
    let first = ((west - envelope.maxX) / 360).rounded(.up)
    let last = ((east - envelope.minX) / 360).rounded(.down)
    guard first <= last else { return [] }
    return stride(from: first, through: min(last, first + 3), by: 1).map { $0 * 360 }
  }
}

import Foundation
import GeoCore
import GeoProjection
import GeoRisk
import GeoTopology
import TestSupport
import Testing

@Suite struct GeodesicBufferTests {
  @Test(arguments: BufferCases.all, [5_000.0, 25_000])
  func boundariesLieAtTheAskedDistance(item: BufferCases.Case, metres: Double) throws {
    let area = try item.geometry.buffered(byMeters: metres)
    #expect(try area.validity() == .valid)
    let departure = departure(of: area, from: metres, round: item.geometry)
    // The contract is 0.1 %; the method promises −0.03 % and +0.06 %.
    #expect(departure.lowerBound > -0.0003 && departure.upperBound < 0.0006, "\(departure)")
    try expectMembership(of: area, metres, item.geometry)
    // What the writer makes of it: within −180…180, valid, and the same ground.
    let cut = MultiPolygon(Geometry.multiPolygon(area).cutAtAntimeridian().polygons)
    #expect(try cut.validity() == .valid)
    #expect(abs(cut.envelope.minX) <= 180 && abs(cut.envelope.maxX) <= 180)
    // The area is that of geodesic edges, and an edge cut in two is two geodesics.
    #expect(abs(Geodesic.wgs84.area(of: cut) / Geodesic.wgs84.area(of: area) - 1) < 1e-6)
  }

  /// Places strewn round the geometry are inside or outside as their distance says: nothing is missing, and
  /// nothing is there that should not be.
  private func expectMembership(of area: MultiPolygon, _ metres: Double, _ geometry: Geometry) throws {
    let seed: UInt64 = 5
    var random = SeededRandom(seed: seed)
    let oracle = DistanceOracle(geometry, step: metres / 20)
    let samples = boundarySamples(of: area)
    let box = area.envelope
    let middle = box.center.longitude
    let fills = geometry.polygons.map(Geometry.polygon)
    var wrong = 0
    for _ in 0..<150 {
      let start = samples[Int.random(in: 0..<samples.count, using: &random)]
      let place = Geodesic.wgs84.destination(
        from: start, azimuth: Double.random(in: 0..<360, using: &random),
        distance: Double.random(in: 0..<2 * metres, using: &random))
      let inMap = Coordinate(
        longitude: box.width == 360
          ? Longitude.wrapped(place.longitude) : Longitude.nearest(place.longitude, to: middle),
        latitude: place.latitude)
      let distance = oracle.distance(to: place)
      if !fills.isEmpty, distance > metres { continue }
      let inside = try Geometry.multiPolygon(area).covers([inMap])[0]
      if distance < metres * 0.998, !inside { wrong += 1 }
      if distance > metres * 1.002, inside { wrong += 1 }
    }
    #expect(wrong == 0, "seed \(seed)")
  }
}

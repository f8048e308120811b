import GeoCore
import GeoProjection
import TestSupport
import Testing

@Suite("Short edges")
struct ShortEdgeTests {
  @Test("Lengths and places agree with Karney's", arguments: [0.5, 20, 500, 2_490])
  func agreement(length: Double) throws {
    var random = SeededRandom(seed: 31)
    for round in 0..<400 {
      let start = Coordinate(
        longitude: Double.random(in: -180...180, using: &random),
        latitude: Double.random(in: -74.8...74.8, using: &random))
      let end = Geodesic.wgs84.destination(
        from: start, azimuth: Double.random(in: -180...180, using: &random), distance: length)
      let note: Comment = "seed 31, round \(round), \(start) to \(end)"
      let (a, b) = (ShortEdge.Vertex(start), ShortEdge.Vertex(end))
      let short = try #require(ShortEdge.length(from: a, to: b), note)
      // Karney's own error is up to 15 nm, and so is that of coordinates in degrees.
      #expect(abs(short - Geodesic.wgs84.distance(from: start, to: end)) < 2e-8, note)
      let edge = ShortEdge(from: a, to: b, length: short)
      let exact = GeodesicEdge(from: start, to: end)
      for part in [0, 0.1, 0.3, 0.5, 0.8, 1] {
        let (found, wanted) = (edge.coordinate(at: part * short), exact.coordinate(at: part * exact.length))
        let error = Geodesic.wgs84.distance(from: found, to: wanted)
        #expect(error < (length > 500 ? 1e-6 : 1e-8), note)
        #expect(abs(found.longitude - wanted.longitude) < 1, note)
      }
    }
  }

  @Test("Far, polar and impossible edges are refused")
  func refusal() {
    func length(_ from: (Double, Double), _ to: (Double, Double)) -> Double? {
      ShortEdge.length(
        from: .init(Coordinate(x: from.0, y: from.1)), to: .init(Coordinate(x: to.0, y: to.1)))
    }
    #expect(length((0, 0), (0.1, 0)) == nil)
    #expect(length((0, 75.5), (0.01, 75.5)) == nil)
    #expect(length((0, 0), (0, .nan)) == nil)
    #expect(length((5, 5), (5, 5)) == 0)
  }
}

import Foundation
import GeoCore
import GeoProjection
import Testing

@Suite struct LocalFrameTests {
  static let centers = [
    Coordinate(longitude: -8, latitude: 12.6), Coordinate(longitude: 180, latitude: -17),
    Coordinate(longitude: 25, latitude: 79), Coordinate(longitude: 40, latitude: 90),
    Coordinate(longitude: -70, latitude: -90), Coordinate(longitude: 0, latitude: 0),
  ]

  @Test(arguments: centers)
  func thereAndBack(center: Coordinate) {
    let frame = LocalFrame(center: center)
    for x in stride(from: -300_000.0, through: 300_000, by: 75_000) {
      for y in stride(from: -300_000.0, through: 300_000, by: 75_000) {
        let point = Coordinate(x: x, y: y)
        let back = frame.forward(frame.inverse(point))
        // Nanometres by geodesics, a little more near a pole where degrees of longitude grow short.
        #expect(abs(back.x - x) < 1e-6 && abs(back.y - y) < 1e-6, "\(point) → \(back)")
      }
    }
  }

  @Test(arguments: centers)
  func distancesAreTrueWithinTheStatedStretch(center: Coordinate) {
    let frame = LocalFrame(center: center)
    let points = stride(from: 0.0, to: 360, by: 30).map { angle -> Coordinate in
      Coordinate(x: 100_000 * cos(angle * .pi / 180), y: 100_000 * sin(angle * .pi / 180))
    }
    for a in points {
      for b in points where a != b {
        let planar = ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).squareRoot()
        let ground = Geodesic.wgs84.distance(from: frame.inverse(a), to: frame.inverse(b))
        // c²/6R² = 4.1e-5 at c = 100 km; chords between points at the rim stay below it.
        #expect(abs(planar / ground - 1) < 4.3e-5)
      }
    }
  }
}

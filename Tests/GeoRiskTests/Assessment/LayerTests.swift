import Foundation
import GeoRisk
import GeoTopology
import TestSupport
import Testing

@Suite("Layers as they are written")
struct LayerTests {
  static func text(_ layer: Layer) -> [UInt8] {
    var bytes: [UInt8] = []
    layer.write { (piece: [UInt8]) throws(Never) in bytes += piece }
    return bytes
  }

  static func geometries(_ layer: Layer) throws -> [Geometry] {
    let document = try GeoJSONReader().read(text(layer))
    #expect(document.rejects.isEmpty)
    return document.features.compactMap(\.feature.geometry)
  }

  @Test("Valid by GEOS, wound by the right-hand rule, within ±180", arguments: TestRegion.all)
  func validity(region: TestRegion) throws {
    let layers = try AssessmentFixture(region, seed: 3).assess().layers
    #expect(layers.map(\.fileName) == LayerFile.all.filter { $0.hasSuffix(".geojson") })
    for layer in layers {
      #expect(!layer.features.isEmpty, "\(layer.name) is empty")
      for (index, geometry) in try Self.geometries(layer).enumerated() {
        let note: Comment = "\(layer.name), feature \(index), seed 3"
        #expect(try geometry.validity() == .valid, note)
        #expect(geometry.envelope.minX >= -180 && geometry.envelope.maxX <= 180, note)
        for polygon in geometry.polygons {
          #expect(polygon.ring(0).signedDoubleArea > 0, note)
          #expect(polygon.rings.dropFirst().allSatisfy { $0.signedDoubleArea < 0 }, note)
        }
      }
    }
  }

  @Test("Bands and zones do not overlap", arguments: TestRegion.all)
  func overlaps(region: TestRegion) throws {
    let layers = try AssessmentFixture(region, seed: 4).assess().layers
    for layer in layers where [LayerFile.threatSurface, LayerFile.controlZones].contains(layer.fileName) {
      let areas = try Self.geometries(layer).map { MultiPolygon($0.polygons) }
      for (index, area) in areas.enumerated() {
        for other in areas[..<index] {
          let common = try area.intersection(with: other)
          let size = common.polygons.reduce(0) { $0 + abs($1.ring(0).signedDoubleArea) / 2 }
          // Borders are shared on a grid of 1e-7°; a border of 10° may differ by its rounding.
          #expect(size < 1e-6, "\(layer.name) in \(region), seed 4")
        }
      }
    }
  }

  @Test("Coordinates have at most seven decimals")
  func decimals() throws {
    for layer in try AssessmentFixture(TestRegion.all[0], seed: 5).assess().layers {
      let document = try #require(
        JSONSerialization.jsonObject(with: Data(Self.text(layer))) as? [String: Any])
      let features = try #require(document["features"] as? [[String: Any]])
      for feature in features {
        let geometry = try #require(feature["geometry"] as? [String: Any])
        for number in Self.numbers(geometry["coordinates"] as Any) {
          #expect(abs((number * 1e7).rounded() / 1e7 - number) < 1e-15 * max(1, abs(number)))
        }
      }
      #expect((document["bbox"] as? [Double])?.count == 4)
    }
  }

  static func numbers(_ value: Any) -> [Double] {
    if let values = value as? [Any] { return values.flatMap(numbers) }
    return (value as? Double).map { [$0] } ?? []
  }

  @Test("Every property of the contract is there", arguments: [0, 1])
  func properties(region: Int) throws {
    let contract: [String: [String]] = [
      LayerFile.buffers: ["asset_id", "asset_kind", "name", "distance_km", "area_km2"],
      LayerFile.threatSurface: [
        "index_min", "index_max", "threat_min", "threat_max", "grade", "area_km2",
      ],
      LayerFile.controlZones: [
        "zone_id", "actor", "actor_2", "status", "negotiated", "share", "evidence", "area_km2",
        "first_evidence", "last_evidence", "observations",
      ],
      LayerFile.corridorScores: [
        "corridor_id", "name", "segment", "from_km", "to_km", "threat", "threat_max", "threat_se", "index",
        "grade", "threat_territorial", "threat_governance", "threat_fragmentation", "threat_economic",
        "zone_actor", "zone_status", "zone_share", "top_incidents",
      ],
      LayerFile.siteScores: [
        "site_id", "name", "kind", "threat", "threat_se", "index", "grade", "threat_territorial",
        "threat_governance", "threat_fragmentation", "threat_economic", "nearest_incident_id",
        "nearest_incident_km", "nearest_incident_days", "zone_actor", "zone_status", "zone_edge_km", "trend",
        "trend_new", "trend_ageing", "rank", "top_incidents",
      ],
    ]
    for layer in try AssessmentFixture(TestRegion.all[region], seed: 6).assess().layers {
      for feature in layer.features {
        let names = Set(feature.properties.names)
        for name in contract[layer.fileName] ?? [] {
          #expect(names.contains(name), "\(layer.name) lacks \(name)")
        }
        // Flat but for the list of incidents, whose members the contract names.
        for member in feature.properties.members where member.name != "top_incidents" {
          #expect(member.value.object == nil, "\(layer.name).\(member.name)")
        }
        for incident in feature.properties["top_incidents"]?.array ?? [] {
          #expect(incident.object?.names == ["id", "share", "km", "days"])
        }
      }
    }
  }

  @Test("The same bytes for one and four threads", arguments: TestRegion.all)
  func threads(region: TestRegion) throws {
    let one = try AssessmentFixture(region, seed: 7, threads: 1).assess()
    let four = try AssessmentFixture(region, seed: 7, threads: 4).assess()
    for (left, right) in zip(one.layers, four.layers) {
      #expect(Self.text(left) == Self.text(right), "\(left.name) in \(region)")
    }
  }
}

import GeoData
import Testing

@testable import GeoRisk

@Suite("The bundled data set of Mali")
struct BundledDatasetTests {
  static func mali() throws -> Dataset {
    let bundled = BundledDataset.mali
    return try Dataset(
      DatasetFiles(name: bundled.name, files: bundled.files.map { ($0.name, $0.bytes) }), strict: true)
  }

  @Test("reads whole, with nothing to complain of") func whole() throws {
    let mali = try Self.mali()
    #expect(mali.rejects.isEmpty)
    #expect(mali.notes == [])
    #expect(mali.model.name == "mali")
    #expect(mali.incidents.records.count == 15)
    #expect(mali.control?.records.count == 11)
    #expect(mali.control?.records.count(where: \.assumption) == 7)
    #expect(mali.corridors?.records.count == 6)
    #expect(mali.sites?.records.count == 11)
    #expect(mali.context.towns.count == 10 && mali.context.outlines.count == 1)
    #expect(mali.incidents.records.allSatisfy { $0.precisionKm > 0 && !$0.source.isEmpty })
  }

  @Test("the corridors are as long as their sources' figures say") func lengths() throws {
    let corridors = try #require(try Self.mali().corridors?.records)
    let north = try #require(corridors.first { $0.id == "bamako-kayes-north" })
    // "about 575 km" in SOURCES.md, measured here by adding up our own geodesics.
    let length = zip(north.parts[0].coordinates, north.parts[0].coordinates.dropFirst())
      .reduce(0) { $0 + EarthPosition($1.0).distance(to: EarthPosition($1.1)) }
    #expect(abs(length - 575_000) < 2500)
    #expect(corridors.allSatisfy { $0.parts.count == 1 })
  }
}

extension BundledDatasetTests {
  @Test("the model tells corridors and sites apart") func toldApart() throws {
    let mali = try Self.mali()
    let scorer = try RiskScorer(incidents: mali.incidents.records, model: mali.model)
    #expect(scorer.asOf.description == "2025-09-05")
    var grades: Set<Grade> = []
    var worst: [Double] = []
    for corridor in try #require(mali.corridors?.records) {
      let segments = try scorer.score(corridor).segments
      grades.formUnion(segments.map(\.score.grade))
      worst.append(segments.map(\.score.index).max() ?? 0)
    }
    #expect(grades.count == Grade.allCases.count)
    // Between the road to Farabougou and the road to Sikasso lies the whole scale.
    #expect(worst.max() ?? 0 > 90 && worst.min() ?? 100 < 10)
    let sites = try scorer.score(try #require(mali.sites?.records)).map(\.score.index)
    #expect(sites.max() ?? 0 > 45 && sites.min() ?? 100 < 10)
    #expect(sites.count { $0 > 5 && $0 < 95 } >= 4)
  }
}

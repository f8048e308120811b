import TestSupport
import Testing

@testable import GeoRisk

@Suite("UCDP GED extract of West Africa")
struct UCDPReadingTests {
  static let path = SharedData.path("ucdp_ged_westafrica_1989_2021.csv")

  // Counts taken from the file with Python's csv module: 41 rows are known only to their country (where_prec 6),
  // three hold a date in type_of_violence, and two end before they start.
  @Test("every row is read or accounted for", .enabled(if: path != nil, "needs ../shared/data"))
  func wholeFile() throws {
    let input = try InputFile(path: try #require(Self.path))
    let reading = try Incident.read(from: input)
    #expect(reading.rowCount == 3097)
    #expect(reading.records.count == 3097 - 41 - 3 - 2)
    #expect(reading.rejects.count { $0.kind == .excluded } == 41)
    #expect(reading.rejects.count { $0.reason.contains("type_of_violence") } == 3)
    #expect(reading.rejects.count { $0.reason.contains("is before date_start") } == 2)
    #expect(reading.records.map(\.from).min()?.description == "1989-04-09")
    #expect(reading.records.map(\.to).max()?.description == "2021-12-31")
  }
}

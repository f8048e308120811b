import Testing

@testable import GeoRisk

@Suite("UCDP GED extract of West Africa")
struct UCDPReadingTests {
  static let file = "ucdp_ged_westafrica_1989_2021.csv"

  @Test("every row is read or accounted for", .enabled(if: SharedData.exists(file), "needs ../shared/data"))
  func wholeFile() throws {
    let input = try InputFile(path: SharedData.path(Self.file))
    let clock = ContinuousClock()
    let start = clock.now
    let reading = try Incident.read(from: input)
    print("time", clock.now - start)
    #expect(reading.rowCount == 3097)
    #expect(reading.records.count + reading.rejects.count == 3097)
    print(reading.rejects.count, reading.rejects.prefix(3), reading.notes, reading.format)
  }
}

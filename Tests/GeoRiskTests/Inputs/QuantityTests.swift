import Testing

@testable import GeoRisk

@Suite("Quantities with units")
struct QuantityTests {
  @Test(
    "lengths", arguments: [("5km", 5000.0), ("500m", 500), ("2.5 km", 2500), ("0.5KM", 500), (".5km", 500)])
  func lengths(_ text: String, _ metres: Double) throws {
    #expect(try Quantity.metres(text, for: "--distance") == metres)
  }

  @Test("durations", arguments: [("45d", 45.0), ("6mo", 182.625), ("2w", 14), ("1y", 365.25)])
  func durations(_ text: String, _ days: Double) throws {
    #expect(try Quantity.days(text, for: "--half-life") == days)
  }

  @Test(
    "refused, saying why",
    arguments: [
      ("5", "write 5km or 5m"), ("-5km", "not above 0"), ("0km", "not above 0"), ("5 miles", "unknown unit"),
      ("", "no quantity"), ("km", "no quantity"), ("nan", "no quantity"), ("1e999km", "unknown unit"),
      ("5d", "unknown unit"), ("1.2.3km", "no quantity"),
    ])
  func refused(_ text: String, _ reason: String) {
    let error = #expect(throws: GeoRiskError.self) { try Quantity.metres(text, for: "--distance") }
    #expect(error?.category == .usage)
    #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
    #expect(error?.description.hasPrefix("--distance: ") == true)
  }
}

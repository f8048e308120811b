import Testing

@testable import GeoRisk

// Every row here is made up in the layout of its source; none comes from a database.
@Suite("ACLED and UCDP layouts")
struct SourceFormatTests {
  static let acledHeader =
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,"
    + "actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,"
    + "latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp\r\n"

  static func acled(
    _ id: String, _ date: String, time: String = "1", place: String = "1", inter1: String = "Rebel group"
  ) -> String {
    "\(id),\(date),2025,\(time),Political violence,Battles,Armed clash,Made-up Group,,\(inter1),Made-up Army,,"
      + "State forces,12,,466,Western Africa,Mali,Nowhere,,,Madeuptown,14.5,-9.5,\(place),Nobody,Local,"
      + "\"Made up, with a\r\nsecond line\",4,,1700000000\r\n"
  }

  @Test("an export of 31 columns with byte-order mark, CRLF and quoted line ends") func acledExport() throws {
    let reading = try readIncidents(
      "\u{FEFF}" + Self.acledHeader + Self.acled("MLI1", "30 August 2025")
        + Self.acled("MLI2", "2025-08-30", time: "2", place: "2", inter1: "2")
        + Self.acled("MLI3", "30-08-2025", time: "3", place: "3"))
    #expect(reading.format == "ACLED export (CSV)")
    #expect(reading.rejects.isEmpty && reading.notes.isEmpty)
    let spans = reading.records.map { "\($0.from) \($0.to)" }
    // 30 August 2025 is a Saturday: its week runs from Monday the 25th, its month has 31 days.
    #expect(spans == ["2025-08-30 2025-08-30", "2025-08-25 2025-08-31", "2025-08-01 2025-08-31"])
    #expect(reading.records.map(\.precisionKm) == [2, 10, 40])
    #expect(reading.records.map(\.record.line) == [2, 4, 6])
    #expect(reading.records.map(\.inter1) == ["Rebel group", "2", "Rebel group"])
    #expect(reading.records[0].place == "Madeuptown" && reading.records[0].fatalities == 4)
    #expect(reading.records[0].coordinate == Coordinate(longitude: -9.5, latitude: 14.5))
  }

  @Test("older files: other ids, no precision columns") func acledOlder() throws {
    let reading = try readIncidents(
      """
      data_id,iso,event_date,event_type,actor1,inter1,latitude,longitude,fatalities,timestamp
      11,466,30 Aug 2012,Battles,Made-up Group,2,1,2,0,1
      """)
    #expect(reading.records.map(\.id) == ["11"] && reading.records[0].from.description == "2012-08-30")
    #expect(reading.notes.count == 2)
  }

  @Test("codes that the source does not have, and codes that the model leaves out") func codes() throws {
    var table = RiskModel.PrecisionTable()
    table.acled = [2, 10, nil]
    let reading = try readIncidents(
      Self.acledHeader + Self.acled("A", "2025-08-30") + Self.acled("B", "2025-08-30", place: "4")
        + Self.acled("C", "2025-08-30", time: "9") + Self.acled("D", "2025-08-30", place: "3"),
      precision: table)
    #expect(reading.records.map(\.id) == ["A"])
    #expect(reading.rejects.map(\.kind) == [.bad, .bad, .excluded])
    // What the model leaves out is no fault of the file: strict reading goes on.
    let strict = try readIncidents(
      Self.acledHeader + Self.acled("A", "2025-08-30") + Self.acled("D", "2025-08-30", place: "3"),
      precision: table, strict: true)
    #expect(strict.rejects.count == 1)
  }

  static func ucdp(_ best: String, _ rows: [String]) -> String {
    "id,type_of_violence,side_a,side_b,where_prec,where_coordinates,latitude,longitude,date_prec,date_start,date_end,"
      + "deaths_a,\(best),country\n" + rows.joined(separator: "\n")
  }

  @Test("UCDP: both names of the count, three kinds of violence, three ways to write dates") func ucdp()
    throws
  {
    let rows = [
      "1,1,Gov,Group,1,Town,1,2,1,2026-07-11 00:00:00.000,2026-07-11 00:00:00.000,0,5,Mali",
      "2,2,Group,Militia,2,Town,1,2,2,05/26/2016 00:00:00,05/28/2016 00:00:00,0,6,Mali",
      "3,3,Group,Civilians,5,Town,1,2,4,2020-01-01,2020-01-31,0,7,Mali",
      "4,1,Gov,Group,6,Mali,1,2,1,2020-01-01,2020-01-01,0,7,Mali",
    ]
    for best in ["best", "best_est"] {
      let reading = try readIncidents(Self.ucdp(best, rows))
      #expect(reading.format == "UCDP GED (CSV)")
      #expect(reading.records.map(\.fatalities) == [5, 6, 7])
      #expect(reading.records.map(\.from.description) == ["2026-07-11", "2016-05-26", "2020-01-01"])
      #expect(reading.records.map(\.to.description) == ["2026-07-11", "2016-05-28", "2020-01-31"])
      #expect(reading.records.map(\.precisionKm) == [1, 12, 75])
      #expect(
        reading.records.map(\.eventType) == ["Battles", "Battles", "Violence against civilians"])
      #expect(
        reading.records.map { RiskModel().dimension(of: $0) } == [.territorial, .fragmentation, .governance])
      #expect(reading.rejects.map(\.kind) == [.excluded] && reading.rejects[0].place.line == 5)
    }
  }
}

@Suite("Ways to write dates")
struct DateStyleTests {
  static func dates(_ texts: [String]) throws -> [String] {
    let rows = texts.enumerated().map { "r\($0.offset),\($0.element),0,0,X" }
    let reading = try readIncidents(
      "id,date,longitude,latitude,event_type\n" + rows.joined(separator: "\n"), strict: true)
    return reading.records.map(\.from.description)
  }

  @Test(
    "one day, many ways",
    arguments: [
      "2025-08-03", "2025/8/3", "03-08-2025", "3.8.2025", "3 August 2025", "03 aug 2025", "3 Aug. 2025",
      "2025-08-03 00:00:00.000", "2025-08-03T00:00:00Z", "03-08-2025 00:00:00",
    ])
  func ways(_ text: String) throws {
    #expect(try Self.dates([text]) == ["2025-08-03"])
  }

  @Test("a number above 12 anywhere in the file decides for all of it") func decided() throws {
    #expect(try Self.dates(["03/08/2025", "30/08/2025"]) == ["2025-08-03", "2025-08-30"])
    #expect(try Self.dates(["08/03/2025", "08/30/2025"]) == ["2025-08-03", "2025-08-30"])
    #expect(try Self.dates(["08-03-2025", "08-30-2025"]) == ["2025-08-03", "2025-08-30"])
    #expect(try Self.dates(["2025-01-01", "05/05/2025"]) == ["2025-01-01", "2025-05-05"])
  }

  @Test("what cannot be decided, or contradicts itself, is an error that says so") func ambiguous() {
    for (texts, line) in [(["03/08/2025"], 2), (["03/08/2025", "30/08/2025", "08/30/2025"], 4)] {
      let error = #expect(throws: GeoRiskError.self) { try Self.dates(texts) }
      #expect(error?.place.line == line)
      #expect(error?.description.contains("ambiguous") == true)
      #expect(error?.description.contains("write dates as 2025-08-30") == true)
    }
  }
}

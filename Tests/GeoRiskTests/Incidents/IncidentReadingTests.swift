import Testing

@testable import GeoRisk

func readIncidents(
  _ text: String, precision: RiskModel.PrecisionTable = RiskModel.PrecisionTable(), strict: Bool = false
) throws(GeoRiskError) -> InputReading<Incident> {
  try Incident.read(
    from: InputFile(name: "i.csv", bytes: Array(text.utf8)), precision: precision, strict: strict)
}

private let header = "id,date,longitude,latitude,event_type\n"

// Every row here is made up; none comes from a database.
@Suite("Incident files")
struct IncidentReadingTests {
  @Test("a native table with every column, in any order and case") func native() throws {
    let reading = try readIncidents(
      """
      Event_Type,ID,latitude,longitude,date,end_date,sub_event_type,actor1,actor2,inter1,inter2,fatalities,place,\
      source,location_precision_km,dimension,severity,ongoing,civilian_targeting,type_of_violence
      Battles,x1,14.5,-9.25,2025-03-01,2025-03-04,Armed clash,A,B,1,Rebel group,3,Town,Me,2.5,Economic,0.5,yes,,2
      """)
    let incident = try #require(reading.records.first)
    #expect(reading.format == "native incidents (CSV)")
    #expect(incident.id == "x1" && incident.eventType == "Battles" && incident.subEventType == "Armed clash")
    #expect(incident.coordinate == Coordinate(longitude: -9.25, latitude: 14.5))
    #expect(incident.from.description == "2025-03-01" && incident.to.description == "2025-03-04")
    #expect(incident.ongoing && incident.precisionKm == 2.5 && incident.fatalities == 3)
    #expect(incident.actor1 == "A" && incident.inter2 == "Rebel group" && incident.typeOfViolence == 2)
    #expect(incident.statedDimension == .economic && incident.statedSeverity == 0.5)
    #expect(incident.place == "Town" && incident.source == "Me" && incident.record.line == 2)
    #expect(reading.notes.isEmpty)
  }

  @Test("what is absent has its documented default, and missing precision is said once") func defaults()
    throws
  {
    let reading = try readIncidents(header + "a,2025-01-01,0,0,X\nb,2025-01-02,1,1,X\n")
    #expect(
      reading.notes.count == 1 && reading.notes[0].hasPrefix("2 of 2 incidents have no location_precision"))
    let incident = reading.records[0]
    #expect(incident.precisionKm == 0 && incident.fatalities == 0 && !incident.ongoing)
    #expect(incident.to == incident.from && incident.statedSeverity == nil && incident.statedDimension == nil)
  }

  @Test("an ongoing state has an open end only where no end is given") func openEnd() throws {
    let reading = try readIncidents(
      "id,date,longitude,latitude,event_type,end_date,ongoing\na,2025-01-01,0,0,X,,true\n"
        + "b,2025-01-01,0,0,X,2025-01-01,true\nc,2025-01-01,0,0,X,,\n")
    #expect(reading.records.map(\.endIsOpen) == [true, false, false])
  }

  @Test(
    "bad rows are kept out, with their line and the reason",
    arguments: [
      ("a,2025-02-30,0,0,X", "a day that no calendar has"), ("a,soon,0,0,X", "which is no date"),
      ("a,25-08-30,0,0,X", "four digits"), ("a,,0,0,X", "date is blank"),
      (",2025-01-01,0,0,X", "id is blank"),
      ("a,2025-01-01,nan,0,X", "longitude is “nan”, not a number"), ("a,2025-01-01,0,91,X", "outside -90…90"),
      ("a,2025-01-01,-180.5,0,X", "outside -180…180"), ("a,2025-01-01,0x10,0,X", "not a number"),
      ("a,2025-01-01,\"0,5\",0,X", "write it with a decimal point"),
      ("a,2025-01-01,,0,X", "longitude is blank"),
      ("a,2025-01-01,0,0,", "event_type is blank"), ("a,2025-01-01,0,0", "4 fields where the header names 5"),
      ("a,2025-01-01,0,0,X,Y", "6 fields where"), ("\"a,2025-01-01,0,0,X\"", "inside one pair of quotes"),
      ("\"a\"b,2025-01-01,0,0,X", "text follows the closing quote of field 1"),
      ("ok,2025-01-01,0,0,X", "the id “ok” was used before, at i.csv:2"),
      ("a,2025-01-01,1e400,0,X", "not a number"),
    ])
  func badRows(_ row: String, _ reason: String) throws {
    let reading = try readIncidents(header + "ok,2025-01-01,0,0,X\n" + row + "\n")
    #expect(reading.records.map(\.id) == ["ok"] && reading.rowCount == 2)
    let reject = try #require(reading.rejects.first)
    #expect(reject.place.line == 3 && reject.rawText == row && reject.kind == .bad)
    #expect(reject.reason.contains(reason), "\(reject.reason)")
    let error = #expect(throws: GeoRiskError.self) {
      try readIncidents(header + "ok,2025-01-01,0,0,X\n" + row + "\n", strict: true)
    }
    #expect(error?.place.line == 3 && error?.exitStatus == 65)
  }

  @Test(
    "bad values in optional columns",
    arguments: [
      ("end_date", "2024-12-31", "end_date 2024-12-31 is before date 2025-01-01"),
      ("fatalities", "-1", "0 or more"),
      ("fatalities", "2.5", "whole number"), ("ongoing", "maybe", "true or false"),
      ("dimension", "political", "one of territorial"), ("severity", "-0.1", "outside 0…"),
      ("severity", "1e300", "outside 0…"),
      ("location_precision_km", "-2", "outside 0…400"), ("type_of_violence", "x", "not a number"),
    ])
  func badOptional(_ column: String, _ value: String, _ reason: String) throws {
    let text =
      "id,date,longitude,latitude,event_type,\(column)\n"
      + "ok,2025-01-01,0,0,X,\na,2025-01-01,0,0,X,\(value)\n"
    let reading = try readIncidents(text)
    #expect(reading.records.count == 1)
    #expect(reading.rejects.first?.reason.contains(reason) == true, "\(reading.rejects)")
  }

  @Test(
    "files that give nothing are errors that say why",
    arguments: [
      (header, "the file holds no incident"), (header + "a,x,0,0,X", "the only incident is not usable"),
      (header + "a,x,0,0,X\nb,y,0,0,X", "none of its 2 incidents is usable"),
      ("\n\n", "nothing but blank lines"),
      (
        "id,date,lon,lat,event_type\n",
        "native incidents lacks longitude (is it “lon”?), latitude (is it “lat”?)"
      ),
      ("a,2025-01-01,0,0,X\n", "the first row holds values"),
      (
        "id,date,longitude,latitude,latitude,event_type\n",
        "two columns are called “latitude”: number 4 and 5"
      ),
      (
        "id,date,longitude,latitude,event_type,event_id_cnty,event_date\n",
        "ambiguous: they fit native incidents and ACLED export"
      ),
    ])
  func nothing(_ text: String, _ reason: String) {
    let error = #expect(throws: GeoRiskError.self) { try readIncidents(text) }
    #expect(error?.category == .badData)
    #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
  }

  @Test("where nothing is usable, the error still lists every reject") func rejectsInError() {
    let error = #expect(throws: GeoRiskError.self) { try readIncidents(header + "a,x,0,0,X\nb,y,0,0,X") }
    #expect(error?.rejects.map(\.place.line) == [2, 3])
  }

  @Test("a delimiter that only the rows end with shifts no column") func trailingDelimiter() throws {
    let reading = try readIncidents(header + "a,2025-01-01,3,4,X,\nb,2025-01-01,5,6,Y,\n")
    #expect(reading.records.map(\.coordinate.longitude) == [3, 5])
    #expect(reading.notes.contains { $0.contains("the empty field behind it is ignored") })
  }

  @Test("a mark that may be a thousand's is no decimal mark of a count") func thousands() throws {
    let reading = try readIncidents(
      "id;date;longitude;latitude;event_type;fatalities\na;2025-01-01;1;2;X;1.000\nb;2025-01-01;1;2;X;1,000\n"
        + "c;2025-01-01;1,5;2;X;7\n")
    #expect(reading.records.map(\.id) == ["c"])
    #expect(reading.rejects.count { $0.reason.contains("a thousand or one") } == 2)
  }

  @Test("a format's habit gives way to a number above 12") func habits() throws {
    let given = DateStyle(slashed: .monthFirst)
    var evidence = DateOrderEvidence()
    evidence.add("05/06/2016", at: InputPlace())
    #expect(try evidence.style(given: given).slashed == .monthFirst)
    evidence.add("26/05/2016", at: InputPlace())
    let style = try evidence.style(given: given)
    #expect(style.slashed == .dayFirst)
    #expect(evidence.note(on: style, given: given)?.contains("with the day first") == true)
  }

  @Test("semicolons with decimal commas") func semicolons() throws {
    let text = header.replacing(",", with: ";") + "a;2025-01-01;-9,25;14,5;X\n"
    let reading = try readIncidents(text)
    #expect(reading.records.map(\.coordinate) == [Coordinate(longitude: -9.25, latitude: 14.5)])
  }

  @Test("bytes in Latin-1 are named with their line, and the other rows are read") func latin1() throws {
    let bytes = Array((header + "a,2025-01-01,0,0,S\nb,2025-01-01,0,0,").utf8) + [0xE9, 0x0A]
    let reading = try Incident.read(from: InputFile(name: "i.csv", bytes: bytes))
    #expect(reading.records.map(\.id) == ["a"])
    #expect(reading.rejects.first?.place.line == 3)
    #expect(reading.rejects.first?.reason.contains("0xE9") == true)
    #expect(reading.rejects.first?.rawText == "b,2025-01-01,0,0,é")
  }

  @Test("GeoJSON points, with the properties as columns") func geoJSON() throws {
    let reading = try Incident.read(
      from: InputFile(
        name: "i.geojson",
        bytes: Array(
          """
          {"type":"FeatureCollection","features":[
          {"type":"Feature","id":7,"properties":{"date":"2025-01-02","event_type":"Riots","fatalities":2},
           "geometry":{"type":"Point","coordinates":[1.5,2.25]}},
          {"type":"Feature","properties":{"id":"b","date":"2025-01-02","event_type":"Riots","fatalities":null},
           "geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]}},
          {"type":"Feature","properties":{"id":"c","date":"2025-01-02","event_type":"Riots"},
           "geometry":{"type":"Point","coordinates":[1,200]}},
          {"type":"Feature","properties":{"id":"d","date":"2025-13-02","event_type":"Riots"},
           "geometry":{"type":"Point","coordinates":[1,2]}}
          ]}
          """.utf8)))
    #expect(reading.format == "native incidents (GeoJSON)")
    #expect(reading.records.map(\.id) == ["7"])
    #expect(reading.records[0].coordinate == Coordinate(longitude: 1.5, latitude: 2.25))
    #expect(reading.records[0].fatalities == 2)
    #expect(reading.rejects.map(\.place.feature) == [1, 2, 3] && reading.rowCount == 4)
    #expect(reading.rejects[0].reason.contains("LineString; a Point is needed"))
    #expect(reading.rejects[2].reason.contains("no calendar has"))
    #expect(reading.rejects[2].rawText.hasPrefix("{\"type\":\"Feature\",\"properties\":{\"id\":\"d\""))
    #expect(reading.rejects[2].rawText.hasSuffix("[1,2]}}"))
  }
}

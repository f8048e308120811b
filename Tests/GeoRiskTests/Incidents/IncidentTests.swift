import GeoCore
import Testing

@testable import GeoRisk

@Suite("Incidents as values")
struct IncidentTests {
  private static let day = CalendarDay(daysSince1970: 20_000)

  private static func bare(record: InputPlace = InputPlace()) -> Incident {
    Incident(
      id: "a", from: day, coordinate: Coordinate(longitude: 1, latitude: 2), eventType: "Battles",
      record: record)
  }

  @Test("one takes no more room than the documentation says") func size() {
    #expect(MemoryLayout<Incident>.stride == 88)
  }

  @Test("every property can be set, changes that copy only, and counts in equality")
  func setting() {
    func check<Value: Equatable>(_ property: WritableKeyPath<Incident, Value>, _ value: Value) {
      let original = Self.bare()
      var changed = original
      #expect(changed[keyPath: property] != value)
      changed[keyPath: property] = value
      #expect(changed[keyPath: property] == value && original == Self.bare() && changed != original)
      changed[keyPath: property] = original[keyPath: property]
      #expect(changed == original && changed.hashValue == original.hashValue)
    }
    check(\.id, "b")
    check(\.from, CalendarDay(daysSince1970: 1))
    check(\.to, CalendarDay(daysSince1970: 1))
    check(\.ongoing, true)
    check(\.endIsOpen, true)
    check(\.coordinate, Coordinate(longitude: 3, latitude: 4))
    check(\.precisionKm, 5)
    check(\.eventType, "Riots")
    check(\.subEventType, "x")
    check(\.actor1, "x")
    check(\.actor2, "x")
    check(\.inter1, "x")
    check(\.inter2, "x")
    check(\.civilianTargeting, "x")
    check(\.typeOfViolence, 2)
    check(\.fatalities, .max)
    check(\.statedDimension, .economic)
    check(\.statedSeverity, 0)
    check(\.place, "x")
    check(\.source, "x")
    check(\.notes, "x")
    for place in Self.places.dropFirst() { check(\.record, place) }
  }

  private static let places = [
    InputPlace(), InputPlace(file: "f"), InputPlace(line: 3), InputPlace(file: "f", line: 3),
    InputPlace(file: "f", line: 0), InputPlace(file: "f", line: -1), InputPlace(file: "f", line: .max),
    InputPlace(file: "f", line: Int(Int32.max)), InputPlace(file: "f", line: 3, feature: 4),
    InputPlace(feature: 4, byte: 5), InputPlace(file: "f", line: 3, key: "k"), InputPlace(file: "", line: 1),
  ]

  @Test("any place of the record is kept, and equal incidents are equal however they came to it")
  func records() {
    for place in Self.places {
      let made = Self.bare(record: place)
      #expect(made.record == place)
      for other in Self.places {
        var changed = Self.bare(record: other)
        changed.record = place
        #expect(changed.record == place)
        #expect(changed == made && changed.hashValue == made.hashValue, "\(other) to \(place)")
        #expect((Self.bare(record: other) == made) == (other == place))
      }
    }
  }

  @Test("rows that say the same share who did what, and no row gets another's")
  func sharing() throws {
    var text = "id,date,longitude,latitude,event_type,actor1,actor2,inter1,place\n"
    let actors = [
      "", "A", "B", "AB", "An actor of more than fifteen bytes", String(repeating: "n", count: 300),
    ]
    var expected: [[String]] = []
    for number in 0..<4000 {
      // More kinds than are kept at a time, and texts that only the borders between columns tell apart.
      let row = [
        "T\(number % 1500)", actors[number % 6], actors[number / 7 % 6], ["", "\"a \"\"b\"\"\""][number % 2],
        number % 5 == 0 ? "P\(number)" : "",
      ]
      text += "\(number),2025-01-01,1,2,\(row.joined(separator: ","))\n"
      expected.append(row.map { $0.hasPrefix("\"") ? "a \"b\"" : $0 })
    }
    let incidents = try readIncidents(text).records
    let read = incidents.map { [$0.eventType, $0.actor1, $0.actor2, $0.inter1, $0.place] }
    #expect(read == expected)
    #expect(incidents.map(\.record.line) == (2..<4002).map { $0 })
    #expect(incidents.allSatisfy { ($0.account == nil) == $0.place.isEmpty })
    let same = try readIncidents(
      "id,date,longitude,latitude,event_type\n" + (0..<9).map { "\($0),2025-01-01,1,2,Riots\n" }.joined())
    #expect(same.records.allSatisfy { $0.kind === same.records[0].kind })
  }
}

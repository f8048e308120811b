import Foundation
import GeoCore

/// What the page's sections share: the assessment, put into the order in which it is told, and looked up by id.
struct ReportFacts {
  let assessment: Assessment
  let title: String
  /// Corridors, the worst first, each with the letters that stand for it on the map.
  let corridors: [Ranked<CorridorScore>]
  /// Sites, the worst first, each with the number that stands for it on the map.
  let sites: [Ranked<SiteScore>]
  /// Incidents that count, by id; of two with one id the first.
  let incidents: [String: Incident]
  /// The actors of the control zones in alphabetical order.
  let actors: [String]
  /// Named places from the map's background.
  let towns: [Town]
  /// The towns, and the well-known places of the incidents that weigh most: what a place is told by.
  let places: [Town]
  /// The peaks of the corridors by anchor.
  let peaks: [String: [SegmentScore]]

  /// The stretches of the corridors told in full.
  let stretches: [CorridorStretch]

  /// Something ranked and its sign on the map.
  struct Ranked<Score> {
    var score: Score
    var sign: String
    /// The anchor of its section on the page.
    var anchor: String
  }

  /// A named place.
  struct Town {
    var name: String
    var coordinate: Coordinate
    var position: EarthPosition
  }

  init(_ assessment: Assessment, title: String?) {
    self.assessment = assessment
    self.title = title ?? Self.title(assessment)
    corridors = assessment.corridors.enumerated()
      .sorted { ($0.element.totals.rank, $0.offset) < ($1.element.totals.rank, $1.offset) }
      .enumerated().map { place, entry in
        Ranked(score: entry.element, sign: Self.letters(place), anchor: "corridor-\(place + 1)")
      }
    sites = assessment.sites.enumerated()
      .sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
      .enumerated().map { place, entry in
        Ranked(score: entry.element, sign: "\(place + 1)", anchor: "site-\(place + 1)")
      }
    incidents = Dictionary(assessment.incidents.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    actors = Set(assessment.zones.flatMap { [$0.actor] + ($0.actor2.map { [$0] } ?? []) }).sorted()
    towns = assessment.context.towns.filter { !$0.name.isEmpty }.map { town in
      Town(name: town.name, coordinate: town.coordinate, position: EarthPosition(town.coordinate))
    }
    stretches = CorridorStretch.stretches(of: Array(corridors.prefix(ReportReasons.limit)))
    let found = corridors.map { ($0.anchor, CorridorPeaks.find(in: $0.score)) }
    peaks = Dictionary(uniqueKeysWithValues: found)
    let scores = found.flatMap(\.1).map(\.score) + sites.map(\.score.score)
    places = towns + Self.places(of: scores, incidents, besides: towns)
  }

  /// The dimension of an incident by the model.
  func dimension(of incident: Incident) -> Dimension { assessment.model.dimension(of: incident) }

  /// The anchor of a zone's panel; nil where it has none.
  func anchor(ofZone zone: ControlZone) -> String? {
    guard assessment.zoneReasons[zone.id] != nil,
      let number = assessment.zones.firstIndex(where: { $0.id == zone.id })
    else { return nil }
    return "zone-\(number + 1)"
  }

  /// The number of an actor's colour and hatching; 0 for one that has no zone.
  func style(ofActor actor: String) -> Int { actors.firstIndex(of: actor) ?? 0 }

  /// Where a place is in terms of the nearest named town within 40 km, or nil where there is none.
  func near(_ coordinate: Coordinate) -> (relation: String, town: String)? {
    let position = EarthPosition(coordinate)
    let nearest = places.map { ($0, $0.position.squaredChord(to: position)) }.min { $0.1 < $1.1 }
    guard let (town, squaredChord) = nearest else { return nil }
    let km = EarthPosition.arc(squaredChord: squaredChord) / 1000
    guard km < 40 else { return nil }
    if km < 3 { return ("at", town.name) }
    let direction = ReportNumber.compass(Self.azimuth(from: town.position, to: position, at: town.coordinate))
    return (ReportNumber.fixed(km, 0) + " km " + direction + " of", town.name)
  }

  /// Degrees clockwise from north, from the differences of Earth-centred vectors: enough for a compass point.
  private static func azimuth(
    from start: EarthPosition, to end: EarthPosition, at place: Coordinate
  ) -> Double {
    let longitude = place.longitude * .pi / 180
    let latitude = place.latitude * .pi / 180
    let (dx, dy, dz) = (end.x - start.x, end.y - start.y, end.z - start.z)
    let east = -sin(longitude) * dx + cos(longitude) * dy
    let north =
      -sin(latitude) * (cos(longitude) * dx + sin(longitude) * dy) + cos(latitude) * dz
    let degrees = atan2(east, north) * 180 / .pi
    return degrees < 0 ? degrees + 360 : degrees
  }

  /// The places of the incidents behind scores, where they are known to 3 km, in the order of the scores.
  private static func places(
    of scores: [ThreatScore], _ incidents: [String: Incident], besides towns: [Town]
  ) -> [Town] {
    var names = Set(towns.map(\.name))
    var places: [Town] = []
    for part in scores.flatMap(\.topIncidents) where places.count < 100 {
      guard let incident = incidents[part.incidentID], incident.precisionKm <= 3, !incident.place.isEmpty,
        names.insert(incident.place).inserted
      else { continue }
      let position = EarthPosition(incident.coordinate)
      places.append(Town(name: incident.place, coordinate: incident.coordinate, position: position))
    }
    return places
  }

  /// A, B … Z, AA, AB …
  private static func letters(_ place: Int) -> String {
    let letter = String(UnicodeScalar(UInt8(65 + place % 26)))
    return place < 26 ? letter : letters(place / 26 - 1) + letter
  }

  private static func title(_ assessment: Assessment) -> String {
    var assets: [String] = []
    if !assessment.corridors.isEmpty {
      assets.append(ReportNumber.count(assessment.corridors.count, "corridor"))
    }
    if !assessment.sites.isEmpty { assets.append(ReportNumber.count(assessment.sites.count, "site")) }
    let subject = assets.isEmpty ? "roads and sites" : ReportNumber.list(assets)
    guard let name = assessment.name, let first = name.first else { return "Risk to " + subject }
    return first.uppercased() + name.dropFirst() + ": risk to " + subject
  }
}

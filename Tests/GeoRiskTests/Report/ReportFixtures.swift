import Foundation

@testable import GeoRisk

/// Assessments made by hand, so that the page is tested apart from the computation: threat is a plain
/// exponential of the chord distance, areas are regular polygons.
enum ReportFixtures {
  static let asOf = CalendarDay(year: 2025, month: 9, day: 5) ?? CalendarDay(daysSince1970: 0)

  /// Roads and sites in Mali with four incidents, two zones, bands and buffers.
  static func mali() throws -> Assessment {
    try assessment(
      corridors: [
        (
          "Bamako–Kayes, northern",
          [(-8.0, 12.64), (-7.9, 13.57), (-8.05, 13.9), (-9.2, 14.54), (-10.31, 14.7), (-11.44, 14.45)]
        ),
        ("Bamako–Ségou–Farabougou", [(-8.0, 12.64), (-6.27, 13.44), (-5.99, 14.24), (-6.14, 14.88)]),
      ],
      sites: [
        ("Sadiola", .point(Coordinate(x: -11.6471, y: 13.8695))),
        ("Morila", .point(Coordinate(x: -6.8504, y: 11.6733))),
      ],
      incidents: [
        incident("ML-1", "Battles", "Armed clash", -11.4389, 14.4485, place: "Kayes", precisionKm: 3),
        incident(
          "ML-2", "Strategic developments", "Looting/property destruction", -9.6, 14.5, place: "",
          precisionKm: 120),
        incident(
          "ML-3", "Battles", "Non-state actor overtakes territory", -6.1443, 14.882, place: "Farabougou"),
        incident(
          "ML-4", "Strategic developments", "Agreement", -6.03, 14.78, place: "Dogofry", precisionKm: 3),
      ],
      zoneActors: [("JNIM", -6.14, 14.88), ("Military Forces of Mali", -8, 12.64)])
  }

  typealias Lines = [(name: String, vertices: [(Double, Double)])]

  static func assessment(
    corridors: Lines = [], sites: [(name: String, geometry: Geometry)] = [], incidents: [Incident] = [],
    zoneActors: [(String, Double, Double)] = [], segmentsPerLeg: Int = 20, notes: [String] = [],
    model: RiskModel = RiskModel()
  ) throws -> Assessment {
    let scores = try corridors.enumerated().map { index, corridor in
      try corridorScore(corridor.name, corridor.vertices, incidents, segmentsPerLeg, rank: index + 1, model)
    }
    let siteScores = sites.enumerated().map { index, site in
      siteScore(site.name, site.geometry, incidents, rank: index + 1, model)
    }
    var context = MapContext()
    context.towns = [
      MapContext.Town(name: "Bamako", coordinate: Coordinate(x: -8.0021, y: 12.6429)),
      MapContext.Town(name: "Kayes", coordinate: Coordinate(x: -11.4389, y: 14.4485)),
    ]
    let border = [
      (-12.2, 14.6), (-11.4, 12.3), (-8, 10.2), (-4.5, 12.5), (-4, 16), (-9.5, 15.5), (-12.2, 14.6),
    ]
    context.outlines = [MapContext.Outline(name: "Mali", geometry: .polygon(try polygon(border)))]
    return Assessment(
      name: "mali", asOf: asOf, model: model, extent: Envelope(minX: -13, minY: 10, maxX: -4, maxY: 16),
      options: AssessmentOptions(), corridors: scores, sites: siteScores,
      surface: try surface(round: incidents), zones: try zoneActors.map { try zone($0.0, $0.1, $0.2) },
      buffers: try corridors.prefix(1).map { corridor in
        AssetBuffer(
          assetID: "c0", name: corridor.name, assetKind: "road", distanceKm: 25, areaKm2: 1,
          area: MultiPolygon([try circle(corridor.vertices[0].0, corridor.vertices[0].1, 0.25)]))
      },
      incidents: incidents, context: context, reach: 150_000,
      inputs: [
        InputSummary(
          role: "incidents", path: "incidents.csv", format: "GeoRisk CSV",
          sha256: String(repeating: "0123456789abcdef", count: 4), rows: 5, rejected: 1)
      ],
      rejects: [
        RejectedRecord(
          place: InputPlace(file: "incidents.csv", line: 7), reason: "latitude 95 lies outside −90…90",
          rawText: "x")
      ],
      notes: notes, timings: [StageTiming(stage: "corridors", seconds: 1.2345678, items: 9)])
  }

  static func incident(
    _ id: String, _ type: String, _ sub: String, _ longitude: Double, _ latitude: Double,
    place: String = "Town",
    precisionKm: Double = 0, actor: String = "JNIM", source: String = "press"
  ) -> Incident {
    Incident(
      id: id, from: asOf.advanced(byDays: -20), coordinate: Coordinate(x: longitude, y: latitude),
      precisionKm: precisionKm, eventType: type, subEventType: sub, actor1: actor, place: place,
      source: source)
  }

  static func score(at place: Coordinate, _ incidents: [Incident], _ model: RiskModel) -> ThreatScore {
    let here = EarthPosition(place)
    var components = SIMD4<Double>.zero
    var parts: [IncidentShare] = []
    for incident in incidents {
      let km = here.distance(to: EarthPosition(incident.coordinate)) / 1000
      let threat = km > 150 ? 0 : model.severity(of: incident) * exp2(-km / 20)
      components[model.dimension(of: incident).index] += threat
      parts.append(IncidentShare(incidentID: incident.id, share: threat, km: km, days: 20))
    }
    let threat = components.sum()
    parts = parts.filter { $0.share > 0 }.map {
      IncidentShare(incidentID: $0.incidentID, share: $0.share / threat, km: $0.km, days: $0.days)
    }
    let index = model.index(ofThreat: threat)
    return ThreatScore(
      threat: threat, components: components, standardError: threat / 2, index: index,
      grade: model.grade(ofIndex: index), topIncidents: Array(parts.sorted { $0.share > $1.share }.prefix(5)))
  }

  private static func corridorScore(
    _ name: String, _ vertices: [(Double, Double)], _ incidents: [Incident], _ perLeg: Int, rank: Int,
    _ model: RiskModel
  ) throws -> CorridorScore {
    var places: [Coordinate] = []
    for (start, end) in zip(vertices, vertices.dropFirst()) {
      for step in 0..<perLeg {
        let part = Double(step) / Double(perLeg)
        // The shorter way round, as in the files: −180 ..< 180.
        let longitude = start.0 + part * Longitude.wrapped(end.0 - start.0)
        places.append(
          Coordinate(x: Longitude.wrapped(longitude), y: start.1 + part * (end.1 - start.1)))
      }
    }
    if let last = vertices.last { places.append(Coordinate(x: last.0, y: last.1)) }
    var km = 0.0
    var segments: [SegmentScore] = []
    var byGrade = [Double](repeating: 0, count: 6)
    for (start, end) in zip(places, places.dropFirst()) {
      let length = EarthPosition(start).distance(to: EarthPosition(end)) / 1000
      let middle = Coordinate(x: start.x + Longitude.wrapped(end.x - start.x) / 2, y: (start.y + end.y) / 2)
      let score = score(at: middle, incidents, model)
      let zone = ZoneStatus(actor: "JNIM", status: .contested)
      segments.append(
        SegmentScore(
          segment: segments.count, part: 0, fromKm: km, toKm: km + length,
          line: try LineString([start, end]),
          middle: middle, score: score, threatMax: score.threat, zone: middle.y > 14 ? zone : nil,
          zoneShare: 0))
      byGrade[score.grade.rawValue] += length
      km += length
    }
    let sum = segments.reduce(0) { $0 + $1.score.threat * $1.lengthKm }
    let worst = segments.max { $0.score.threat < $1.score.threat }?.score
    let from = segments.first { $0.score.threat == worst?.threat }?.fromKm ?? 0
    let index = model.index(ofThreat: sum / km)
    return CorridorScore(
      corridorID: "c\(rank)", name: name, kind: "road", segments: segments,
      totals: CorridorTotals(
        lengthKm: km, threatKm: sum, meanThreat: sum / km, threatMax: worst?.threat ?? 0, index: index,
        grade: model.grade(ofIndex: index),
        worst: WorstStretch(
          fromKm: from, toKm: from + 10, threat: worst?.threat ?? 0, index: worst?.index ?? 0,
          grade: worst?.grade ?? .veryLow),
        kmByGrade: byGrade, rank: rank))
  }

  private static func siteScore(
    _ name: String, _ geometry: Geometry, _ incidents: [Incident], rank: Int, _ model: RiskModel
  ) -> SiteScore {
    let place = geometry.vertices.first ?? Coordinate(x: 0, y: 0)
    let score = score(at: place, incidents, model)
    let nearest = score.topIncidents.min { $0.km < $1.km }
    return SiteScore(
      siteID: "s\(rank)", name: name, kind: "gold mine", geometry: geometry, place: place, score: score,
      nearestIncident: nearest.map {
        NearestIncident(incidentID: $0.incidentID, km: $0.km, bearing: 315, days: $0.days)
      },
      zone: nil, zoneEdgeKm: 42, trend: Trend(new: 0.5, ageing: -0.25), rank: rank)
  }

  private static func zone(_ actor: String, _ longitude: Double, _ latitude: Double) throws -> ControlZone {
    ControlZone(
      id: "z-\(actor)", actor: actor, actor2: nil, status: .controlled, negotiated: false, share: 0.8,
      evidence: 1.5, areaKm2: 1234, firstEvidence: asOf.advanced(byDays: -30), lastEvidence: asOf,
      observations: ["1", "2"], area: MultiPolygon([try circle(longitude, latitude, 0.3)]))
  }

  private static func surface(round incidents: [Incident]) throws -> ThreatSurface {
    var bands: [ThreatBand] = []
    for grade in Grade.allCases where !incidents.isEmpty {
      let radius = 1.2 - 0.2 * Double(grade.rawValue)
      bands.append(
        ThreatBand(
          grade: grade, indexMin: Double(grade.rawValue) * 15, indexMax: Double(grade.rawValue) * 15 + 15,
          threatMin: 0, threatMax: nil, areaKm2: 10,
          area: MultiPolygon(
            try incidents.map { try circle($0.coordinate.x, $0.coordinate.y, radius, hole: radius - 0.2) })))
    }
    let box = Envelope(minX: -13, minY: 10, maxX: -4, maxY: 16)
    let grid = try LonLatGrid(covering: box, spacing: 500_000)
    return ThreatSurface(
      grid: grid, values: [Double](repeating: 0, count: grid.count), bands: bands, model: RiskModel())
  }

  static func circle(_ x: Double, _ y: Double, _ radius: Double, hole: Double = 0) throws -> Polygon {
    func ring(_ radius: Double) -> [Coordinate] {
      (0...60).map { step in
        let angle = Double(step % 60) * .pi / 30
        return Coordinate(x: x + radius * cos(angle), y: y + radius * sin(angle))
      }
    }
    return try Polygon(rings: hole > 0.05 ? [ring(radius), ring(hole)] : [ring(radius)])
  }

  private static func polygon(_ vertices: [(Double, Double)]) throws -> Polygon {
    try Polygon(rings: [vertices.map { Coordinate(x: $0.0, y: $0.1) }])
  }
}

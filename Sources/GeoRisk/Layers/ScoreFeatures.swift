import GeoCore
import GeoJSON

extension CorridorScore {
  /// One feature per segment for `corridor-scores.geojson`.
  public var features: [Feature] {
    segments.map { segment in
      var properties = Members()
      properties.add("corridor_id", .string(corridorID))
      properties.add("name", .string(name))
      properties.add("segment", .integer(segment.segment))
      properties.add("from_km", .number(segment.fromKm))
      properties.add("to_km", .number(segment.toKm))
      segment.score.write(to: &properties)
      properties.add("threat_max", .number(segment.threatMax))
      properties.add("zone_actor", JSONValue(segment.zone?.actor))
      properties.add("zone_status", JSONValue(segment.zone?.status.rawValue))
      properties.add("zone_share", .number(segment.zoneShare))
      segment.interval?.write(to: &properties)
      if segment.isClosed { properties.add("closed", .bool(true)) }
      properties.add("stroke", .string(segment.isClosed ? "#666666" : segment.score.grade.colour))
      properties.add("stroke-width", .integer(4))
      return Feature(geometry: .lineString(segment.line), properties: properties.object)
    }
  }
}

extension SiteScore {
  /// The feature for `site-scores.geojson`.
  public var feature: Feature {
    var properties = Members()
    properties.add("site_id", .string(siteID))
    properties.add("name", .string(name))
    properties.add("kind", JSONValue(kind))
    score.write(to: &properties)
    interval?.write(to: &properties)
    properties.add("nearest_incident_id", JSONValue(nearestIncident?.incidentID))
    properties.add("nearest_incident_km", JSONValue(nearestIncident?.km))
    properties.add("nearest_incident_bearing", JSONValue(nearestIncident?.bearing))
    properties.add("nearest_incident_days", JSONValue(nearestIncident?.days))
    properties.add("zone_actor", JSONValue(zone?.actor))
    properties.add("zone_status", JSONValue(zone?.status.rawValue))
    properties.add("zone_edge_km", JSONValue(zoneEdgeKm))
    properties.add("trend", .number(trend.change))
    properties.add("trend_new", .number(trend.new))
    properties.add("trend_ageing", .number(trend.ageing))
    properties.add("rank", .integer(rank))
    properties.add("marker-color", .string(score.grade.colour))
    if !geometry.polygons.isEmpty {
      properties.add("fill", .string(score.grade.colour))
      properties.add("fill-opacity", .number(0.5))
      properties.add("stroke", .string(score.grade.colour))
    }
    return Feature(geometry: geometry, properties: properties.object)
  }
}

extension ThreatScore {
  /// Adds the properties that segments and sites share.
  fileprivate func write(to properties: inout Members) {
    properties.add("threat", .number(threat))
    properties.add("threat_se", .number(standardError))
    properties.add("index", .number(index))
    properties.add("grade", .string(grade.name))
    for dimension in Dimension.allCases {
      properties.add("threat_\(dimension.rawValue)", .number(component(dimension)))
    }
    let top = JSONValue.array(
      topIncidents.map { contribution in
        .object(
          JSONObject(unique: [
            .init(name: "id", value: .string(contribution.incidentID)),
            .init(name: "share", value: .number(contribution.share)),
            .init(name: "km", value: .number(contribution.km)),
            .init(name: "days", value: .integer(contribution.days)),
          ]))
      })
    properties.add("top_incidents", top)
  }
}

extension ScoreInterval {
  fileprivate func write(to properties: inout Members) {
    properties.add("threat_low", .number(threat.lowerBound))
    properties.add("threat_high", .number(threat.upperBound))
    properties.add("index_low", .number(index.lowerBound))
    properties.add("index_high", .number(index.upperBound))
    properties.add("rank_low", .integer(rank.lowerBound))
    properties.add("rank_high", .integer(rank.upperBound))
  }
}

/// Members of one object in the making, whose names are all different.
private struct Members {
  private var members: [JSONObject.Member] = []

  init() { members.reserveCapacity(24) }

  var object: JSONObject { JSONObject(unique: members) }

  mutating func add(_ name: String, _ value: JSONValue) { members.append(.init(name: name, value: value)) }
}

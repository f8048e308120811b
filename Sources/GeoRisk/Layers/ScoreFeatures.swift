import GeoCore
import GeoJSON

extension CorridorScore {
  /// One feature per segment for `corridor-scores.geojson`.
  public var features: [Feature] {
    segments.map { segment in
      var properties = JSONObject()
      properties["corridor_id"] = .string(corridorID)
      properties["name"] = .string(name)
      properties["segment"] = .integer(segment.segment)
      properties["from_km"] = .number(segment.fromKm)
      properties["to_km"] = .number(segment.toKm)
      segment.score.write(to: &properties)
      properties["threat_max"] = .number(segment.threatMax)
      properties["zone_actor"] = JSONValue(segment.zone?.actor)
      properties["zone_status"] = JSONValue(segment.zone?.status.rawValue)
      properties["zone_share"] = .number(segment.zoneShare)
      properties["stroke"] = .string(segment.score.grade.colour)
      properties["stroke-width"] = 4
      return Feature(geometry: .lineString(segment.line), properties: properties)
    }
  }
}

extension SiteScore {
  /// The feature for `site-scores.geojson`.
  public var feature: Feature {
    var properties = JSONObject()
    properties["site_id"] = .string(siteID)
    properties["name"] = .string(name)
    properties["kind"] = JSONValue(kind)
    score.write(to: &properties)
    properties["nearest_incident_id"] = JSONValue(nearestIncident?.incidentID)
    properties["nearest_incident_km"] = JSONValue(nearestIncident?.km)
    properties["nearest_incident_bearing"] = JSONValue(nearestIncident?.bearing)
    properties["nearest_incident_days"] = JSONValue(nearestIncident?.days)
    properties["zone_actor"] = JSONValue(zone?.actor)
    properties["zone_status"] = JSONValue(zone?.status.rawValue)
    properties["zone_edge_km"] = JSONValue(zoneEdgeKm)
    properties["trend"] = .number(trend.change)
    properties["trend_new"] = .number(trend.new)
    properties["trend_ageing"] = .number(trend.ageing)
    properties["rank"] = .integer(rank)
    properties["marker-color"] = .string(score.grade.colour)
    if !geometry.polygons.isEmpty {
      properties["fill"] = .string(score.grade.colour)
      properties["fill-opacity"] = .number(0.5)
      properties["stroke"] = .string(score.grade.colour)
    }
    return Feature(geometry: geometry, properties: properties)
  }
}

extension ThreatScore {
  /// Adds the properties that segments and sites share.
  fileprivate func write(to properties: inout JSONObject) {
    properties["threat"] = .number(threat)
    properties["threat_se"] = .number(standardError)
    properties["index"] = .number(index)
    properties["grade"] = .string(grade.name)
    for dimension in Dimension.allCases {
      properties["threat_\(dimension.rawValue)"] = .number(component(dimension))
    }
    properties["top_incidents"] = .array(
      topIncidents.map { contribution in
        var object = JSONObject()
        object["id"] = .string(contribution.incidentID)
        object["share"] = .number(contribution.share)
        object["km"] = .number(contribution.km)
        object["days"] = .integer(contribution.days)
        return .object(object)
      })
  }
}

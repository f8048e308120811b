import GeoCore
import GeoJSON

extension AssessmentChange {
  /// The change layers in the order in which they are written.
  public var layers: [Layer] {
    [
      Layer(fileName: LayerFile.corridorChange, features: segments.map { feature(of: $0) }),
      Layer(fileName: LayerFile.siteChange, features: sites.map { feature(of: $0) }),
      Layer(fileName: LayerFile.zoneChange, features: zones.map { feature(of: $0) }),
      Layer(fileName: LayerFile.threatChange, features: bands.map { feature(of: $0) }),
      Layer(fileName: LayerFile.emerging, features: emerging.map { feature(of: $0) }),
    ]
  }

  private func feature(of segment: Segment) -> Feature {
    var properties: JSONObject = [
      "corridor_id": .string(segment.corridorID), "name": .string(segment.name),
      "segment": .integer(segment.segment), "from_km": .number(segment.fromKm),
      "to_km": .number(segment.toKm),
    ]
    add(segment.threat, to: &properties)
    properties["stroke"] = .string(ChangeColour.of(segment.threat.change, reference: reference))
    properties["stroke-width"] = .integer(4)
    return Feature(geometry: .lineString(segment.line), properties: properties)
  }

  private func feature(of site: ScoredSite) -> Feature {
    var properties: JSONObject = ["site_id": .string(site.siteID), "name": .string(site.name)]
    add(site.threat, to: &properties)
    let colour = JSONValue.string(ChangeColour.of(site.threat.change, reference: reference))
    properties["marker-color"] = colour
    properties["fill"] = colour
    properties["stroke"] = colour
    return Feature(geometry: site.geometry, properties: properties)
  }

  private func feature(of zone: Zone) -> Feature {
    let succession = zone.succession
    let shown = succession.zone ?? succession.before
    var properties: JSONObject = [
      "zone_id": JSONValue(shown?.id), "zone_id_before": JSONValue(succession.before?.id),
      "predecessors": .array(succession.predecessors.map { .string($0) }), "actor": JSONValue(shown?.actor),
      "actor_2": JSONValue(shown?.actor2), "status_before": JSONValue(succession.before?.status.rawValue),
      "status_after": JSONValue(succession.zone?.status.rawValue),
      "zone_change": .string(succession.kind.rawValue),
      "area_before_km2": JSONValue(succession.before?.areaKm2),
      "area_after_km2": JSONValue(succession.zone?.areaKm2), "gained_km2": .number(succession.gainedKm2),
      "lost_km2": .number(succession.lostKm2),
    ]
    add(zone.threat, to: &properties)
    let colour = JSONValue.string(ChangeColour.of(zone.threat.change, reference: reference))
    properties["fill"] = colour
    properties["fill-opacity"] = .number(succession.zone == nil ? 0.15 : 0.4)
    properties["stroke"] = colour
    return Feature(geometry: shown.map { .multiPolygon($0.area) }, properties: properties)
  }

  private func feature(of band: Band) -> Feature {
    let colour = ChangeColour.of(band.changeMin ?? 0, or: band.changeMax ?? 0, reference: reference)
    return Feature(
      geometry: .multiPolygon(band.area),
      properties: [
        "change_min": JSONValue(band.changeMin), "change_max": JSONValue(band.changeMax),
        "area_km2": .number(band.areaKm2), "fill": .string(colour), "fill-opacity": .number(0.5),
        "stroke": .string(colour),
      ])
  }

  private func feature(of place: EmergingPlaces.Place) -> Feature {
    Feature(
      geometry: .point(place.coordinate),
      properties: [
        "name": place.name.isEmpty ? .null : .string(place.name), "recent": .integer(place.recent),
        "earlier": .integer(place.earlier), "expected": .number(place.expected),
        "chance": .number(place.chance),
        "incidents": .array(place.incidents.map { .string($0) }), "marker-color": "#67001f",
      ])
  }

  private var reference: Double { after.model.index.reference }

  private func add(_ threat: ThreatChange, to properties: inout JSONObject) {
    let indexes = (
      threat.before.map { before.model.index(ofThreat: $0) },
      threat.after.map { after.model.index(ofThreat: $0) }
    )
    properties["threat_before"] = JSONValue(threat.before)
    properties["threat_after"] = JSONValue(threat.after)
    properties["index_before"] = JSONValue(indexes.0)
    properties["index_after"] = JSONValue(indexes.1)
    properties["grade_before"] = JSONValue(indexes.0.map { before.model.grade(ofIndex: $0).name })
    properties["grade_after"] = JSONValue(indexes.1.map { after.model.grade(ofIndex: $0).name })
    properties["change"] = .number(threat.change)
    properties["change_new"] = .number(threat.new)
    properties["change_ageing"] = .number(threat.ageing)
    properties["change_revised"] = .number(threat.revised)
    properties["change_model"] = .number(threat.model)
    properties["change_geometry"] = .number(threat.geometry)
  }
}

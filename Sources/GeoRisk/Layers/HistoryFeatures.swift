import GeoCore
import GeoJSON

extension ZoneHistory {
  /// One feature per zone and day, with the properties of `control-zones.geojson`; `zone_id` is the same on all days.
  public var features: [Feature] {
    let drawn = ControlZone.features(entries.map(\.zone))
    return zip(entries, drawn).map { entry, drawn in
      var feature = drawn
      let succession = entry.succession
      let isGone = succession?.kind == .gone
      feature.properties["zone_id"] = .string(entry.id)
      feature.properties["period"] = .integer(entry.period)
      feature.properties["as_of"] = .string(days[entry.period].description)
      feature.properties["previous_as_of"] =
        entry.period == 0 ? .null : .string(days[entry.period - 1].description)
      feature.properties["change"] = JSONValue(succession?.kind.rawValue)
      feature.properties["predecessors"] = .array(entry.predecessors.map { .string($0) })
      feature.properties["status_before"] = JSONValue(succession?.before?.status.rawValue)
      feature.properties["area_km2"] = .number(isGone ? 0 : entry.zone.areaKm2)
      feature.properties["area_before_km2"] = JSONValue(succession?.before?.areaKm2)
      feature.properties["gained_km2"] = JSONValue(succession?.gainedKm2)
      feature.properties["lost_km2"] = JSONValue(succession?.lostKm2)
      return feature
    }
  }
}

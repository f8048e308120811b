import GeoCore
import GeoJSON

extension Incident {
  /// The feature for `incidents.geojson`, with the native columns as properties: reading it back gives the same
  /// incident, its place to seven decimals and without its notes, which no score depends on.
  public var feature: Feature {
    var properties: JSONObject = ["id": .string(id), "date": .string(from.description)]
    // An ongoing state without an end must stay without one.
    properties["end_date"] = endIsOpen || from == to && !ongoing ? .null : .string(to.description)
    properties["ongoing"] = ongoing ? .bool(true) : .null
    properties["event_type"] = .string(eventType)
    let texts = [
      ("sub_event_type", subEventType), ("actor1", actor1), ("actor2", actor2), ("inter1", inter1),
      ("inter2", inter2), ("civilian_targeting", civilianTargeting), ("place", place), ("source", source),
    ]
    for (name, text) in texts { properties[name] = text.isEmpty ? .null : .string(text) }
    properties["type_of_violence"] = JSONValue(typeOfViolence)
    properties["fatalities"] = .integer(fatalities)
    properties["location_precision_km"] = .number(precisionKm)
    properties["dimension"] = JSONValue(statedDimension?.rawValue)
    properties["severity"] = JSONValue(statedSeverity)
    return Feature(geometry: .point(coordinate), properties: properties)
  }
}

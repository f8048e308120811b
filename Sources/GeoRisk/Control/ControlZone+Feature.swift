import GeoCore
import GeoJSON

extension ControlZone {
  /// The colour of each status as `#rrggbb`; told apart also by readers who do not tell red from green.
  public static func colour(of status: Status) -> String {
    switch status {
    case .controlled: "#6a3d9a"
    case .contested: "#e08214"
    case .influence: "#b2abd2"
    }
  }

  /// The feature for `control-zones.geojson`.
  public var feature: Feature {
    var properties = JSONObject()
    properties["zone_id"] = .string(id)
    properties["actor"] = .string(actor)
    properties["actor_2"] = actor2.map(JSONValue.string) ?? .null
    properties["status"] = .string(status.rawValue)
    properties["negotiated"] = .bool(negotiated)
    properties["share"] = .number(share)
    properties["evidence"] = .number(evidence)
    properties["area_km2"] = .number(areaKm2)
    properties["first_evidence"] = .string(firstEvidence.description)
    properties["last_evidence"] = .string(lastEvidence.description)
    properties["observations"] = .array(observations.map(JSONValue.string))
    properties["fill"] = .string(Self.colour(of: status))
    properties["fill-opacity"] = .number(0.35)
    properties["stroke"] = .string(Self.colour(of: status))
    return Feature(geometry: .multiPolygon(area), properties: properties)
  }
}

import GeoCore
import GeoJSON

extension ControlZone {
  /// The features for `control-zones.geojson`, one colour per actor.
  public static func features(_ zones: [ControlZone]) -> [Feature] {
    let palette = ActorPalette(zones.flatMap { [$0.actor] + ($0.actor2.map { [$0] } ?? []) })
    return zones.map { $0.feature(colour: palette.colour(of: $0.actor)) }
  }

  private func feature(colour: String) -> Feature {
    var properties = JSONObject()
    properties["zone_id"] = .string(id)
    properties["actor"] = .string(actor)
    properties["actor_2"] = JSONValue(actor2)
    properties["status"] = .string(status.rawValue)
    properties["negotiated"] = .bool(negotiated)
    properties["share"] = .number(share)
    properties["evidence"] = .number(evidence)
    properties["area_km2"] = .number(areaKm2)
    properties["first_evidence"] = .string(firstEvidence.description)
    properties["last_evidence"] = .string(lastEvidence.description)
    properties["observations"] = .array(observations.map { .string($0) })
    properties["fill"] = .string(colour)
    properties["fill-opacity"] = .number(status == .controlled ? 0.45 : status == .contested ? 0.3 : 0.15)
    properties["stroke"] = .string(colour)
    return Feature(geometry: .multiPolygon(area), properties: properties)
  }
}

/// One colour per actor, the same for the same set of names.
struct ActorPalette {
  /// Dark and cold, where the grades are warm; told apart also by readers who do not see red and green alike.
  static let colours = ["#1b3f8b", "#0f6b4f", "#6a2f8f", "#333333", "#0b6f86", "#7a5200"]

  private let actors: [String]

  /// Gives colours to actors in alphabetical order; beyond the last they come round again.
  init(_ actors: some Sequence<String>) { self.actors = Set(actors).sorted() }

  /// The colour as `#rrggbb`; grey for a name that was not given.
  func colour(of actor: String) -> String {
    actors.firstIndex(of: actor).map { Self.colours[$0 % Self.colours.count] } ?? "#777777"
  }
}

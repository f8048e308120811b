import GeoCore

/// A road, a railway, a pipeline: something long that is scored piece by piece.
public struct Corridor: Hashable, Sendable {
  /// Unique among the corridors of a data set.
  public var id: String
  /// What people call it; the id where not given.
  public var name: String
  /// What it is, in free words such as `road`; empty where not given.
  public var kind: String
  /// Its parts in the order of the chainage, at least one, each longer than nothing. Edges are geodesics.
  public var parts: [LineString]
  /// Where the feature stands in its file.
  public var record: InputPlace

  /// Makes a corridor.
  public init(
    id: String, name: String? = nil, kind: String = "", parts: [LineString],
    record: InputPlace = InputPlace()
  ) {
    self.id = id
    self.name = name ?? id
    self.kind = kind
    self.parts = parts
    self.record = record
  }

  /// The smallest box round the vertices, unwrapped across the antimeridian.
  public var envelope: Envelope { Envelope(Longitude.unwrapped(parts.flatMap(\.coordinates))) }
}

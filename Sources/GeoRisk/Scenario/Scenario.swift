import GeoCore

/// A "what if": edits to the inputs of an assessment, which stay as they are themselves.
///
/// Edits of incidents and control observations apply in the order remove, move, add; then those of the model.
public struct Scenario: Sendable {
  /// A record named by its id.
  public struct Reference: Hashable, Sendable {
    /// The record's id.
    public var id: String
    /// Where the scenario names it.
    public var record: InputPlace

    /// Names a record.
    public init(id: String, record: InputPlace = InputPlace()) {
      self.id = id
      self.record = record
    }
  }

  /// An incident put elsewhere.
  public struct Move: Hashable, Sendable {
    /// Which incident.
    public var incident: Reference
    /// Where it is to be, on WGS 84.
    public var coordinate: Coordinate

    /// Puts an incident elsewhere.
    public init(_ incident: Reference, to coordinate: Coordinate) {
      self.incident = incident
      self.coordinate = coordinate
    }
  }

  /// Another reach of the incidents of one actor.
  public struct ActorReach: Hashable, Sendable {
    /// The acting side, ignoring case.
    public var actor: String
    /// Replaces the half-distance in km; nil leaves it.
    public var halfDistanceKm: Double?
    /// Replaces the cut-off in km; nil leaves it.
    public var cutoffKm: Double?
    /// Where the scenario says so.
    public var record: InputPlace

    /// Changes an actor's reach.
    public init(
      actor: String, halfDistanceKm: Double? = nil, cutoffKm: Double? = nil, record: InputPlace = InputPlace()
    ) {
      self.actor = actor
      self.halfDistanceKm = halfDistanceKm
      self.cutoffKm = cutoffKm
      self.record = record
    }
  }

  /// What becomes of the model.
  public enum ModelEdit: Sendable {
    /// Another model takes its place.
    case whole(RiskModel)
    /// The keys under `model` of a scenario file take the place of the model's.
    case keys(ofFile: InputFile)
  }

  /// Letters, digits, `-`, `_` and `.`: fit to be the name of a folder.
  public var name: String
  /// Incidents that happen besides.
  public var addedIncidents: [Incident] = []
  /// Incidents that do not happen.
  public var removedIncidents: [Reference] = []
  /// Incidents that happen elsewhere.
  public var movedIncidents: [Move] = []
  /// Control observations made besides.
  public var addedControl: [ControlObservation] = []
  /// Control observations not made.
  public var removedControl: [Reference] = []
  /// Stretches of road on which nobody travels.
  public var closures: [RoadClosure] = []
  /// Actors with another reach.
  public var actorReaches: [ActorReach] = []
  /// What becomes of the model; nil where it stays.
  public var model: ModelEdit?

  /// A scenario that changes nothing yet.
  ///
  /// - Throws: `usage` for a name that is not fit for a folder.
  public init(name: String) throws(GeoRiskError) {
    self.name = name
    if let fault = Self.fault(ofName: name) { throw GeoRiskError(.usage, fault) }
  }

  /// What is wrong with a name.
  static func fault(ofName name: String) -> String? {
    let isFit = name.unicodeScalars.allSatisfy { scalar in
      scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || ["-", "_", "."].contains(scalar)
    }
    guard isFit, !name.isEmpty, !name.hasPrefix("."), name.utf8.count <= 100 else {
      return
        "\(quoted(name)) is no name of a scenario: it is to be of letters, digits, - and _, fit for a folder"
    }
    return nil
  }
}

/// A stretch of a corridor on which nobody travels.
public struct RoadClosure: Hashable, Sendable {
  /// The corridor's id.
  public var corridorID: String
  /// Chainage of its start in km.
  public var fromKm: Double
  /// Chainage of its end in km, above the start.
  public var toKm: Double
  /// Where it is said.
  public var record: InputPlace

  /// Closes a stretch.
  public init(corridorID: String, fromKm: Double, toKm: Double, record: InputPlace = InputPlace()) {
    self.corridorID = corridorID
    self.fromKm = fromKm
    self.toKm = toKm
    self.record = record
  }
}

import GeoCore

/// What a scenario supposes, for people.
public struct ScenarioSummary: Hashable, Sendable {
  /// The scenario's name.
  public var name: String
  /// Its edits, each as a sentence.
  public var edits: [String]
  /// What they change against the base, in sentences.
  public var changes: [String]
}

/// An assessment under a scenario, and what that changes against the base.
public struct ScenarioAssessment: Sendable {
  /// What was supposed.
  public var scenario: Scenario
  /// The assessment under it, on the day and over the extent of the base.
  public var assessment: Assessment
  /// From the base to it.
  public var change: AssessmentChange

  /// Assesses the inputs as a scenario has them.
  ///
  /// Buffers are the base's; so are the zones where no edit touches their evidence, and where model and day are its the
  /// segments, sites and tiles of the surface that no edit of an incident reaches; of a surface of so many incidents that
  /// it is summed by parts, the rows. The result is that of a full assessment to the bit.
  ///
  /// - Parameters:
  ///   - scenario: the edits.
  ///   - inputs: those of the base; they stay as they are.
  ///   - base: the assessment of the inputs.
  ///   - progress: told how far each stage is; called from any thread.
  /// - Throws: `GeoRiskError` for an edit that makes no sense, and as assessments do.
  public init(
    _ scenario: Scenario, of inputs: AssessmentInputs, base: Assessment, progress: ProgressHandler? = nil
  ) throws(GeoRiskError) {
    var options = base.options
    options.asOf = base.asOf
    options.extent = base.extent
    var assessment = try Assessment(
      of: inputs.applying(scenario), options: options, base: ScenarioBase(assessment: base, inputs: inputs),
      progress: progress)
    change = try AssessmentChange(
      from: AssessmentRecord(base, name: "the base"), to: AssessmentRecord(assessment, name: scenario.name),
      workers: Workers(threads: options.threads))
    assessment.scenario = ScenarioSummary(
      name: scenario.name, edits: scenario.sentences(on: inputs), changes: change.sentences)
    self.scenario = scenario
    self.assessment = assessment
  }
}

/// What a scenario can take over.
struct ScenarioBase {
  let assessment: Assessment
  let inputs: AssessmentInputs

  /// The zones, where those of other inputs are the same: drawn by the same model from the same evidence.
  func control(for other: AssessmentInputs, options: AssessmentOptions) -> ControlMap? {
    let own = assessment.options
    guard other.control == inputs.control, other.model.control == inputs.model.control,
      options.asOf == assessment.asOf, options.extent == assessment.extent,
      options.resolution == own.resolution
    else { return nil }
    // Two of the methods read all incidents, the others those that are direct evidence.
    let readsAll = inputs.model.control.method.readsActivity
    func evidence(_ incidents: [Incident]) -> [Incident] {
      readsAll ? incidents : incidents.filter(\.isControlEvidence)
    }
    return evidence(other.incidents) == evidence(inputs.incidents) ? assessment.control : nil
  }
}

extension Scenario {
  /// The edits, each as a sentence.
  ///
  /// - Parameter inputs: what they edit.
  func sentences(on inputs: AssessmentInputs) -> [String] {
    func words(_ incident: Incident) -> String {
      let what = incident.subEventType.isEmpty ? incident.eventType : incident.subEventType
      return "\(incident.id) (\(what), \(incident.from))"
    }
    let names = Dictionary(inputs.corridors.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    var sentences = removedIncidents.map { "The incident \($0.id) did not happen." }
    sentences += movedIncidents.map { "The incident \($0.incident.id) happened at \(place($0.coordinate))." }
    sentences += addedIncidents.map { "Another incident happened at \(place($0.coordinate)): \(words($0))." }
    sentences += removedControl.map { "The control observation \($0.id) was not made." }
    sentences += addedControl.map {
      "From \($0.from) on, \($0.actor) holds \(place($0.coordinate)) (\($0.status.rawValue))."
    }
    sentences += closures.map {
      "\(names[$0.corridorID] ?? $0.corridorID) is closed from km \(shortest($0.fromKm)) to km \(shortest($0.toKm))."
    }
    sentences += actorReaches.map { reach in
      let parts = [
        reach.halfDistanceKm.map { "half of its threat is left at \(shortest($0)) km" },
        reach.cutoffKm.map { "none beyond \(shortest($0)) km" },
      ]
      return "\(reach.actor) has another reach: \(parts.compactMap(\.self).joined(separator: ", "))."
    }
    if model != nil { sentences.append("The model is another: see the method.") }
    return sentences
  }

  private func place(_ coordinate: Coordinate) -> String {
    "\(shortest(coordinate.longitude)), \(shortest(coordinate.latitude))"
  }
}

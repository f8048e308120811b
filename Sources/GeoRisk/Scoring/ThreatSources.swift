import GeoCore
import ThreatField

/// Incidents as weighted sources on one day.
///
/// This is the one place where the as-of date is enforced: an incident that begins after it makes no source,
/// and an interval that reaches past it is cut to it.
struct ThreatSources: Sendable {
  /// The day on which threat is judged.
  let asOf: CalendarDay
  /// The incidents that count on that day, in the order given; `FieldSource.member` is an index into them.
  let incidents: [Incident]
  /// One source per incident that counts.
  let sources: [FieldSource]
  /// The distinct kernels that the sources refer to, for other sources to refer to as well.
  let kernelSet: KernelSet
  var kernels: [SpreadKernel] { kernelSet.kernels }

  /// Weighs incidents by severity and age.
  ///
  /// - Parameter kernels: those that are known already.
  /// - Throws: `GeoRiskError` that names the incident when the model's numbers make no kernel for it.
  init(
    _ incidents: [Incident], model: RiskModel, asOf: CalendarDay, kernels: KernelSet = KernelSet()
  ) throws(GeoRiskError) {
    var kernels = kernels
    try self.init(incidents, model: model, asOf: asOf, kernels: &kernels)
  }

  /// As above with kernels that may be there already, and those that are new added to them.
  init(
    _ incidents: [Incident], model: RiskModel, asOf: CalendarDay, kernels: inout KernelSet
  ) throws(GeoRiskError) {
    self.asOf = asOf
    self.incidents = incidents.filter { $0.from <= asOf }
    var sources: [FieldSource] = []
    sources.reserveCapacity(self.incidents.count)
    var judgements = KindJudgements(model)
    for (member, incident) in self.incidents.enumerated() {
      let judgement = judgements.judgement(of: incident)
      let severity =
        incident.statedSeverity ?? model.severity(base: judgement.base, dead: incident.fatalities)
      do throws(KernelError) {
        let fade = try TimeDecay(halfLifeDays: judgement.decay.halfLifeDays)
        var weights = SIMD4<Double>()
        weights[judgement.dimension.index] = severity * incident.timeFactor(fade, asOf: asOf)
        let kernel = try kernels.index(of: judgement.decay, sigma: incident.precisionKm * 1_000)
        sources.append(
          FieldSource(coordinate: incident.coordinate, kernel: kernel, weights: weights, member: member))
      } catch {
        throw GeoRiskError(
          .badData, "incident '\(incident.id)' cannot be weighed: \(error)", at: incident.record)
      }
    }
    self.sources = sources
    kernelSet = kernels
  }

  /// The field of these sources for one profile, built by a few threads, the same for any number of them.
  ///
  /// - Throws: `GeoRiskError` when a source is not finite.
  func field(
    profile: DimensionWeights, workers: Workers = Workers(threads: 1)
  ) throws(GeoRiskError) -> DecayField {
    do throws(FieldError) {
      return try DecayField(sources: sources, kernels: kernels, profile: profile.vector, workers: workers)
    } catch {
      throw GeoRiskError(.badData, "the threat field cannot be built: \(error)")
    }
  }
}

extension DimensionWeights {
  /// The four numbers in the order of `Dimension.index`.
  var vector: SIMD4<Double> { SIMD4(territorial, governance, fragmentation, economic) }
}

extension Incident {
  /// The part of its weight that is left on a day at or after its beginning, 0…1.
  ///
  /// An event known to an interval gets the mean over it, cut to the as-of date; a state that lasts has the age
  /// of its end.
  func timeFactor(_ decay: TimeDecay, asOf: CalendarDay) -> Double {
    let newest = Double(ageInDays(asOf: asOf))
    if ongoing { return decay.factor(ageDays: newest) }
    return decay.meanFactor(ages: newest...max(newest, Double(asOf.daysSince(from))))
  }

  /// Whole days from its end to the as-of date, 0 where it lasts longer or no end is known.
  func ageInDays(asOf: CalendarDay) -> Int { endIsOpen ? 0 : max(0, asOf.daysSince(to)) }
}

/// The distinct kernels of a field, each tabulated once.
struct KernelSet: Sendable {
  private struct Key: Hashable {
    let kernel: DecayKernel
    let sigma: Double
  }

  private(set) var kernels: [SpreadKernel] = []
  private var indexes: [Key: Int] = [:]
  /// Kernels with their tables that may be asked for.
  private var tabulated: [Key: SpreadKernel] = [:]

  init() {}

  /// A set without kernels that need not tabulate those of another one again.
  init(tabulatedIn other: KernelSet) { tabulated = other.indexes.mapValues { other.kernels[$0] } }

  /// The index of the kernel for a decay and a location error in metres, made when first asked for.
  ///
  /// Rules that differ only in half-life share one kernel.
  ///
  /// - Throws: `KernelError` when the numbers make no kernel.
  mutating func index(of decay: DecayParameters, sigma: Double) throws(KernelError) -> Int {
    let key = Key(kernel: try DecayKernel(decay), sigma: sigma)
    if let index = indexes[key] { return index }
    let kernel = if let known = tabulated[key] { known } else { try SpreadKernel(key.kernel, sigma: sigma) }
    kernels.append(kernel)
    indexes[key] = kernels.count - 1
    return kernels.count - 1
  }
}

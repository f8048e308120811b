import GeoCore
import GeoProjection

/// The change of the threat surface, and of what is read off it.
struct ChangeSurfaces: Sendable {
  private let grid: LonLatGrid
  private let before: [Double]
  private let after: [Double]
  private let remodelled: [Double]?
  private let new: [Double]
  private let revised: [Double]

  init(_ fields: ChangeFields, grid: LonLatGrid, after: [Double]) {
    self.grid = grid
    self.after = after
    (before, remodelled, new, revised) = fields.surfaces(on: grid)
  }

  /// What became of the zones, and of the mean threat on their ground.
  func zones(
    from earlier: [ControlZone], to later: [ControlZone], hasAged: Bool
  ) throws(GeoRiskError) -> [AssessmentChange.Zone] {
    let successions = try ZoneSuccession.between(earlier, and: later)
    func means(_ values: [Double], _ areas: [MultiPolygon]) throws(GeoRiskError) -> [Double?] {
      try ZonalStatistics.statistics(of: values, on: grid, in: areas).map { $0?.mean }
    }
    let none = MultiPolygon([])
    let areas = successions.map { $0.zone?.area ?? none }
    let then = try means(before, successions.map { $0.before?.area ?? none })
    let now = try means(after, areas)
    let ground = try means(before, areas)
    let new = try means(new, areas)
    let revised = try means(revised, areas)
    let remodelled = try self.remodelled.map { (values) throws(GeoRiskError) in try means(values, areas) }
    return successions.enumerated().map { index, succession in
      guard let old = then[index], let current = now[index] else {
        return AssessmentChange.Zone(
          succession: succession, threat: ThreatChange(before: then[index], after: now[index]))
      }
      let isNewGround = succession.before?.area != succession.zone?.area
      return AssessmentChange.Zone(
        succession: succession,
        threat: ThreatChange(
          before: old, after: current,
          ThreatChange.Steps(
            onNewGround: isNewGround ? ground[index] : nil, remodelled: remodelled.flatMap { $0[index] },
            new: new[index] ?? 0, revised: revised[index] ?? 0, hasAged: hasAged)))
    }
  }

  /// Bounds of the bands, in parts of the threat that scores 50.
  static let bounds = [0.05, 0.1, 0.25, 0.5, 1]

  /// Where the threat fell or rose by how much, from the largest fall to the largest rise.
  func bands(reference: Double, workers: Workers) throws(GeoRiskError) -> [AssessmentChange.Band] {
    let levels = Self.bounds.map { $0 * reference }
    let rises = zip(after, before).map { $0 - $1 }
    func bands(_ values: [Double]) throws(GeoRiskError) -> [IsoBand] {
      do throws(IsobandError) {
        return try Isobands.bands(values: values, grid: grid, levels: levels, workers: workers)
      } catch {
        throw GeoRiskError(.internalFault, "no bands can be drawn: \(error)")
      }
    }
    func band(_ lower: Double?, _ upper: Double?, _ area: MultiPolygon) -> AssessmentChange.Band {
      AssessmentChange.Band(
        changeMin: lower, changeMax: upper, areaKm2: Geodesic.wgs84.area(of: area) / 1e6, area: area)
    }
    let falls = try bands(rises.map { -$0 }).reversed().map { band($0.upper.map { -$0 }, -$0.lower, $0.area) }
    let grown = try bands(rises).map { band($0.lower, $0.upper, $0.area) }
    return (falls + grown).filter { !$0.area.isEmpty }
  }
}

import GeoCore
import GeoProjection
import GeoTopology

/// What became of one control zone between two days.
///
/// Two zones belong together where they are of the same actor, or contested between the same two, and share at least
/// a tenth of the smaller one's ground. A zone is the heir of those whose largest share it has; of several it continues
/// the one with which it has the most ground in common.
public struct ZoneSuccession: Hashable, Sendable {
  /// How a zone changed.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// No zone of before belongs to it.
    case new
    /// It gained more than a twentieth of its area, and lost less.
    case grown
    /// It lost more than a twentieth of its area, and gained less.
    case shrunk
    /// It gained and lost more than a twentieth of its area, which is about the same.
    case moved
    /// It neither gained nor lost more than a twentieth of its area.
    case unchanged
    /// It is the heir of two or more zones of before.
    case merged
    /// It and others were one zone before: it is a lesser part of that, or the largest one and lost more than a twentieth.
    case split
    /// No zone of after belongs to it.
    case gone
  }

  /// The zone after; nil where it is gone.
  public var zone: ControlZone?
  /// The zone that it continues, or that is gone; nil where it is new, or a lesser part of a split.
  public var before: ControlZone?
  /// The ids of all zones of before that belong to it, the one with the most common ground first.
  public var predecessors: [String]
  /// How it changed.
  public var kind: Kind
  /// Ground in km² that those whose heir it is did not hold; of a lesser part of a split, that none it comes from held.
  public var gainedKm2: Double
  /// Ground in km² of those whose heir it is that it does not hold. Their areas and what was gained, less what was lost,
  /// are its area.
  public var lostKm2: Double

  /// Part of an area that may change without a word.
  static let tolerance = 0.05
  /// Part of the smaller zone that two zones must share to belong together.
  static let leastOverlap = 0.1

  /// Compares the zones of two days: one succession per zone of after, in order, then one per zone that is gone.
  ///
  /// Cost: an overlay of each pair of zones whose boxes meet.
  ///
  /// - Parameters:
  ///   - before: zones that do not overlap.
  ///   - after: zones that do not overlap, on the same turn of longitude.
  /// - Throws: `GeoRiskError` when a zone is no valid area.
  public static func between(
    _ before: [ControlZone], and after: [ControlZone]
  ) throws(GeoRiskError) -> [ZoneSuccession] {
    do throws(TopologyError) {
      return try Matches(before, after).successions()
    } catch {
      throw GeoRiskError(.badData, "control zones cannot be compared: \(error)")
    }
  }
}

/// Which zones belong together.
private struct Matches {
  private let before, after: [ControlZone]
  /// By zone of after: those of before that belong to it, the most common ground first.
  private var predecessors: [[Int]]
  /// By zone of before: those of after.
  private var successors: [[Int]]

  init(_ before: [ControlZone], _ after: [ControlZone]) throws(TopologyError) {
    self.before = before
    self.after = after
    var pairs: [(old: Int, new: Int, area: Double)] = []
    let tree = PackedRTree(after.map(\.area.envelope))
    for (old, earlier) in before.enumerated() {
      for new in tree.query(earlier.area.envelope) {
        let later = after[new]
        guard earlier.isOfTheSameSide(as: later) else { continue }
        let common = Geodesic.wgs84.area(of: try earlier.area.intersection(with: later.area)) / 1e6
        guard common > 0, common >= ZoneSuccession.leastOverlap * min(earlier.areaKm2, later.areaKm2)
        else { continue }
        pairs.append((old, new, common))
      }
    }
    let order = pairs.indices.ranked { pairs[$0].area }
    predecessors = Array(repeating: [], count: after.count)
    successors = Array(repeating: [], count: before.count)
    for index in order {
      predecessors[pairs[index].new].append(pairs[index].old)
      successors[pairs[index].old].append(pairs[index].new)
    }
  }

  func successions() throws(TopologyError) -> [ZoneSuccession] {
    var result: [ZoneSuccession] = []
    for index in after.indices { result.append(try succession(of: index)) }
    for (index, zone) in before.enumerated() where successors[index].isEmpty {
      result.append(
        ZoneSuccession(
          zone: nil, before: zone, predecessors: [zone.id], kind: .gone, gainedKm2: 0,
          lostKm2: zone.areaKm2))
    }
    return result
  }

  private func succession(of index: Int) throws(TopologyError) -> ZoneSuccession {
    let zone = after[index]
    let olds = predecessors[index]
    if olds.isEmpty {
      return ZoneSuccession(
        zone: zone, before: nil, predecessors: [], kind: .new, gainedKm2: zone.areaKm2, lostKm2: 0)
    }
    let inherited = olds.filter { successors[$0].first == index }
    let held = (inherited.isEmpty ? olds : inherited).map { before[$0].area }
    let gained = try area(of: zone.area, without: held)
    var lost = 0.0
    for old in inherited { lost += try area(of: before[old].area, without: [zone.area]) }
    let kind: ZoneSuccession.Kind =
      if let main = inherited.first {
        if inherited.count > 1 {
          .merged
        } else if successors[main].count > 1, lost > ZoneSuccession.tolerance * before[main].areaKm2 {
          .split
        } else {
          Self.kind(before: before[main].areaKm2, after: zone.areaKm2, gained: gained, lost: lost)
        }
      } else {
        .split
      }
    return ZoneSuccession(
      zone: zone, before: inherited.first.map { before[$0] }, predecessors: olds.map { before[$0].id },
      kind: kind, gainedKm2: gained, lostKm2: lost)
  }

  private static func kind(
    before: Double, after: Double, gained: Double, lost: Double
  ) -> ZoneSuccession.Kind {
    let room = ZoneSuccession.tolerance * before
    if gained <= room, lost <= room { return .unchanged }
    if gained > room, lost > room, abs(after - before) <= room { return .moved }
    return gained > lost ? .grown : .shrunk
  }

  private func area(of area: MultiPolygon, without others: [MultiPolygon]) throws(TopologyError) -> Double {
    var rest = area
    for other in others where rest.envelope.intersects(other.envelope) {
      rest = try rest.difference(with: other)
    }
    return Geodesic.wgs84.area(of: rest) / 1e6
  }
}

extension ControlZone {
  fileprivate func isOfTheSameSide(as other: ControlZone) -> Bool {
    if actor == other.actor { return true }
    guard status == .contested, other.status == .contested else { return false }
    return actor == other.actor2 && actor2 == other.actor
  }
}

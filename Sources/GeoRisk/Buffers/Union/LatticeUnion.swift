import GeoCore

/// The ground within any of many overlapping rings, as valid polygons on their lattice.
///
/// How, and why it is quick: rings that overlap at random cross seldom, so nearly every vertex of the result is
/// one of the input. All that needs finding are the places where rings meet. (Crowds of rings on top of each
/// other cross often; `LatticeCrowds` unites them first.)
///
/// 1. `LatticeCells` sorts the edges into the cells of a grid.
/// 2. `LatticeNodes` finds where edges cross or touch, cell by cell on all threads, and bends every edge through
///    the pixels of the points it meets in. All decisions are exact, in whole numbers: nothing is ever nearly so.
/// 3. `LatticeChains` cuts the rings there into chains that meet nothing between their ends.
/// 4. `ChainWindings` numbers how often the rings wind round the ground on either side of each chain.
/// 5. `UnionBorders` keeps the chains with a positive number on one side only and links them up into rings.
///
/// For two squares that overlap in a corner there are four nodes: the two crossings and a westernmost point of
/// each. They cut the squares into six chains, of which those inside the other square have ground on both sides,
/// and the others make one ring.
///
/// Edges move by at most 0.71 units of the lattice, and by as much again each time a crowd is united. The result does not depend on the number of threads.
enum LatticeUnion {
  /// The union of the ground that the rings wind round a positive number of times; nil where they span too much.
  ///
  /// - Parameter area: what to make of each polygon.
  /// - Complexity: O(edges + meetings log meetings) where edges are about as long as each other; crowds of rings
  ///   on top of each other take O(rings log rings).
  static func polygons<Area: Sendable>(
    of rings: consuming LatticeRings, workers: Workers, _ area: @Sendable (UnionPolygon) -> Area
  ) -> [Area]? {
    guard rings.points.count < Int(Int32.max) / 2, rings.span < LatticeRings.greatestSpan, !rings.isTooFar
    else { return nil }
    guard let dispersed = LatticeCrowds.dispersed(consume rings, workers: workers), !dispersed.isTooFar,
      let united = united(dispersed, workers: workers)
    else { return nil }
    return workers.map(united.count) { area(united[$0]) }
  }

  /// The ground that a ring winds round a positive number of times in rings that do not cross; the ring itself where it
  /// spans too much.
  static func untangled(_ ring: [LatticePoint]) -> LatticeRings {
    var tangled = LatticeRings()
    tangled.append(ring)
    guard tangled.span < LatticeRings.greatestSpan, !tangled.isTooFar,
      let polygons = united(tangled, workers: Workers(threads: 1))
    else { return tangled }
    return LatticeRings(polygons)
  }

  /// The union by all five steps at once.
  static func united(_ rings: LatticeRings, workers: Workers) -> [UnionPolygon]? {
    guard rings.count > 0 else { return [] }
    let cells = LatticeCells(rings)
    guard let borders = borders(of: rings, in: cells, workers: workers) else { return nil }
    return borders.polygons(in: cells, workers: workers)
  }

  private static func borders(of rings: LatticeRings, in cells: LatticeCells, workers: Workers)
    -> UnionBorders?
  {
    let chains = LatticeChains(rings, LatticeNodes(rings, in: cells, workers: workers))
    let fans = NodeFans(of: chains, workers: workers)
    return ChainWindings(chains, fans, in: cells, workers: workers).flatMap { UnionBorders($0, fans) }
  }
}

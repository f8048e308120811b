import CKernels
import GeoCore

/// The sum of weighted, decaying sources: how much threat there is at any place.
///
///     threat(x) = Σ_k profile_k Σ_i weight_ik K̄_i(distance(x, place_i))
///
/// Sources that share coordinate and kernel are merged into one place first, which is exact. Places are kept
/// per kernel along a Hilbert curve under a tree of balls, so that a question visits only what is in reach.
/// Distances are corrected chords (see `EarthPosition`); kernels are read from tables good to 1e-8. Altogether
/// a threat differs from the sum over geodesics by less than 1e-4 relative for reaches up to 1,000 km.
///
/// The order of every sum follows from the sources alone, never from threads, so answers are reproducible bit
/// for bit. A field does not change; its cost is about 140 bytes a place and 20 a source.
public struct DecayField: Sendable {
  /// The kernels that sources refer to by index.
  public let kernels: [SpreadKernel]
  /// The weight of each dimension.
  public let profile: SIMD4<Double>
  /// The longest reach of a kernel in use in metres; 0 without sources.
  public let reach: Double
  /// Number of sources.
  public let sourceCount: Int
  /// Number of distinct places after merging.
  public var placeCount: Int { places.count }

  let places: [Place]
  /// The sources of place i are `members[memberStarts[i]..<memberStarts[i + 1]]`, rising by number.
  let members: [PlaceMember]
  let memberStarts: [Int]
  let nodes: [TreeNode]
  let layers: [FieldLayer]
  let zones: [KernelTable.Zone]
  let cells: [KernelTable.Cubic]
  /// The places by the block, for the vectorised loops; a layer starts a block.
  let blocks: [gr_block]

  /// Merges and orders the sources.
  ///
  /// - Parameters:
  ///   - sources: at most 2³¹ − 1, in any order; answers depend on it by rounding only. Each source counts as
  ///     one incident in the variance.
  ///   - kernels: what `FieldSource.kernel` points into.
  ///   - profile: the weight of each dimension, 0 or more.
  ///   - workers: how many threads to use; the field does not depend on it.
  /// - Throws: `FieldError` naming the first source that cannot be used.
  public init(
    sources: [FieldSource], kernels: [SpreadKernel], profile: SIMD4<Double> = .one,
    workers: Workers = Workers(threads: 1)
  ) throws(FieldError) {
    guard Self.isWeight(profile) else { throw .badProfile }
    for (index, source) in sources.enumerated() {
      try Self.check(source, index: index, kernelCount: kernels.count)
    }
    let order = Self.ordered(sources, kernelCount: kernels.count, workers: workers)
    // Sources lie anywhere in memory: with nothing done between, many are fetched at a time.
    let weights = workers.inBlocks(of: order.count) { profile * sources[order[$0].source].weights }
    let merged = MergedSources(order, weights: weights, kernelCount: kernels.count)
    let (places, firstPlaces) = (merged.places, merged.firstPlaces)
    var tree = PlaceTree()
    var layers: [FieldLayer] = []
    var zones: [KernelTable.Zone] = []
    var cells: [KernelTable.Cubic] = []
    var reach = 0.0
    var blocks: [gr_block] = []
    for (index, kernel) in kernels.enumerated() {
      let range = firstPlaces[index]..<firstPlaces[index + 1]
      guard !range.isEmpty else { continue }
      let firstNode = tree.nodes.count
      tree.append(range, of: places, reach: kernel.table.reachSquared.squareRoot())
      layers.append(
        FieldLayer(
          kernel: index, places: range, nodes: firstNode..<tree.nodes.count, firstZone: zones.count,
          lastZone: kernel.table.zones.count - 1, reachSquared: kernel.table.reachSquared,
          firstBlock: blocks.count, radial: RadialForm(kernel)))
      for first in stride(from: range.lowerBound, to: range.upperBound, by: Int(GR_BLOCK)) {
        blocks.append(gr_block(places[first..<min(first + Int(GR_BLOCK), range.upperBound)]))
      }
      for var zone in kernel.table.zones {
        zone.first += Int64(cells.count)
        zones.append(zone)
      }
      cells += kernel.table.cells
      reach = max(reach, kernel.reach)
    }
    self.kernels = kernels
    self.profile = profile
    self.reach = reach
    self.sourceCount = sources.count
    self.places = places
    members = merged.members
    memberStarts = merged.memberStarts
    self.nodes = tree.nodes
    self.layers = layers
    self.zones = zones
    self.cells = cells
    self.blocks = blocks
  }

  private static func isWeight(_ weights: SIMD4<Double>) -> Bool {
    (0..<4).allSatisfy { weights[$0].isFinite && weights[$0] >= 0 }
  }

  /// Throws what is wrong with the profile or the first unusable source.
  static func check(
    _ sources: [FieldSource], kernelCount: Int, profile: SIMD4<Double>
  ) throws(FieldError) {
    guard isWeight(profile) else { throw .badProfile }
    for (index, source) in sources.enumerated() {
      try check(source, index: index, kernelCount: kernelCount)
    }
  }

  private static func check(_ source: FieldSource, index: Int, kernelCount: Int) throws(FieldError) {
    guard source.coordinate.isFinite, abs(source.coordinate.latitude) <= 90 else {
      throw .badCoordinate(source: index)
    }
    guard isWeight(source.weights) else { throw .badWeight(source: index) }
    guard (0..<kernelCount).contains(source.kernel) else {
      throw .unknownKernel(source: index, kernel: source.kernel)
    }
  }

  /// The sources by kernel, along the curve, by coordinate, member and index.
  private static func ordered(_ sources: [FieldSource], kernelCount: Int, workers: Workers) -> [OrderedSource]
  {
    let entries = workers.inBlocks(of: sources.count) { OrderedSource(sources[$0], index: $0) }
    let keys = workers.radixSorted(workers.curveKeys(of: entries.count) { entries[$0].position })
    var order = workers.inBlocks(of: keys.count) { place in
      var entry = entries[Int(keys[place].number)]
      entry.key = keys[place].key
      return entry
    }
    if kernelCount > 1 {
      // Sorting by counting keeps the order of equal keys.
      let kernels = order.indices.map { NumberedKey(key: UInt64(order[$0].kernel), number: Int32($0)) }
      order = workers.radixSorted(kernels).map { order[Int($0.number)] }
    }
    // What is left are sources of one kernel in one cell of the curve, 6 m wide.
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, order[end].sharesCell(with: order[start]) { end += 1 }
      if end - start > 1 { order[start..<end].sort() }
      start = end
    }
    return order
  }
}

/// Ordered sources, those at one place and of one kernel as one.
private struct MergedSources {
  var places: [Place] = []
  var members: [PlaceMember] = []
  var memberStarts: [Int] = []
  /// The first place of each kernel, and behind them the number of places.
  var firstPlaces: [Int]

  init(_ order: [OrderedSource], weights: [SIMD4<Double>], kernelCount: Int) {
    firstPlaces = [Int](repeating: 0, count: kernelCount + 1)
    members.reserveCapacity(order.count)
    places.reserveCapacity(order.count)
    memberStarts.reserveCapacity(order.count + 1)
    var last: OrderedSource?
    for (entry, weights) in zip(order, weights) {
      let weight = weights.sum()
      if let last, last.isSamePlace(as: entry) {
        places[places.count - 1].weights += weights
        places[places.count - 1].squares += weight * weight
      } else {
        let p = entry.position
        memberStarts.append(members.count)
        places.append(Place(x: p.x, y: p.y, z: p.z, squares: weight * weight, weights: weights))
        firstPlaces[entry.kernel + 1] += 1
      }
      members.append(PlaceMember(member: entry.member, weight: weight))
      last = entry
    }
    memberStarts.append(members.count)
    for kernel in 0..<kernelCount { firstPlaces[kernel + 1] += firstPlaces[kernel] }
  }
}

/// A source's place in the field's order.
private struct OrderedSource: Comparable, Sendable {
  var position: EarthPosition
  var coordinate: Coordinate
  var key: UInt64
  var kernel: Int
  var member: Int
  var source: Int

  init(_ source: FieldSource, index: Int) {
    // Adding 0 turns −0 into 0, so that equal coordinates compare equal.
    coordinate = Coordinate(
      longitude: Longitude.wrapped(source.coordinate.longitude) + 0, latitude: source.coordinate.latitude + 0)
    position = EarthPosition(coordinate)
    key = 0
    kernel = source.kernel
    member = source.member
    self.source = index
  }

  func isSamePlace(as other: OrderedSource) -> Bool {
    kernel == other.kernel && coordinate == other.coordinate
  }

  func sharesCell(with other: OrderedSource) -> Bool { kernel == other.kernel && key == other.key }

  static func < (left: OrderedSource, right: OrderedSource) -> Bool {
    if left.coordinate.x != right.coordinate.x { return left.coordinate.x < right.coordinate.x }
    if left.coordinate.y != right.coordinate.y { return left.coordinate.y < right.coordinate.y }
    if left.member != right.member { return left.member < right.member }
    return left.source < right.source
  }
}

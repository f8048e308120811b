import CKernels
import GeoCore

/// A field's places as tiles of targets take them: by kernel and dimension, so that the loops add one number a pair.
///
/// A place with weights in several dimensions, which few have, is in the list of each. Its squares are in the first
/// one only.
struct TargetSources: Sendable {
  /// The places of one kernel and dimension.
  struct List: Sendable {
    let kernel: TargetKernel
    let dimension: Int
    /// Their tree, among `nodes`.
    let tree: Range<Int>
  }

  let lists: [List]
  /// Layers whose kernel the loops cannot take.
  let otherLayers: [Int]
  let nodes: [TreeNode]
  /// What weights are multiplied by, a power of two, to be in the middle of single precision's range.
  let scale: Double
  let x, y, z: [Double]
  let weights, squares: [Float]

  /// Places per leaf of the tree.
  private static let leafSize = 32
  /// The exponent of the largest weight: squares stay below 2^127, and weights 1e-34 times as large above 0.
  private static let largestExponent = 50

  init(_ field: DecayField, level: VectorLevel) {
    var entries: [Entry] = []
    // What lies behind the last place is read and left.
    let spare = Int(GR_TARGET_LANES)
    entries.reserveCapacity(field.places.count + spare)
    var (lists, otherLayers, tree) = ([List](), [Int](), PlaceTree(leafSize: Self.leafSize))
    for (number, layer) in field.layers.enumerated() {
      guard let kernel = TargetKernel(field.kernels[layer.kernel], level: level) else {
        otherLayers.append(number)
        continue
      }
      for dimension in 0..<4 {
        let first = entries.count
        for index in layer.places where field.places[index].weights[dimension] > 0 {
          entries.append(Entry(field.places[index], dimension))
        }
        let firstNode = tree.nodes.count
        tree.append(first..<entries.count, reach: layer.reachSquared.squareRoot()) { entries[$0].position }
        if entries.count > first {
          lists.append(List(kernel: kernel, dimension: dimension, tree: firstNode..<tree.nodes.count))
        }
      }
    }
    let scale = Self.scale(largest: entries.reduce(0) { max($0, $1.weight) })
    self.scale = scale
    self.lists = lists
    self.otherLayers = otherLayers
    nodes = tree.nodes
    entries += repeatElement(Entry(), count: spare)
    // Closures, for a key path to a vector's part is looked up anew for every element.
    x = entries.map { $0.position.x }
    y = entries.map { $0.position.y }
    z = entries.map { $0.position.z }
    weights = entries.map { Float($0.weight * scale) }
    squares = entries.map { Float($0.squares * scale * scale) }
  }

  /// The scale for a field's places.
  static func scale(of field: DecayField) -> Double {
    scale(largest: field.places.reduce(0) { max($0, $1.weights.max()) })
  }

  private static func scale(largest: Double) -> Double {
    largest > 0 ? Double(sign: .plus, exponent: largestExponent - largest.exponent, significand: 1) : 1
  }

  /// A place in the list of one of its dimensions.
  private struct Entry {
    var position = SIMD3<Double>.zero
    var weight = 0.0
    var squares = 0.0

    init() {}

    init(_ place: Place, _ dimension: Int) {
      position = SIMD3(place.x, place.y, place.z)
      weight = place.weights[dimension]
      let isFirst = (0..<dimension).allSatisfy { place.weights[$0] == 0 }
      squares = isFirst ? place.squares : 0
    }
  }

  /// Runs `body` on the arrays as the loops take them.
  func withArrays(_ body: (UnsafePointer<gr_sources>) -> Void) {
    x.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        z.withUnsafeBufferPointer { z in
          weights.withUnsafeBufferPointer { weights in
            squares.withUnsafeBufferPointer { squares in
              var arrays = gr_sources(
                x: x.baseAddress, y: y.baseAddress, z: z.baseAddress, weights: weights.baseAddress,
                squares: squares.baseAddress)
              body(&arrays)
            }
          }
        }
      }
    }
  }
}

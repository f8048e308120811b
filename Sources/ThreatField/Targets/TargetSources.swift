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
    /// The layer's number among the field's.
    let layer: Int
    let dimension: Int
    let nodes: Range<Int>
    /// Metres that the kernel reaches, as a chord.
    let reach: Double
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
    let places = field.places
    var picked: [(place: Int, dimension: Int)] = []
    picked.reserveCapacity(places.count)
    var lists: [(layer: Int, kernel: TargetKernel, dimension: Int, range: Range<Int>)] = []
    var otherLayers: [Int] = []
    var largest = 0.0
    for (number, layer) in field.layers.enumerated() {
      guard let kernel = TargetKernel(field.kernels[layer.kernel], level: level) else {
        otherLayers.append(number)
        continue
      }
      for dimension in 0..<4 {
        let first = picked.count
        for place in layer.places where places[place].weights[dimension] > 0 {
          picked.append((place, dimension))
          largest = max(largest, places[place].weights[dimension])
        }
        if picked.count > first { lists.append((number, kernel, dimension, first..<picked.count)) }
      }
    }
    let scale =
      largest > 0 ? Double(sign: .plus, exponent: Self.largestExponent - largest.exponent, significand: 1) : 1
    // What lies behind the last place is read and left.
    let room = picked.count + Int(GR_TARGET_LANES)
    var (x, y, z) = ([Double](), [Double](), [Double]())
    var (weights, squares) = ([Float](), [Float]())
    x.reserveCapacity(room)
    y.reserveCapacity(room)
    z.reserveCapacity(room)
    weights.reserveCapacity(room)
    squares.reserveCapacity(room)
    for number in 0..<room {
      guard number < picked.count else {
        x.append(0)
        y.append(0)
        z.append(0)
        weights.append(0)
        squares.append(0)
        continue
      }
      let (index, dimension) = picked[number]
      let place = places[index]
      x.append(place.x)
      y.append(place.y)
      z.append(place.z)
      weights.append(Float(place.weights[dimension] * scale))
      let isFirst = (0..<dimension).allSatisfy { place.weights[$0] == 0 }
      squares.append(isFirst ? Float(place.squares * scale * scale) : 0)
    }
    var tree = PlaceTree(leafSize: Self.leafSize)
    self.lists = lists.map { list in
      let first = tree.nodes.count
      let reach = field.layers[list.layer].reachSquared.squareRoot()
      tree.append(list.range, reach: reach) { SIMD3(x[$0], y[$0], z[$0]) }
      return List(
        kernel: list.kernel, layer: list.layer, dimension: list.dimension, nodes: first..<tree.nodes.count,
        reach: reach)
    }
    self.otherLayers = otherLayers
    self.nodes = tree.nodes
    self.scale = scale
    (self.x, self.y, self.z) = (x, y, z)
    (self.weights, self.squares) = (weights, squares)
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

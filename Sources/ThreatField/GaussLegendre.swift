#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The Gauss–Legendre rule of one order on −1…1: exact for polynomials of degree 2·order − 1.
struct GaussLegendre: Sendable {
  /// Nodes in −1…1, rising, each with its weight; the weights add up to 2.
  let nodes: [(position: Double, weight: Double)]

  /// Finds the roots of the Legendre polynomial by Newton's method.
  init(order: Int) {
    nodes = (0..<order).map { index in
      var x = -cos(.pi * (Double(index) + 0.75) / (Double(order) + 0.5))
      var slope = 1.0
      for _ in 0..<8 {
        var previous = 1.0
        var value = x
        for degree in stride(from: 2, through: order, by: 1) {
          let k = Double(degree)
          (previous, value) = (value, ((2 * k - 1) * x * value - (k - 1) * previous) / k)
        }
        slope = Double(order) * (x * value - previous) / (x * x - 1)
        x -= value / slope
      }
      return (x, 2 / ((1 - x * x) * slope * slope))
    }
  }

  /// The integral of `function` over an interval.
  @inline(__always)
  func integral(from: Double, to: Double, _ function: (Double) -> Double) -> Double {
    let middle = (from + to) / 2
    let half = (to - from) / 2
    var sum = 0.0
    for node in nodes { sum += node.weight * function(middle + half * node.position) }
    return sum * half
  }
}

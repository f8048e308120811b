/// On which side of the directed line from `a` to `b` the point `c` lies, exactly: 1 on its left, −1 on its
/// right, 0 on it.
///
/// The plain determinant decides wherever its rounding error cannot change its sign (bound of Shewchuk 1997);
/// close to the line all six products are summed exactly. Coordinates must be finite, and products of two of
/// them neither overflow nor underflow.
public func orientation(_ a: Coordinate, _ b: Coordinate, _ c: Coordinate) -> Int {
  let left = (a.x - c.x) * (b.y - c.y)
  let right = (a.y - c.y) * (b.x - c.x)
  let determinant = left - right
  // (3 + 16 ε) ε with ε = 2^-53, of the sum of the products' magnitudes.
  let bound = 3.330_669_073_875_471_6e-16 * (abs(left) + abs(right))
  if determinant > bound { return 1 }
  if determinant < -bound { return -1 }
  return exactOrientation(a, b, c)
}

private func exactOrientation(_ a: Coordinate, _ b: Coordinate, _ c: Coordinate) -> Int {
  var sum = ExactSum()
  sum.add(a.x, times: b.y)
  sum.add(-a.x, times: c.y)
  sum.add(-c.x, times: b.y)
  sum.add(-a.y, times: b.x)
  sum.add(a.y, times: c.x)
  sum.add(c.y, times: b.x)
  return sum.sign
}

/// A sum of up to six products without rounding, as doubles that do not overlap, the smallest first.
private struct ExactSum {
  private var parts: [Double] = []

  init() { parts.reserveCapacity(12) }

  mutating func add(_ a: Double, times b: Double) {
    let product = a * b
    add((-product).addingProduct(a, b))
    add(product)
  }

  private mutating func add(_ value: Double) {
    var carried = value
    var kept = 0
    for part in parts {
      // Knuth's two-sum: `sum` plus `error` is exactly `carried` plus `part`.
      let sum = carried + part
      let virtual = sum - carried
      let error = (carried - (sum - virtual)) + (part - virtual)
      if error != 0 {
        parts[kept] = error
        kept += 1
      }
      carried = sum
    }
    parts.removeSubrange(kept...)
    if carried != 0 { parts.append(carried) }
  }

  /// The sign of the largest part is the sign of the sum.
  var sign: Int {
    guard let largest = parts.last else { return 0 }
    return largest > 0 ? 1 : -1
  }
}

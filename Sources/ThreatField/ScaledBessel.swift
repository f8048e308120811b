#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// exp(−x) I₀(x), the modified Bessel function of order 0 without its growth, for x ≥ 0; relative error
/// below 1e-14.
///
/// Below 20 the power series Σ (x²/4)^k / k!², whose terms are all positive; above, Hankel's asymptotic series
/// (2πx)^(−1/2) Σ ((2k−1)!!)² / (k! (8x)^k), whose least term is then below 1e-17 (Abramowitz & Stegun 9.6.12
/// and 9.7.1).
func scaledBesselI0(_ x: Double) -> Double {
  if x < 20 {
    let quarter = x * x / 4
    var term = 1.0
    var sum = 1.0
    var k = 1.0
    while term > sum * 1e-17 {
      term *= quarter / (k * k)
      sum += term
      k += 1
    }
    return sum * exp(-x)
  }
  let eighth = 1 / (8 * x)
  var term = 1.0
  var sum = 1.0
  var k = 1.0
  while term > 1e-17 && k < 40 {
    let odd = 2 * k - 1
    term *= odd * odd * eighth / k
    sum += term
    k += 1
  }
  return sum / (2 * .pi * x).squareRoot()
}

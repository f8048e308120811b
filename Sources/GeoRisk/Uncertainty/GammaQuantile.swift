#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Quantiles of the gamma distribution, to about 1e-10 relative.
enum GammaQuantile {
  /// The x below which a gamma variable with a shape and scale 1 lies with a probability.
  ///
  /// - Parameters:
  ///   - probability: above 0 and below 1.
  ///   - shape: above 0.
  static func value(_ probability: Double, shape: Double) -> Double {
    // Bisection on the logarithm from bounds that hold the quantile, Newton's steps where they stay between them.
    var (low, high) = (0.0, shape + 10 * shape.squareRoot() + 50)
    var x = start(probability, shape: shape)
    if !(x > low && x < high) { x = shape }
    for _ in 0..<200 {
      let error = lower(shape, x) - probability
      if error > 0 { high = x } else { low = x }
      let density = exp((shape - 1) * log(x) - x - lgamma(shape))
      var next = x - error / density
      if !(next > low && next < high) { next = low > 0 ? (low * high).squareRoot() : high / 16 }
      if abs(next - x) <= 1e-12 * x || next == 0 { return next }
      x = next
    }
    return x
  }

  /// The regularised lower incomplete gamma function P(a, x): a series below a + 1, a continued fraction above (Press et
  /// al., Numerical Recipes, 6.2).
  static func lower(_ a: Double, _ x: Double) -> Double {
    if x <= 0 { return 0 }
    let front = exp(a * log(x) - x - lgamma(a))
    if x < a + 1 {
      var (term, sum, n) = (1 / a, 1 / a, a)
      while abs(term) > 1e-17 * abs(sum) {
        n += 1
        term *= x / n
        sum += term
      }
      return front * sum
    }
    // Lentz's way through the fraction.
    let tiny = 1e-300
    var b = x + 1 - a
    var (c, d) = (1 / tiny, 1 / b)
    var h = d
    for i in 1...10_000 {
      let numerator = -Double(i) * (Double(i) - a)
      b += 2
      d = numerator * d + b
      if abs(d) < tiny { d = tiny }
      c = b + numerator / c
      if abs(c) < tiny { c = tiny }
      d = 1 / d
      h *= d * c
      if abs(d * c - 1) < 1e-15 { break }
    }
    return 1 - front * h
  }

  /// Wilson and Hilferty's cube of a normal quantile (1931), or for small shapes the first term of the series.
  private static func start(_ p: Double, shape: Double) -> Double {
    if shape < 0.5 { return exp((log(p) + lgamma(shape + 1)) / shape) }
    let z = normalQuantile(p)
    let cube = 1 - 1 / (9 * shape) + z / (3 * shape.squareRoot())
    return cube > 0 ? shape * cube * cube * cube : exp((log(p) + lgamma(shape + 1)) / shape)
  }

  /// Abramowitz and Stegun 26.2.23, to 4.5e-4: a start needs no more.
  private static func normalQuantile(_ p: Double) -> Double {
    let t = (-2 * log(min(p, 1 - p))).squareRoot()
    let z =
      t - (2.515517 + 0.802853 * t + 0.010328 * t * t)
      / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t)
    return p < 0.5 ? -z : z
  }
}

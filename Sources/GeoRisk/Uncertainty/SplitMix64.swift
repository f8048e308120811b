#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Random numbers that follow from a seed and a stream alone, the same on every machine (SplitMix64, Steele, Lea and
/// Flood 2014).
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  /// One of 2⁶⁴ streams of a seed.
  init(seed: UInt64, stream: UInt64) {
    state = seed
    state = next() ^ (stream &* 0xD134_2543_DE82_EF95)
    state = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number of 0..<1.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Two independent standard normal numbers (Box and Muller 1958).
  mutating func normals() -> (Double, Double) {
    let radius = (-2 * log(1 - unit())).squareRoot()
    let angle = 2 * Double.pi * unit()
    return (radius * cos(angle), radius * sin(angle))
  }

  /// A Poisson number with mean 1, by inversion.
  mutating func poisson1() -> Int {
    let u = unit()
    var (count, term) = (0, exp(-1.0))
    var sum = term
    while u >= sum, count < 20 {
      count += 1
      term /= Double(count)
      sum += term
    }
    return count
  }
}

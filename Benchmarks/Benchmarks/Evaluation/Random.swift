import Foundation

/// Random numbers of a seed (SplitMix64), and what simulations draw with them.
struct Random {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number of 0..<1.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A whole number of 0..<bound.
  mutating func below(_ bound: Int) -> Int { Int(unit() * Double(bound)) }

  /// A standard normal number.
  mutating func normal() -> Double { (-2 * log(1 - unit())).squareRoot() * cos(2 * .pi * unit()) }

  /// A Poisson number, by counting exponential waits.
  mutating func poisson(_ mean: Double) -> Int {
    var (count, sum) = (0, -log(1 - unit()))
    while sum < mean {
      count += 1
      sum -= log(1 - unit())
    }
    return count
  }
}

import Foundation
import Testing
import ThreatField

@Suite struct SpreadKernelTests {
  /// K̄σ(d) by cubature over the plane in polar coordinates round the asking point, knowing no Bessel function:
  /// Simpson in r, the trapezoidal rule round each circle (spectrally accurate there).
  private func cubature(_ kernel: DecayKernel, sigma: Double, distance: Double) -> Double {
    let low = max(0, distance - 8 * sigma)
    let high = min(kernel.reach, distance + 8 * sigma)
    guard low < high else { return 0 }
    let steps = 320
    let directions = Int(16 + 5 * (high * distance).squareRoot() / sigma)
    var sum = 0.0
    for step in 0...steps {
      let r = low + (high - low) * Double(step) / Double(steps)
      var circle = 0.0
      for direction in 0..<directions {
        let angle = .pi * (Double(direction) + 0.5) / Double(directions)
        let squared = r * r + distance * distance - 2 * r * distance * cos(angle)
        circle += exp(-squared / (2 * sigma * sigma))
      }
      let weight = step == 0 || step == steps ? 1.0 : step.isMultiple(of: 2) ? 2 : 4
      // Just inside the rim, so that rounding does not cut the last node.
      sum += weight * kernel.value(atDistance: min(r, kernel.reach)) * r * circle / Double(directions)
    }
    return sum * (high - low) / Double(3 * steps) / (sigma * sigma)
  }

  /// The tables are made to 1e-8; the cubature is good to about 1e-7 of the peak. The contract asks for 1e-3.
  @Test(arguments: DecayKernel.Family.allCases)
  func tableMatchesCubature(family: DecayKernel.Family) throws {
    for ratio in [0.1, 0.6, 3.75, 12] {
      for cutoff in [150_000, 30_000.0] {
        let kernel = try DecayKernel(family, halfDistance: 20_000, cutoff: cutoff)
        let spread = try SpreadKernel(kernel, sigma: ratio * 20_000)
        let peak = cubature(kernel, sigma: spread.sigma, distance: 0)
        #expect(spread.reach == kernel.reach + 4 * spread.sigma)
        for share in [0, 0.03, 0.37, 0.8, 0.99] {
          let distance = share * spread.reach
          let truth = cubature(kernel, sigma: spread.sigma, distance: distance)
          let error = abs(spread.value(atDistance: distance) - truth) / peak
          #expect(error < 1e-6, "σ/d50 \(ratio), cut-off \(cutoff), d \(distance)")
        }
      }
    }
  }

  /// 2π ∫ K̄ d dd = 2π ∫ K d dd; the normal's tail beyond 4σ costs at most e⁻⁸ = 3.4e-4.
  @Test(arguments: DecayKernel.Family.allCases)
  func massIsKept(family: DecayKernel.Family) throws {
    func mass(_ reach: Double, _ value: (Double) -> Double) -> Double {
      let steps = 3000
      return (0...steps).reduce(0) { sum, step in
        let r = reach * Double(step) / Double(steps)
        let weight = step == 0 || step == steps ? 1.0 : step.isMultiple(of: 2) ? 2 : 4
        return sum + weight * r * value(min(r, reach)) * reach / Double(3 * steps)
      }
    }
    let kernel = try DecayKernel(family, halfDistance: 20_000, cutoff: 80_000)
    let plain = mass(kernel.reach) { kernel.value(atDistance: $0) }
    for ratio in [0.1, 1, 12] {
      let spread = try SpreadKernel(kernel, sigma: ratio * 20_000)
      let blurred = mass(spread.reach) { spread.value(atDistance: $0) }
      #expect(abs(blurred / plain - 1) < 4e-4, "σ/d50 \(ratio)")
    }
  }

  /// A gaussian blurred by a normal is a gaussian; leaving out K < 1e-4 changes it by less than 1e-4.
  @Test(arguments: [1_000.0, 10_000, 100_000])
  func gaussianHasAClosedForm(sigma: Double) throws {
    let s2 = 20_000 * 20_000 / (2 * log(2.0))
    let spread = try SpreadKernel(DecayKernel(.gaussian, halfDistance: 20_000), sigma: sigma)
    let wide = s2 + sigma * sigma
    for share in [0, 0.1, 0.3, 0.6] {
      let distance = share * spread.reach
      let truth = s2 / wide * exp(-distance * distance / (2 * wide))
      #expect(abs(spread.value(atDistance: distance) - truth) < 1e-4)
    }
  }

  /// At the centre: 1 − e^(−h²/2σ²) for the uniform, and for the exponential with x = σ/L
  /// 1 − x √(π/2) e^(x²/2) erfc(x/√2), its cut at 1e-4 being out of the normal's sight.
  @Test(arguments: [1.0, 30, 2_000])
  func centreHasAClosedForm(sigma: Double) throws {
    let uniform = try SpreadKernel(DecayKernel(.uniform, halfDistance: 5_000), sigma: sigma)
    #expect(abs(uniform.value(atDistance: 0) - (1 - exp(-12.5e6 / (sigma * sigma)))) < 1e-7)
    let exponential = try SpreadKernel(DecayKernel(.exponential, halfDistance: 5_000), sigma: sigma)
    let x = sigma * log(2.0) / 5_000
    let truth = 1 - x * (.pi / 2).squareRoot() * exp(x * x / 2) * erfc(x / 2.0.squareRoot())
    #expect(abs(exponential.value(atDistance: 0) - truth) < 1e-7)
  }

  /// A location error far below the half-distance: the plain kernel away from the rim, and at the rim its jump
  /// smoothed by the normal in one dimension, K(R) Φ(−a) at R + aσ, curvature and slope being of order σ/R.
  @Test(arguments: DecayKernel.Family.allCases)
  func smallErrorsOnlyRoundTheEdges(family: DecayKernel.Family) throws {
    let kernel = try DecayKernel(family, halfDistance: 20_000, cutoff: 15_000)
    let rim = kernel.value(atDistance: kernel.reach)
    for sigma in [1.0, 50] {
      let spread = try SpreadKernel(kernel, sigma: sigma)
      for distance in [2_000.0, 9_000, kernel.reach - 10 * sigma] {
        let gap = abs(spread.value(atDistance: distance) - kernel.value(atDistance: distance))
        #expect(gap < 1e-7 + 2 * sigma * sigma / (20_000 * distance))
      }
      for a in [-3.0, -1, 0, 0.5, 2, 3.9] {
        let truth = rim * 0.5 * erfc(a / 2.0.squareRoot())
        let found = spread.value(atDistance: kernel.reach + a * sigma)
        #expect(abs(found - truth) < 5 * sigma / 20_000)
      }
    }
  }

  @Test(arguments: DecayKernel.Family.allCases)
  func withoutErrorItIsThePlainKernel(family: DecayKernel.Family) throws {
    let kernel = try DecayKernel(family, halfDistance: 20_000, cutoff: 100_000)
    let spread = try SpreadKernel(kernel)
    #expect(spread.reach == kernel.reach)
    for share in [0, 0.2, 0.7, 1, 1.1] {
      let distance = share * kernel.reach
      #expect(spread.value(atDistance: distance) == kernel.value(atDistance: distance))
    }
  }

  @Test func fallsAllTheWay() throws {
    let kernel = try DecayKernel(.uniform, halfDistance: 20_000)
    let spread = try SpreadKernel(kernel, sigma: 7_000)
    let values = (0...500).map { spread.value(atDistance: Double($0) * 100) }
    #expect(values == values.sorted(by: >))
    #expect(spread.value(atDistance: spread.reach) > 0)
    #expect(spread.value(atDistance: spread.reach * 1.0001) == 0)
  }

  @Test func badErrorsAreRefused() throws {
    let kernel = try DecayKernel(.gaussian, halfDistance: 20_000)
    for bad in [-1, Double.nan, .infinity] {
      #expect(throws: KernelError.self) { try SpreadKernel(kernel, sigma: bad) }
    }
    #expect(throws: KernelError.self) { try SpreadKernel(kernel, sigma: 600_000) }
  }
}

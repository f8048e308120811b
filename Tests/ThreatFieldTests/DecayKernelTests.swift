import Foundation
import Testing
import ThreatField

/// K as a function of u = d / d50, written from the definition of the half-distance rather than from scales.
func influenceByHalfDistance(_ family: DecayKernel.Family, _ u: Double, q: Double, a: Double) -> Double {
  switch family {
  case .exponential: pow(2, -u)
  case .gaussian: pow(2, -u * u)
  case .quartic: pow(max(0, 1 - u * u * (1 - 0.5.squareRoot())), 2)
  case .triweight: pow(max(0, 1 - u * u * (1 - cbrt(0.5))), 3)
  case .epanechnikov: max(0, 1 - u * u / 2)
  case .triangular: max(0, 1 - u / 2)
  case .uniform: u <= 1 ? 1 : 0
  case .power: pow(1 + u * u * (pow(2, 1 / q) - 1), -q)
  case .logistic: (1 + exp(-a)) / (1 + exp(-a + a * u))
  }
}

@Suite struct DecayKernelTests {
  @Test(arguments: DecayKernel.Family.allCases)
  func followsItsFormula(family: DecayKernel.Family) throws {
    for (halfDistance, q, a) in [(20_000.0, 1.5, 7.0), (350, 3, 4), (60_000, 1.1, 20)] {
      let kernel = try DecayKernel(
        family, halfDistance: halfDistance, cutoff: 500_000, powerQ: q, logisticA: a)
      #expect(kernel.value(atDistance: 0) == 1)
      for step in 0...60 {
        let distance = kernel.reach * Double(step) / 61
        let truth = influenceByHalfDistance(family, distance / halfDistance, q: q, a: a)
        #expect(abs(kernel.value(atDistance: distance) - truth) <= 1e-12, "\(family) at \(distance) m")
      }
    }
  }

  /// One half at the half-distance; the logistic, by its definition, 0.5005 for a = 7.
  @Test(arguments: DecayKernel.Family.allCases)
  func isHalfAtTheHalfDistance(family: DecayKernel.Family) throws {
    let value = try DecayKernel(family, halfDistance: 12_345).value(atDistance: 12_345)
    switch family {
    case .uniform: #expect(value == 1)
    case .logistic: #expect(abs(value - 0.5005) < 5e-5)
    default: #expect(abs(value - 0.5) < 1e-12)
    }
  }

  /// The replication code of Anders (2020) decays control by 1/(1 + e^(−(7 − 0.35 km))).
  @Test func logisticReproducesAnders() throws {
    let kernel = try DecayKernel(.logistic, halfDistance: 20_000)
    let atZero = 1 / (1 + exp(-7.0))
    for km in stride(from: 0.0, through: 40, by: 2.5) {
      let anders = 1 / (1 + exp(-(7 - 0.35 * km))) / atZero
      #expect(abs(kernel.value(atDistance: km * 1000) - anders) < 1e-12)
    }
  }

  @Test(arguments: DecayKernel.Family.allCases)
  func endsAtTheCutoffRimIncluded(family: DecayKernel.Family) throws {
    let kernel = try DecayKernel(family, halfDistance: 20_000, cutoff: 15_000)
    #expect(kernel.reach == 15_000)
    #expect(kernel.value(atDistance: 15_000) > 0.4)
    #expect(kernel.value(atDistance: 15_000.nextUp) == 0)
  }

  /// Without a cut-off: kernels with an end of their own reach it, the others stop at K = 1e-4.
  @Test(arguments: DecayKernel.Family.allCases)
  func endsByItself(family: DecayKernel.Family) throws {
    let kernel = try DecayKernel(family, halfDistance: 1000)
    let rim = influenceByHalfDistance(family, kernel.reach / 1000, q: 1.5, a: 7)
    switch family {
    case .uniform: #expect(kernel.reach == 1000 && kernel.value(atDistance: 1000) == 1)
    case .quartic, .triweight, .epanechnikov, .triangular: #expect(abs(rim) < 1e-12)
    default: #expect(abs(rim - 1e-4) < 1e-12)
    }
    #expect(kernel.value(atDistance: kernel.reach * 1.000001) == 0)
    #expect(kernel.value(atDistance: .nan) == 0)
  }

  /// The density form has mass 1: Simpson over r = d50 · x/(1 − x), whose error is below 1e-5 for the power's
  /// heavy tail and far less elsewhere.
  @Test(arguments: DecayKernel.Family.allCases)
  func densityHasMassOne(family: DecayKernel.Family) throws {
    let halfDistance = 20_000.0
    let kernel = try DecayKernel(family, halfDistance: halfDistance, cutoff: 1_500_000, powerQ: 2)
    let steps = 20_000
    var sum = 0.0
    for step in 0..<steps {
      let x = Double(step) / Double(steps)
      let r = x / (1 - x)
      let weight = step == 0 ? 1.0 : step.isMultiple(of: 2) ? 2 : 4
      sum += weight * r * influenceByHalfDistance(family, r, q: 2, a: 7) / ((1 - x) * (1 - x))
    }
    let mass = 2 * .pi * halfDistance * halfDistance * sum / Double(3 * steps)
    let tolerance = family == .uniform ? 1e-3 : 1e-5
    #expect(abs(mass * kernel.densityConstant - 1) < tolerance)
  }

  @Test func badValuesAreRefused() {
    for bad in [0, -1, Double.nan, .infinity] {
      #expect(throws: KernelError.self) { try DecayKernel(.gaussian, halfDistance: bad) }
    }
    for bad in [0, -5, Double.nan] {
      #expect(throws: KernelError.self) { try DecayKernel(.gaussian, halfDistance: 1, cutoff: bad) }
    }
    #expect(throws: KernelError.badPowerQ(1)) { try DecayKernel(.power, halfDistance: 1, powerQ: 1) }
    #expect(throws: KernelError.badLogisticA(0)) {
      try DecayKernel(.logistic, halfDistance: 1, logisticA: 0)
    }
    #expect(throws: KernelError.self) { try DecayKernel(.exponential, halfDistance: 500_000) }
  }
}

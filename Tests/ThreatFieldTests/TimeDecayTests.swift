import Foundation
import Testing
import ThreatField

@Suite struct TimeDecayTests {
  @Test func halvesWithEachHalfLife() throws {
    let decay = try TimeDecay(halfLifeDays: 60)
    #expect(decay.factor(ageDays: 0) == 1)
    #expect(abs(decay.factor(ageDays: 60) - 0.5) < 1e-15)
    #expect(abs(decay.factor(ageDays: 180) - 0.125) < 1e-15)
  }

  @Test func nothingFromTheFuture() throws {
    let decay = try TimeDecay(halfLifeDays: 60)
    #expect(decay.factor(ageDays: -0.5) == 0)
    #expect(decay.meanFactor(ages: -9 ... -1) == 0)
    // An interval round the as-of date keeps only its past.
    #expect(decay.meanFactor(ages: -5...8) == decay.meanFactor(ages: 0...8))
  }

  /// The closed form against Simpson's rule with 1,000 steps, whose error is below 1e-10 here.
  @Test(arguments: [0.0...7, 3...33, 100...465, 0...0.001])
  func meanIsTheIntegral(ages: ClosedRange<Double>) throws {
    for halfLife in [5.0, 60, 180] {
      let decay = try TimeDecay(halfLifeDays: halfLife)
      var sum = 0.0
      for step in 0...1000 {
        let weight = step == 0 || step == 1000 ? 1.0 : step.isMultiple(of: 2) ? 2 : 4
        let age = ages.lowerBound + (ages.upperBound - ages.lowerBound) * Double(step) / 1000
        sum += weight * pow(2, -age / halfLife) / 3000
      }
      #expect(abs(decay.meanFactor(ages: ages) / sum - 1) < 1e-7)
    }
  }

  /// An interval shrinking to a point tends to the point's factor without losing digits.
  @Test func shortIntervalsAreStable() throws {
    let decay = try TimeDecay(halfLifeDays: 60)
    let point = decay.factor(ageDays: 30)
    #expect(decay.meanFactor(ages: 30...30) == point)
    for width in [1e-3, 1e-6, 1e-9, 1e-12] {
      let mean = decay.meanFactor(ages: 30...30 + width)
      #expect(abs(mean / point - 1) <= width * log(2) / 120 + 1e-15)
    }
  }

  @Test func badHalfLivesAreRefused() {
    for bad in [0, -60, Double.nan, .infinity] {
      #expect(throws: KernelError.self) { try TimeDecay(halfLifeDays: bad) }
    }
  }
}

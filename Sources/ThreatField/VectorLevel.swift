import CKernels

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What the vectorised loops run on.
package enum VectorLevel: Int32, CaseIterable, Comparable, Sendable {
  /// What every processor of the architecture has.
  case baseline = 0
  /// AVX2 with FMA.
  case avx2 = 1
  /// AVX-512.
  case avx512 = 2

  /// The best level of this processor, or a lower one that the environment variable `GEORISK_VECTOR_LEVEL` names
  /// (`baseline`, `avx2` or `avx512`).
  package static let current: VectorLevel = {
    let highest = VectorLevel(rawValue: gr_highest_level()) ?? .baseline
    guard let name = getenv("GEORISK_VECTOR_LEVEL").map({ String(cString: $0) }),
      let asked = allCases.first(where: { "\($0)" == name })
    else { return highest }
    return min(asked, highest)
  }()

  package static func < (left: VectorLevel, right: VectorLevel) -> Bool { left.rawValue < right.rawValue }
}

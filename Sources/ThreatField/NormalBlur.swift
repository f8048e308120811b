#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The mean of a kernel over a normally distributed place, by quadrature: the truth that tables are made from.
///
/// With Z normal round the centre, standard deviation σ in each direction, the distance of Z from a point d
/// away has the Rice density (r/σ²) exp(−(r² + d²)/2σ²) I₀(rd/σ²). So
///
///     K̄σ(d) = ∫ K(r) (r/σ²) exp(−(r − d)²/2σ²) [exp(−rd/σ²) I₀(rd/σ²)] dr,   r from 0 to the kernel's reach,
///
/// where the bracket neither grows nor underflows. Panels end where K has its breaks and are at most 4σ wide,
/// so sixteen Gauss–Legendre nodes each leave an error below 1e-12 of the peak, jumps at the rim included.
struct NormalBlur: Sendable {
  let kernel: DecayKernel
  let sigma: Double
  private let rule = GaussLegendre(order: 16)
  private let breaks: [Double]

  /// - Parameter sigma: metres, above 0.
  init(kernel: DecayKernel, sigma: Double) {
    self.kernel = kernel
    self.sigma = sigma
    self.breaks = kernel.smoothBreaks(upTo: kernel.reach)
  }

  /// K̄σ at a distance in metres.
  func value(atDistance distance: Double) -> Double {
    // Eight standard deviations leave out 1e-14.
    let low = max(0, distance - 8 * sigma)
    let high = min(kernel.reach, distance + 8 * sigma)
    let inverse = 1 / (sigma * sigma)
    var sum = 0.0
    var from = low
    for end in breaks where end > from {
      let to = min(end, high)
      if to <= from { break }
      let panels = ((to - from) / (4 * sigma)).rounded(.up)
      let width = (to - from) / panels
      for panel in 0..<Int(panels) {
        let start = from + Double(panel) * width
        sum += rule.integral(from: start, to: start + width) { r in
          let gap = r - distance
          return kernel.uncut(atDistance: r) * r * exp(-0.5 * gap * gap * inverse)
            * scaledBesselI0(r * distance * inverse)
        }
      }
      from = to
    }
    return sum * inverse
  }
}

import CKernels
import GeoCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A spread kernel in the terms of the vectorised loops for points: arithmetic where the family is, and its table
/// otherwise.
struct RadialForm: Sendable {
  let form: Int32
  let power: Int32
  let scale: Double

  init(_ kernel: SpreadKernel) {
    let length = kernel.kernel.scale
    let form: gr_form
    switch (kernel.kernel.family, kernel.sigma) {
    case (.exponential, 0): (form, power, scale) = (GR_EXPONENTIAL, 0, 1 / (length * M_LN2))
    case (.gaussian, 0): (form, power, scale) = (GR_GAUSSIAN, 0, (0.5 / M_LN2).squareRoot() / length)
    case (.epanechnikov, 0): (form, power, scale) = (GR_POLYNOMIAL, 1, 1 / length)
    case (.quartic, 0): (form, power, scale) = (GR_POLYNOMIAL, 2, 1 / length)
    case (.triweight, 0): (form, power, scale) = (GR_POLYNOMIAL, 3, 1 / length)
    default: (form, power, scale) = (GR_TABLE, 0, 1)
    }
    self.form = Int32(form.rawValue)
  }
}

extension FieldView {
  /// A layer's kernel as the loops take it.
  func radial(of layer: FieldLayer) -> gr_radial {
    gr_radial(
      form: layer.radial.form, power: layer.radial.power, scale: layer.radial.scale,
      arc: Ellipsoid.arcCorrection, reach_squared: layer.reachSquared, zones: zones + layer.firstZone,
      cells: cells, last_zone: Int32(layer.lastZone))
  }
}

/// The shape of a distance decay; see `DecayParameters` for its scale.
public enum KernelFamily: String, Hashable, Sendable, CaseIterable {
  case exponential, gaussian, quartic, triweight, epanechnikov, triangular, uniform, power, logistic
}

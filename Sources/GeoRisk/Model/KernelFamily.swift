import ThreatField

/// The shape of a distance decay; see `DecayParameters` for its scale.
public typealias KernelFamily = DecayKernel.Family

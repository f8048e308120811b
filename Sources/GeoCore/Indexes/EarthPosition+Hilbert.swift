extension EarthPosition {
  /// The place along a Hilbert curve through the cube round the Earth, 21 bits an axis.
  ///
  /// Neighbours on the curve are neighbours in space, with no seam at the antimeridian or the poles. The
  /// transform between axes and curve is Skilling's ("Programming the Hilbert curve", 2004).
  public var hilbertKey: UInt64 {
    let bits = 21
    let side = Double((1 << bits) - 1)
    func axis(_ metres: Double) -> UInt32 {
      UInt32(max(0, min(1, metres / (2 * Ellipsoid.semiMajorAxis) + 0.5)) * side)
    }
    var axes = (axis(x), axis(y), axis(z))

    // Undo the excess turns from the coarsest level down.
    var level = UInt32(1) << (bits - 1)
    while level > 1 {
      let below = level - 1
      if axes.0 & level != 0 { axes.0 ^= below }
      if axes.1 & level != 0 {
        axes.0 ^= below
      } else {
        let swap = (axes.0 ^ axes.1) & below
        axes.0 ^= swap
        axes.1 ^= swap
      }
      if axes.2 & level != 0 {
        axes.0 ^= below
      } else {
        let swap = (axes.0 ^ axes.2) & below
        axes.0 ^= swap
        axes.2 ^= swap
      }
      level >>= 1
    }

    // Gray code across the axes.
    axes.1 ^= axes.0
    axes.2 ^= axes.1
    var flip: UInt32 = 0
    level = UInt32(1) << (bits - 1)
    while level > 1 {
      if axes.2 & level != 0 { flip ^= level - 1 }
      level >>= 1
    }
    axes.0 ^= flip
    axes.1 ^= flip
    axes.2 ^= flip

    var key: UInt64 = 0
    for bit in (0..<bits).reversed() {
      let triple = (axes.0 >> bit & 1) << 2 | (axes.1 >> bit & 1) << 1 | (axes.2 >> bit & 1)
      key = key << 3 | UInt64(triple)
    }
    return key
  }
}

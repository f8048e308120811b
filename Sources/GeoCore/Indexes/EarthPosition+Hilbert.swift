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

    /// Mirrors the first axis below a bit where the other one has it, and else swaps the two.
    func turn(_ first: inout UInt32, _ other: inout UInt32, _ bit: UInt32, _ below: UInt32) {
      let isSet = 0 &- (other >> bit & 1)
      let swap = (first ^ other) & below & ~isSet
      first ^= swap ^ (below & isSet)
      other ^= swap
    }

    // Undo the excess turns from the coarsest level down. Masks do what branches would, half of which a processor
    // guesses wrong.
    for bit in (1..<UInt32(bits)).reversed() {
      let below = UInt32(1) << bit &- 1
      axes.0 ^= below & (0 &- (axes.0 >> bit & 1))
      turn(&axes.0, &axes.1, bit, below)
      turn(&axes.0, &axes.2, bit, below)
    }

    // Gray code across the axes. Each bit of the last turns all below it.
    axes.1 ^= axes.0
    axes.2 ^= axes.1
    var flip = axes.2 >> 1
    flip ^= flip >> 1
    flip ^= flip >> 2
    flip ^= flip >> 4
    flip ^= flip >> 8
    flip ^= flip >> 16
    axes.0 ^= flip
    axes.1 ^= flip
    axes.2 ^= flip
    return axes.0.spread << 2 | axes.1.spread << 1 | axes.2.spread
  }
}

extension UInt32 {
  /// The lowest 21 bits with two zeros behind each.
  fileprivate var spread: UInt64 {
    var bits = UInt64(self) & 0x1F_FFFF
    bits = (bits | bits << 32) & 0x1F_0000_0000_FFFF
    bits = (bits | bits << 16) & 0x1F_0000_FF00_00FF
    bits = (bits | bits << 8) & 0x100F_00F0_0F00_F00F
    bits = (bits | bits << 4) & 0x10C3_0C30_C30C_30C3
    return (bits | bits << 2) & 0x1249_2492_4924_9249
  }
}

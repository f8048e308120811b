extension EarthPosition {
  /// The place along a Hilbert curve through the cube round the Earth, 21 bits an axis.
  ///
  /// Neighbours on the curve are neighbours in space, with no seam at the antimeridian or the poles. The
  /// transform between axes and curve is Skilling's ("Programming the Hilbert curve", 2004). Many keys are several
  /// times as quick together: `Workers.curveKeys`.
  public var hilbertKey: UInt64 {
    var axes = HilbertAxes()
    axes.set(self, lane: 0)
    return axes.keys[0]
  }
}

/// Eight positions on their way to the curve: a key is one long chain of steps, and eight together fill the time that
/// each step takes.
struct HilbertAxes {
  static let lanes = 8
  private static let bits: UInt32 = 21

  private var x = SIMD8<UInt32>()
  private var y = SIMD8<UInt32>()
  private var z = SIMD8<UInt32>()

  /// Takes a position into a lane, rounded to 6 m.
  mutating func set(_ position: EarthPosition, lane: Int) {
    x[lane] = Self.step(position.x)
    y[lane] = Self.step(position.y)
    z[lane] = Self.step(position.z)
  }

  private static let side = Double(1 << bits - 1)

  private static func step(_ metres: Double) -> UInt32 {
    UInt32(max(0, min(1, metres / (2 * Ellipsoid.semiMajorAxis) + 0.5)) * side)
  }

  /// The positions' places along the curve.
  var keys: SIMD8<UInt64> {
    var (x, y, z) = (x, y, z)
    let one = SIMD8<UInt32>(repeating: 1)

    // Below a bit that the other axis has, the first is mirrored; below one that it has not, the two change places.
    // Masks do what branches would, half of which a processor guesses wrong.
    func turn(_ first: inout SIMD8<UInt32>, _ other: inout SIMD8<UInt32>, _ bit: UInt32) {
      let below = SIMD8(repeating: UInt32(1) << bit - 1)
      let isSet = SIMD8<UInt32>.zero &- (other &>> SIMD8(repeating: bit) & one)
      let swap = (first ^ other) & below & ~isSet
      first ^= swap ^ (below & isSet)
      other ^= swap
    }

    // Undo the excess turns from the coarsest level down.
    var bit = Self.bits - 1
    while bit > 0 {
      let isSet = SIMD8<UInt32>.zero &- (x &>> SIMD8(repeating: bit) & one)
      x ^= SIMD8(repeating: UInt32(1) << bit - 1) & isSet
      turn(&x, &y, bit)
      turn(&x, &z, bit)
      bit -= 1
    }

    // Gray code across the axes. Each bit of the last turns all below it.
    y ^= x
    z ^= y
    var flip = z &>> one
    flip ^= flip &>> SIMD8(repeating: 1)
    flip ^= flip &>> SIMD8(repeating: 2)
    flip ^= flip &>> SIMD8(repeating: 4)
    flip ^= flip &>> SIMD8(repeating: 8)
    flip ^= flip &>> SIMD8(repeating: 16)
    x ^= flip
    y ^= flip
    z ^= flip
    return Self.spread(x) &<< 2 | Self.spread(y) &<< 1 | Self.spread(z)
  }

  /// The lowest 21 bits with two zeros behind each.
  private static func spread(_ steps: SIMD8<UInt32>) -> SIMD8<UInt64> {
    var bits = SIMD8<UInt64>(truncatingIfNeeded: steps) & 0x1F_FFFF
    bits = (bits | bits &<< 32) & 0x1F_0000_0000_FFFF
    bits = (bits | bits &<< 16) & 0x1F_0000_FF00_00FF
    bits = (bits | bits &<< 8) & 0x100F_00F0_0F00_F00F
    bits = (bits | bits &<< 4) & 0x10C3_0C30_C30C_30C3
    return (bits | bits &<< 2) & 0x1249_2492_4924_9249
  }
}

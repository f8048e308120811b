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
  private static let bits = 21

  // Each axis from the sign bit down.
  private var x = SIMD8<Int32>()
  private var y = SIMD8<Int32>()
  private var z = SIMD8<Int32>()

  /// Takes a position into a lane, rounded to 6 m.
  mutating func set(_ position: EarthPosition, lane: Int) {
    x[lane] = Self.step(position.x)
    y[lane] = Self.step(position.y)
    z[lane] = Self.step(position.z)
  }

  private static func step(_ metres: Double) -> Int32 {
    let part = max(0, min(1, metres / (2 * Ellipsoid.semiMajorAxis) + 0.5))
    return Int32(part * Double(1 << bits - 1)) &<< Int32(32 - bits)
  }

  /// The positions' places along the curve.
  var keys: SIMD8<UInt64> {
    var (x, y, z) = (x, y, z)
    var (turnedX, turnedY, turnedZ) = (SIMD8<Int32>.zero, SIMD8<Int32>.zero, SIMD8<Int32>.zero)

    // What is left of the first axis is mirrored where the other one has a bit; where it has not, what is left of both
    // changes places.
    @inline(__always) func turn(
      _ first: inout SIMD8<Int32>, _ other: inout SIMD8<Int32>, _ isSet: SIMD8<Int32>
    ) {
      let swap = (first ^ other) & ~isSet
      first ^= swap ^ isSet
      other ^= swap
    }

    // Undo the excess turns from the coarsest bit down. Masks, all ones where the bit at the sign's place is set, do
    // what branches would, half of which a processor guesses wrong.
    for _ in 0..<Self.bits {
      let (setX, setY, setZ) = (x &>> 31, y &>> 31, z &>> 31)
      turnedX = turnedX &+ turnedX &- setX
      turnedY = turnedY &+ turnedY &- setY
      turnedZ = turnedZ &+ turnedZ &- setZ
      x = x &+ x
      y = y &+ y
      z = z &+ z
      x ^= setX
      turn(&x, &y, setY)
      turn(&x, &z, setZ)
    }

    // Gray code across the axes. Each bit of the last turns all below it.
    turnedY ^= turnedX
    turnedZ ^= turnedY
    var flip = turnedZ &>> 1
    flip ^= flip &>> 1
    flip ^= flip &>> 2
    flip ^= flip &>> 4
    flip ^= flip &>> 8
    flip ^= flip &>> 16
    return Self.spread(turnedX ^ flip) &<< 2 | Self.spread(turnedY ^ flip) &<< 1 | Self.spread(turnedZ ^ flip)
  }

  /// The lowest 21 bits with two zeros behind each.
  private static func spread(_ steps: SIMD8<Int32>) -> SIMD8<UInt64> {
    var bits = SIMD8<UInt64>(truncatingIfNeeded: steps) & 0x1F_FFFF
    bits = (bits | bits &<< 32) & 0x1F_0000_0000_FFFF
    bits = (bits | bits &<< 16) & 0x1F_0000_FF00_00FF
    bits = (bits | bits &<< 8) & 0x100F_00F0_0F00_F00F
    bits = (bits | bits &<< 4) & 0x10C3_0C30_C30C_30C3
    return (bits | bits &<< 2) & 0x1249_2492_4924_9249
  }
}

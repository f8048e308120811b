import CKernels
import GeoCore

/// One tile of a surface under the vectorised loops: sums in single precision, taken over into double precision
/// before their rounding shows.
struct SurfaceTile: ~Copyable {
  /// Places between two takings: the sums then keep seven digits of what each holds.
  private static let batch = 256
  private static let rowLength = Int(GR_TILE_COLUMNS)

  private let frame: SurfaceFrame
  private let tile: SurfaceFrame.Tile
  private let level: VectorLevel
  private let sums: UnsafeMutableBufferPointer<Float>
  private var pending: [gr_place] = []

  init(_ frame: SurfaceFrame, _ tile: SurfaceFrame.Tile, level: VectorLevel) {
    self.frame = frame
    self.tile = tile
    self.level = level
    // Lines of the cache: no vector straddles two of them.
    let count = Int(GR_TILE_ROWS) * Self.rowLength
    sums = UnsafeMutableRawBufferPointer.allocate(byteCount: 4 * count, alignment: 64)
      .bindMemory(to: Float.self)
    sums.initialize(repeating: 0)
    pending.reserveCapacity(Self.batch)
  }

  deinit { sums.deallocate() }

  /// Whether the loops can take a place: they need its reach to span less than 45° of longitude.
  static func takes(_ place: SurfaceFrame.FramePlace, reachSquared: Double, leastRho: Double) -> Bool {
    // sin²(22.5° / 2) is 0.0381: the chord across 22.5° on the least parallel is longer than the reach.
    reachSquared < 0.038 * 4 * place.rho * leastRho
  }

  /// Adds a place, now or with the next ones.
  mutating func add(
    _ place: SurfaceFrame.FramePlace, weight: Double, kernel: TileKernel,
    to results: UnsafeMutablePointer<Double>
  ) {
    let weight = Float(weight)
    // The loops work on the exponent, and take up to 2^-20 off it: too little to work on is nothing to add.
    guard weight >= 0x1p-100 else { return }
    pending.append(
      gr_place(
        rho: place.rho, z: place.z, sine: place.half.sine, cosine: place.half.cosine,
        column: frame.column(of: place, from: tile),
        row: place.row - Double(tile.rows.lowerBound), weight: weight))
    if pending.count == Self.batch { finish(kernel, to: results) }
  }

  /// Adds what is pending and takes the sums over.
  mutating func finish(_ kernel: TileKernel, to results: UnsafeMutablePointer<Double>) {
    guard !pending.isEmpty else { return }
    addPending(kernel)
    pending.removeAll(keepingCapacity: true)
    for (number, row) in tile.rows.enumerated() {
      let line = results + row * frame.grid.columns + tile.columns.lowerBound
      for column in 0..<tile.columns.count {
        line[column] += Double(sums[number * Self.rowLength + column])
        sums[number * Self.rowLength + column] = 0
      }
    }
  }

  private func addPending(_ kernel: TileKernel) {
    let leastMeridianRadius = Ellipsoid.semiMajorAxis * (1 - Ellipsoid.eccentricitySquared)
    frame.withAxes(of: tile) { rho, z, sine, cosine in
      var tile = gr_tile(
        rows: Int32(tile.rows.count), columns: Int32(tile.columns.count),
        columns_per_radian: 180 / (.pi * frame.grid.longitudeStep),
        least_row_metres: leastMeridianRadius * frame.grid.latitudeStep * .pi / 180, rho: rho, z: z,
        sine: sine,
        cosine: cosine, sums: sums.baseAddress)
      kernel.withKernel { gr_tile_add(&tile, pending, Int32(pending.count), $0, level.rawValue) }
    }
  }
}

import CKernels
import GeoCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension SplitLayer {
  /// Adds the layer at the nodes of a block, node by node: what a part's error must not touch.
  ///
  /// - Parameters:
  ///   - block: at most 32 rows and 256 columns.
  ///   - kernel: the layer's.
  ///   - values: of the whole grid.
  ///   - level: of the vectorised loops.
  func addDirectly(
    _ block: GridBlock, kernel: TileKernel, to values: UnsafeMutablePointer<Double>, level: VectorLevel
  ) {
    let rowLength = Int(GR_TILE_COLUMNS)
    let sums = UnsafeMutableRawBufferPointer.allocate(
      byteCount: 4 * Int(GR_TILE_ROWS) * rowLength, alignment: 64
    ).bindMemory(to: Float.self)
    defer { sums.deallocate() }
    sums.initialize(repeating: 0)
    let axes = BlockAxes(block, grid: grid)
    axes.withTile(sums: sums) { tile in
      forEachPlace(near: block) { places in
        kernel.withKernel { gr_tile_add(tile, places, Int32(places.count), $0, level.rawValue) }
        for (number, row) in block.rows.enumerated() {
          let line = values + row * grid.columns + block.columns.lowerBound
          for column in 0..<block.columns.count {
            line[column] += Double(sums[number * rowLength + column])
            sums[number * rowLength + column] = 0
          }
        }
      }
    }
  }

  /// Calls `body` with the places that may reach a block, as many at a time as single precision bears.
  private func forEachPlace(near block: GridBlock, _ body: ([gr_place]) -> Void) {
    var pending: [gr_place] = []
    pending.reserveCapacity(Int(Self.batch))
    let bands = block.rows.lowerBound / SplitPlaces.band...(block.rows.upperBound - 1) / SplitPlaces.band
    let (first, last) = (
      reach(plan.split.reach, of: bands.lowerBound), reach(plan.split.reach, of: bands.upperBound)
    )
    let columns = max(first.columns, last.columns)
    for band in first.bands.lowerBound...last.bands.upperBound {
      let range = places.range(
        band: band, from: Double(block.columns.lowerBound) - columns,
        to: Double(block.columns.upperBound) + columns)
      places.withNumbers { numbers in
        for index in range.lazy.map({ Int($0) }) {
          let weight = Float(numbers.pointee.weight[index])
          guard weight >= 0x1p-100 else { continue }
          let z = numbers.pointee.z[index]
          // Of half the longitude, which is below 90°.
          let cosine = ((1 + numbers.pointee.cosine[index]) / 2).squareRoot()
          pending.append(
            gr_place(
              rho: gr_split_rho(numbers, z), z: z,
              sine: numbers.pointee.sine[index] / (2 * cosine), cosine: cosine,
              column: numbers.pointee.column[index] - Double(block.columns.lowerBound),
              row: numbers.pointee.row[index] - Double(block.rows.lowerBound), weight: weight))
          if pending.count == Int(Self.batch) {
            body(pending)
            pending.removeAll(keepingCapacity: true)
          }
        }
      }
    }
    if !pending.isEmpty { body(pending) }
  }
}

/// Where the rows and columns of a block lie.
private struct BlockAxes {
  private let block: GridBlock
  private let grid: LonLatGrid
  /// By row: metres from the axis and from the plane of the equator.
  private let rho, z: [Double]
  /// By column: of half the longitude from the grid's middle.
  private let sine, cosine: [Double]

  init(_ block: GridBlock, grid: LonLatGrid) {
    self.block = block
    self.grid = grid
    let positions = block.rows.map { EarthPosition(Coordinate(longitude: 0, latitude: grid.latitude($0))) }
    rho = positions.map { $0.x }
    z = positions.map { $0.z }
    let middle = Double(grid.columns - 1) / 2
    let halves = block.columns.map { (Double($0) - middle) * grid.longitudeStep * .pi / 360 }
    sine = halves.map { sin($0) }
    cosine = halves.map { cos($0) }
  }

  func withTile(sums: UnsafeMutableBufferPointer<Float>, _ body: (UnsafePointer<gr_tile>) -> Void) {
    let leastMeridianRadius = Ellipsoid.semiMajorAxis * (1 - Ellipsoid.eccentricitySquared)
    rho.withUnsafeBufferPointer { rho in
      z.withUnsafeBufferPointer { z in
        sine.withUnsafeBufferPointer { sine in
          cosine.withUnsafeBufferPointer { cosine in
            var tile = gr_tile(
              rows: Int32(block.rows.count), columns: Int32(block.columns.count),
              columns_per_radian: 180 / (.pi * grid.longitudeStep),
              least_row_metres: leastMeridianRadius * grid.latitudeStep * .pi / 180, rho: rho.baseAddress,
              z: z.baseAddress, sine: sine.baseAddress, cosine: cosine.baseAddress, sums: sums.baseAddress)
            body(&tile)
          }
        }
      }
    }
  }
}

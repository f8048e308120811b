import GeoCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A grid and a field's places in the terms in which their chords are cheap.
///
/// With ρ the distance from the Earth's axis and z that from the equator's plane, the squared chord between a
/// node and a place is exactly
///
///     c² = A + B w²,   A = (ρ_row − ρ_place)² + (z_row − z_place)²,   B = 4 ρ_row ρ_place,   w = sin(Δλ/2),
///
/// and w = sin(λ/2) cos(λ'/2) − cos(λ/2) sin(λ'/2) needs no sine in the loops. A and B belong to a row, so
/// the inner loop is that of a plane; w² does not care which turn a longitude is on, so neither the
/// antimeridian nor the poles are special.
struct SurfaceFrame: Sendable {
  /// The sine and cosine of half a longitude.
  struct HalfAngle: Sendable {
    let sine, cosine: Double

    init(longitude: Double) {
      sine = sin(longitude * .pi / 360)
      cosine = cos(longitude * .pi / 360)
    }
  }

  struct FramePlace: Sendable {
    let rho, z: Double
    let half: HalfAngle
    /// Degrees, on the turn that starts at the grid's west.
    let longitude: Double
    /// The latitude in rows from the grid's south.
    let row: Double
  }

  /// Rows and columns of a tile; tiles are what threads take one after the other.
  struct Tile: Sendable {
    let rows: Range<Int>
    let columns: Range<Int>
    /// A ball round the tile's nodes.
    let centre: EarthPosition
    let radius: Double
  }

  let grid: LonLatGrid
  /// Metres of each row from the axis, and from the plane of the equator.
  let rowRho, rowZ: [Double]
  /// Sine and cosine of half of each column's longitude.
  let columnSine, columnCosine: [Double]
  let places: [FramePlace]

  static let tileRows = 32
  private static let tileColumns = 256

  init(_ grid: LonLatGrid, places: [Place]) {
    self.grid = grid
    let rows = (0..<grid.rows).map { row in
      EarthPosition(Coordinate(longitude: 0, latitude: grid.latitude(row)))
    }
    rowRho = rows.map { $0.x }
    rowZ = rows.map { $0.z }
    let columns = (0..<grid.columns).map { HalfAngle(longitude: grid.longitude($0)) }
    columnSine = columns.map { $0.sine }
    columnCosine = columns.map { $0.cosine }
    self.places = places.map { place in
      let longitude = atan2(place.y, place.x) * 180 / .pi
      let rho = (place.x * place.x + place.y * place.y).squareRoot()
      let latitude = atan2(place.z, rho * (1 - Ellipsoid.eccentricitySquared)) * 180 / .pi
      return FramePlace(
        rho: rho, z: place.z,
        half: HalfAngle(longitude: longitude),
        longitude: Longitude.wrapped(longitude - grid.west - 180) + grid.west + 180,
        row: (latitude - grid.south) / grid.latitudeStep)
    }
  }

  var tileCount: Int { tilesAcross * ((grid.rows + Self.tileRows - 1) / Self.tileRows) }
  private var tilesAcross: Int { (grid.columns + Self.tileColumns - 1) / Self.tileColumns }

  func tile(_ index: Int) -> Tile {
    let firstRow = index / tilesAcross * Self.tileRows
    let firstColumn = index % tilesAcross * Self.tileColumns
    let rowRange = firstRow..<min(firstRow + Self.tileRows, grid.rows)
    let columnRange = firstColumn..<min(firstColumn + Self.tileColumns, grid.columns)
    let west = grid.longitude(columnRange.lowerBound)
    let east = grid.longitude(columnRange.upperBound - 1)
    let latitude = (grid.latitude(rowRange.lowerBound) + grid.latitude(rowRange.upperBound - 1)) / 2
    let centre = EarthPosition(Coordinate(longitude: (west + east) / 2, latitude: latitude))
    // On each row the farthest node is at the edge, since the chord grows with Δλ up to 180°.
    let rho = (centre.x * centre.x + centre.y * centre.y).squareRoot()
    let w = sin((east - west) * .pi / 720)
    var radiusSquared = 0.0
    for row in rowRange {
      let across = rowRho[row] - rho
      let up = rowZ[row] - centre.z
      let round = 4 * rho * rowRho[row] * w * w
      radiusSquared = max(radiusSquared, across * across + up * up + round)
    }
    return Tile(
      rows: rowRange, columns: columnRange, centre: centre, radius: radiusSquared.squareRoot())
  }

  /// Runs `body` on a tile's part of the axes: ρ and z of its rows, sine and cosine of its columns.
  func withAxes<Result>(
    of tile: Tile,
    _ body: (
      _ rho: UnsafePointer<Double>, _ z: UnsafePointer<Double>, _ sine: UnsafePointer<Double>,
      _ cosine: UnsafePointer<Double>
    ) -> Result
  ) -> Result {
    // Arrays turn into pointers for the call; a grid has rows and columns.
    func call(
      _ rho: UnsafePointer<Double>, _ z: UnsafePointer<Double>, _ sine: UnsafePointer<Double>,
      _ cosine: UnsafePointer<Double>
    ) -> Result {
      let (row, column) = (tile.rows.lowerBound, tile.columns.lowerBound)
      return body(rho + row, z + row, sine + column, cosine + column)
    }
    return call(rowRho, rowZ, columnSine, columnCosine)
  }

  /// A place's longitude in columns from a tile's first, on the turn nearest to the tile's middle.
  func column(of place: FramePlace, from tile: Tile) -> Double {
    let middle = Double(tile.columns.count - 1) / 2
    let turn = 360 / grid.longitudeStep
    let column = (place.longitude - grid.west) / grid.longitudeStep - Double(tile.columns.lowerBound)
    return column - ((column - middle) / turn).rounded() * turn
  }

  /// Whether a node of a tile may be within reach of a place; some that are not pass, always the same ones.
  ///
  /// - Parameters:
  ///   - place: anywhere.
  ///   - squaredChord: from the place to the tile's centre.
  ///   - reach: a chord in metres.
  func isFelt(_ place: FramePlace, squaredChord: Double, in tile: Tile, reach: Double) -> Bool {
    // More than any rounding, and less than the tree's leaves are wider: what passes here has always been visited.
    let reach = reach + 5e-5
    let widest = reach + tile.radius
    guard squaredChord <= widest * widest else { return false }
    // The nearest point of the tile's nearest parallel lies on the place's own meridian,
    let row = min(max(Int(place.row.rounded()), tile.rows.lowerBound), tile.rows.upperBound - 1)
    if place.row < Double(tile.rows.lowerBound) || place.row > Double(tile.rows.upperBound - 1) {
      let (across, up) = (rowRho[row] - place.rho, rowZ[row] - place.z)
      if across * across + up * up > reach * reach { return false }
    }
    // and no meridian comes nearer than its half-plane.
    let column = column(of: place, from: tile)
    let gap = max(-column, column - Double(tile.columns.count - 1), 0) * grid.longitudeStep
    return place.rho * sin(min(gap, 90) * .pi / 180) <= reach
  }

  /// Calls `body` with each run of the tile's columns that may lie within `halfWidth` degrees of longitude of
  /// a place; a node more at either end comes along.
  @inline(__always)
  func forEachRun(
    of tile: Tile, near longitude: Double, halfWidth: Double, _ body: (Range<Int>) -> Void
  ) {
    var start = tile.columns.lowerBound
    for turn in -1...1 {
      let middle = (longitude - grid.west + Double(turn) * 360) / grid.longitudeStep
      let reach = halfWidth / grid.longitudeStep
      let low = max(middle - reach, Double(start))
      let high = min(middle + reach + 1, Double(tile.columns.upperBound - 1))
      guard low <= high else { continue }
      let run = Int(low)..<Int(high) + 1
      body(run)
      start = run.upperBound
    }
  }
}

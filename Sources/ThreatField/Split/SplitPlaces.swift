import CKernels
import GeoCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A layer's places in the terms of a grid, by bands of rows and in each by column: a sweep then touches memory in
/// order.
struct SplitPlaces: Sendable {
  /// Rows in a band.
  static let band = Int(GR_BAND)
  /// Columns in a bucket, within which places keep the layer's order.
  private static let bucket = 4

  /// Number of places near enough to the grid.
  let count: Int
  /// ρ, z, column, row, sine, cosine and weight, `count` numbers each: see `gr_split_places`.
  private let numbers: [Double]
  /// The places of band b and bucket k begin at `starts[(b − firstBand) · buckets + k]`; one more at the end.
  private let starts: [Int32]
  private let firstBand, bands, buckets: Int
  private let firstColumn: Double

  /// - Parameters:
  ///   - places: of one layer.
  ///   - grid: the surface's nodes.
  ///   - reach: metres beyond which a place does not matter to the grid.
  ///   - workers: how many threads to use.
  init(_ places: ArraySlice<Place>, grid: LonLatGrid, reach: Double, workers: Workers) {
    let frame = GridFrame(grid, reach: reach)
    let bands = (grid.rows + Self.band - 1) / Self.band + 2 * frame.marginBands
    let buckets = (grid.columns + 2 * frame.marginColumns) / Self.bucket + 1
    let firstColumn = -Double(frame.marginColumns)
    let outside = Int32(bands * buckets)
    let places = UncheckedPlaces(places)
    let stretch = 4_096

    // Where each place lies.
    struct Spot: Sendable {
      var row, column: Double
      var key: Int32
    }
    let spots = workers.mapEach(
      places.count, stretch: stretch, empty: Spot(row: 0, column: 0, key: 0)
    ) { range, spots in
      for index in range {
        let spot = frame.spot(places[index])
        let band = (spot.row / Double(Self.band)).rounded(.down) + Double(frame.marginBands)
        let bucket = ((spot.column - firstColumn) / Double(Self.bucket)).rounded(.down)
        let isNear = band >= 0 && band < Double(bands) && bucket >= 0 && bucket < Double(buckets)
        spots[index] = Spot(
          row: spot.row, column: spot.column,
          key: isNear ? Int32(Int(band) * buckets + Int(bucket)) : outside)
      }
    }
    // A counting sort; what is outside comes last and is left away.
    var starts = [Int32](repeating: 0, count: bands * buckets + 2)
    for spot in spots { starts[Int(spot.key) + 1] += 1 }
    for index in starts.indices.dropFirst() { starts[index] += starts[index - 1] }
    var next = starts
    let order = [Int32](unsafeUninitializedCapacity: spots.count) { order, initialized in
      for (index, spot) in spots.enumerated() {
        order[Int(next[Int(spot.key)])] = Int32(index)
        next[Int(spot.key)] += 1
      }
      initialized = spots.count
    }
    let count = Int(starts[bands * buckets])
    numbers = workers.fill(7 * count) { base in
      // Each place is written by one thread, and nothing reads before all are done.
      nonisolated(unsafe) let numbers = base
      _ = workers.map((count + stretch - 1) / stretch) { index in
        for position in index * stretch..<min((index + 1) * stretch, count) {
          let spot = spots[Int(order[position])]
          let place = places[Int(order[position])]
          let rho = (place.x * place.x + place.y * place.y).squareRoot()
          numbers[position] = rho
          numbers[count + position] = place.z
          numbers[2 * count + position] = spot.column
          numbers[3 * count + position] = spot.row
          numbers[4 * count + position] = (place.y * frame.cosine - place.x * frame.sine) / rho
          numbers[5 * count + position] = (place.x * frame.cosine + place.y * frame.sine) / rho
          numbers[6 * count + position] = place.total
        }
      }
    }
    self.count = count
    self.starts = Array(starts.prefix(bands * buckets + 1))
    self.firstBand = -frame.marginBands
    self.bands = bands
    self.buckets = buckets
    self.firstColumn = firstColumn
  }

  /// The bands that hold places, from the south.
  var allBands: Range<Int> { firstBand..<firstBand + bands }

  /// The places of some bands.
  func range(ofBands range: Range<Int>) -> Range<Int32> {
    let low = min(max(range.lowerBound - firstBand, 0), bands)
    let high = min(max(range.upperBound - firstBand, low), bands)
    return starts[low * buckets]..<starts[high * buckets]
  }

  /// The places of one band between two columns, whole buckets at either end.
  func range(band: Int, from west: Double, to east: Double) -> Range<Int32> {
    let row = band - firstBand
    guard row >= 0, row < bands else { return 0..<0 }
    let low = min(max(Int(((west - firstColumn) / Double(Self.bucket)).rounded(.down)), 0), buckets - 1)
    let high = min(max(Int(((east - firstColumn) / Double(Self.bucket)).rounded(.down)), low), buckets - 1)
    return starts[row * buckets + low]..<starts[row * buckets + high + 1]
  }

  /// Runs `body` on the numbers as the loops take them.
  func withNumbers<Result>(_ body: (UnsafePointer<gr_split_places>, UnsafePointer<Double>) -> Result) -> Result {
    numbers.withUnsafeBufferPointer { buffer in
      // Never read where there are no places.
      let base = buffer.baseAddress ?? UnsafePointer(bitPattern: 64).unsafelyUnwrapped
      var places = gr_split_places(
        rho: base, z: base + count, column: base + 2 * count, row: base + 3 * count, sine: base + 4 * count,
        cosine: base + 5 * count, weight: base + 6 * count)
      return body(&places, base)
    }
  }

  /// Row, column and weight of a place, for the check.
  func spot(_ index: Int) -> (row: Double, column: Double, weight: Double) {
    (numbers[3 * count + index], numbers[2 * count + index], numbers[6 * count + index])
  }
}

/// Places without the slice's checks, for many threads.
private struct UncheckedPlaces: Sendable {
  private let places: ArraySlice<Place>
  let count: Int

  init(_ places: ArraySlice<Place>) {
    self.places = places
    count = places.count
  }

  subscript(index: Int) -> Place { places[places.startIndex + index] }
}

/// How far places matter to a grid, and their rows and columns.
private struct GridFrame: Sendable {
  let marginBands, marginColumns: Int
  /// Of the longitude of the grid's middle.
  let sine, cosine: Double
  private let grid: LonLatGrid
  private let middleColumn, turn: Double

  init(_ grid: LonLatGrid, reach: Double) {
    self.grid = grid
    let degrees = 1.01 * reach / Ellipsoid.meanRadius * 180 / .pi
    let highest = max(abs(grid.latitude(0)), abs(grid.latitude(grid.rows - 1))) + degrees
    marginBands = Int(degrees / grid.latitudeStep) / SplitPlaces.band + 2
    marginColumns = Int(degrees / cos(min(highest, 89) * .pi / 180) / grid.longitudeStep) + 2
    middleColumn = Double(grid.columns - 1) / 2
    turn = 360 / grid.longitudeStep
    let middle = (grid.west + middleColumn * grid.longitudeStep) * .pi / 180
    sine = sin(middle)
    cosine = cos(middle)
  }

  /// Latitude and longitude in rows and columns from the grid's first, on the turn nearest to its middle.
  func spot(_ place: Place) -> (row: Double, column: Double) {
    let rho = (place.x * place.x + place.y * place.y).squareRoot()
    let flat = 1 - Ellipsoid.eccentricitySquared
    let row = (atan2(place.z, rho * flat) * 180 / .pi - grid.south) / grid.latitudeStep
    var column = (atan2(place.y, place.x) * 180 / .pi - grid.west) / grid.longitudeStep
    column -= ((column - middleColumn) / turn).rounded() * turn
    return (row, column)
  }
}

extension Workers {
  /// An array that `body` fills, from any thread.
  func fill(_ count: Int, _ body: (UnsafeMutablePointer<Double>) -> Void) -> [Double] {
    [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
      if let base = buffer.baseAddress { body(base) }
      initialized = count
    }
  }
}

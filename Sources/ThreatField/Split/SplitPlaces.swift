import CKernels
import GeoCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What a layer is made of: merged places, or sources as they are.
protocol SplitInput: Sendable {
  associatedtype Item
  var count: Int { get }
  subscript(index: Int) -> Item { get }
  /// Latitude and longitude in degrees.
  func spot(_ item: Item) -> (latitude: Double, longitude: Double)
  /// Metres from the plane of the equator, sine and cosine of the longitude from that of a meridian, and the weight.
  func entry(_ item: Item, from meridian: SplitMeridian) -> SplitEntry
}

/// A longitude.
struct SplitMeridian: Sendable {
  let degrees, sine, cosine: Double

  init(degrees: Double) {
    self.degrees = degrees
    sine = sin(degrees * .pi / 180)
    cosine = cos(degrees * .pi / 180)
  }
}

/// One place of a `SplitInput`.
struct SplitEntry {
  var z, sine, cosine, weight: Double
}

/// A layer's places in the terms of a grid, by bands of rows and in each by column: a sweep then touches memory in
/// order.
struct SplitPlaces: Sendable {
  /// Rows in a band.
  static let band = Int(GR_BAND)
  /// Columns in a bucket, within which places keep the layer's order.
  private static let bucket = 4
  /// Numbers that the loops may read behind the last.
  private static let spare = 16

  /// Number of places near enough to the grid.
  let count: Int
  /// z, column, row, sine, cosine and weight, `count` numbers each: see `gr_split_places`.
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
  init<Input: SplitInput>(_ places: Input, grid: LonLatGrid, reach: Double, workers: Workers) {
    let frame = GridFrame(grid, reach: reach)
    let bands = (grid.rows + Self.band - 1) / Self.band + 2 * frame.marginBands
    let buckets = (grid.columns + 2 * frame.marginColumns) / Self.bucket + 1
    let firstColumn = -Double(frame.marginColumns)
    let outside = Int32(bands * buckets)
    let (stretch, batch) = (4_096, 64)

    // The bin of each place. Its row and column are worked out again below: to keep them would take 16 bytes a place.
    let bins = workers.mapEach(places.count, stretch: stretch, empty: outside) { range, bins in
      for index in range {
        let spot = frame.spot(places.spot(places[index]))
        let band = (spot.row / Double(Self.band)).rounded(.down) + Double(frame.marginBands)
        let bucket = ((spot.column - firstColumn) / Double(Self.bucket)).rounded(.down)
        if band >= 0, band < Double(bands), bucket >= 0, bucket < Double(buckets) {
          bins[index] = Int32(Int(band) * buckets + Int(bucket))
        }
      }
    }
    // A counting sort; what is outside comes last and is left away.
    var starts = [Int32](repeating: 0, count: bands * buckets + 2)
    for bin in bins { starts[Int(bin) + 1] += 1 }
    for index in starts.indices.dropFirst() { starts[index] += starts[index - 1] }
    var next = starts
    let order = [Int32](unsafeUninitializedCapacity: bins.count) { order, initialized in
      for (index, bin) in bins.enumerated() {
        order[Int(next[Int(bin)])] = Int32(index)
        next[Int(bin)] += 1
      }
      initialized = bins.count
    }
    let count = Int(starts[bands * buckets])
    numbers = workers.fill(6 * count + Self.spare) { base in
      (base + 6 * count).initialize(repeating: 0, count: Self.spare)
      // Each place is written by one thread, and nothing reads before all are done.
      nonisolated(unsafe) let numbers = base
      _ = workers.map((count + stretch - 1) / stretch) { index in
        let range = index * stretch..<min((index + 1) * stretch, count)
        for first in Swift.stride(from: range.lowerBound, to: range.upperBound, by: batch) {
          // They lie anywhere in memory: with nothing done between, many are fetched at a time.
          let items = order[first..<min(first + batch, range.upperBound)].map { places[Int($0)] }
          for (position, item) in zip(first..., items) {
            let spot = frame.spot(places.spot(item))
            let entry = places.entry(item, from: frame.meridian)
            numbers[position] = entry.z
            numbers[count + position] = spot.column
            numbers[2 * count + position] = spot.row
            numbers[3 * count + position] = entry.sine
            numbers[4 * count + position] = entry.cosine
            numbers[5 * count + position] = entry.weight
          }
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
  func withNumbers(_ body: (UnsafePointer<gr_split_places>) -> Void) {
    numbers.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      var places = gr_split_places(
        z: base, equator_squared: Ellipsoid.semiMajorAxis * Ellipsoid.semiMajorAxis,
        ratio_squared: 1 / (1 - Ellipsoid.eccentricitySquared), column: base + count, row: base + 2 * count,
        sine: base + 3 * count, cosine: base + 4 * count, weight: base + 5 * count)
      body(&places)
    }
  }

  /// Row, column and weight of a place, for the check.
  func spot(_ index: Int) -> (row: Double, column: Double, weight: Double) {
    (numbers[2 * count + index], numbers[count + index], numbers[5 * count + index])
  }
}

/// The places of a layer.
struct MergedPlaces: SplitInput {
  private let places: ArraySlice<Place>

  init(_ places: ArraySlice<Place>) { self.places = places }

  var count: Int { places.count }

  subscript(index: Int) -> Place { places[places.startIndex + index] }

  func spot(_ place: Place) -> (latitude: Double, longitude: Double) {
    let rho = (place.x * place.x + place.y * place.y).squareRoot()
    let flat = 1 - Ellipsoid.eccentricitySquared
    return (atan2(place.z, rho * flat) * 180 / .pi, atan2(place.y, place.x) * 180 / .pi)
  }

  func entry(_ place: Place, from meridian: SplitMeridian) -> SplitEntry {
    let rho = (place.x * place.x + place.y * place.y).squareRoot()
    return SplitEntry(
      z: place.z, sine: (place.y * meridian.cosine - place.x * meridian.sine) / rho,
      cosine: (place.x * meridian.cosine + place.y * meridian.sine) / rho, weight: place.total)
  }
}

/// Sources, each a place of its own.
struct LooseSources: SplitInput {
  private let sources: [FieldSource]
  private let profile: SIMD4<Double>

  init(_ sources: [FieldSource], profile: SIMD4<Double>) {
    self.sources = sources
    self.profile = profile
  }

  var count: Int { sources.count }

  subscript(index: Int) -> FieldSource { sources[index] }

  func spot(_ source: FieldSource) -> (latitude: Double, longitude: Double) {
    (source.coordinate.latitude, source.coordinate.longitude)
  }

  func entry(_ source: FieldSource, from meridian: SplitMeridian) -> SplitEntry {
    let position = EarthPosition(Coordinate(longitude: 0, latitude: source.coordinate.latitude))
    let angle = (source.coordinate.longitude - meridian.degrees) * .pi / 180
    return SplitEntry(
      z: position.z, sine: sin(angle), cosine: cos(angle), weight: (profile * source.weights).sum())
  }
}

/// How far places matter to a grid, and their rows and columns.
private struct GridFrame: Sendable {
  let marginBands, marginColumns: Int
  /// The grid's middle.
  let meridian: SplitMeridian
  private let grid: LonLatGrid
  private let middleColumn, turn: Double

  init(_ grid: LonLatGrid, reach: Double) {
    self.grid = grid
    let degrees = SplitPlan.degrees(reach)
    let highest = max(abs(grid.latitude(0)), abs(grid.latitude(grid.rows - 1))) + degrees
    marginBands = Int(degrees / grid.latitudeStep) / SplitPlaces.band + 2
    marginColumns = Int(degrees / cos(min(highest, 89) * .pi / 180) / grid.longitudeStep) + 2
    middleColumn = Double(grid.columns - 1) / 2
    turn = 360 / grid.longitudeStep
    meridian = SplitMeridian(degrees: grid.west + middleColumn * grid.longitudeStep)
  }

  /// Latitude and longitude in rows and columns from the grid's first, on the turn nearest to its middle.
  func spot(_ place: (latitude: Double, longitude: Double)) -> (row: Double, column: Double) {
    let row = (place.latitude - grid.south) / grid.latitudeStep
    let column = (place.longitude - grid.west) / grid.longitudeStep
    return (row, column - ((column - middleColumn) / turn).rounded() * turn)
  }
}

extension Workers {
  /// An array that `body` fills, from any thread.
  func fill(_ count: Int, _ body: (UnsafeMutablePointer<Double>) -> Void) -> [Double] {
    [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
      LargePages.advise(for: buffer)
      if let base = buffer.baseAddress { body(base) }
      initialized = count
    }
  }
}

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A regular lattice of nodes in longitude and latitude, the frame of every surface.
///
/// Node (row, column) lies at `south + row · latitudeStep`, `west + column · longitudeStep`: row 0 is the
/// southernmost, and values are stored row by row, `row · columns + column`. Longitudes are unwrapped: a grid
/// across the antimeridian runs on beyond 180.
public struct LonLatGrid: Hashable, Sendable {
  /// Longitude of column 0 in degrees, −180…180.
  public let west: Double
  /// Latitude of row 0 in degrees.
  public let south: Double
  /// Degrees between columns, above 0.
  public let longitudeStep: Double
  /// Degrees between rows, above 0.
  public let latitudeStep: Double
  /// Nodes from west to east, at least 2.
  public let columns: Int
  /// Nodes from south to north, at least 2.
  public let rows: Int

  /// Why no grid can be made.
  public enum GridError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The extent is empty, not finite, or leaves the globe.
    case badExtent
    /// The spacing is not a positive number of metres.
    case badSpacing
    /// More nodes than `limit`; a coarser spacing of `suggestedMetres` would fit.
    case tooLarge(nodes: Double, limit: Int, suggestedMetres: Double)

    /// One sentence for a person.
    public var description: String {
      switch self {
      case .badExtent:
        "the extent must be west,south,east,north in degrees, south below north, within the globe"
      case .badSpacing: "the resolution must be a positive distance"
      case .tooLarge(let nodes, let limit, let metres):
        """
        the grid would have \(Self.digits(nodes)) nodes, more than \(limit); use a resolution of \
        \(Self.digits((metres / 1000).rounded(.up)))km or a smaller extent
        """
      }
    }

    /// A count in whole digits; one beyond all integers, which a spacing near 0 makes, as the double it is.
    private static func digits(_ count: Double) -> String {
      Int(exactly: count.rounded()).map(String.init) ?? "\(count)"
    }
  }

  /// A lattice that covers the extent, its spacing chosen from metres at the centre of the extent.
  ///
  /// The steps are shrunk slightly so that a whole number of them spans the extent exactly.
  ///
  /// - Parameters:
  ///   - extent: degrees; `maxX` may exceed 180 when the extent crosses the antimeridian, and an extent whose
  ///     east lies west of its west is taken to cross it.
  ///   - metres: greatest node spacing in metres at the extent's middle latitude.
  ///   - limit: greatest number of nodes.
  /// - Throws: `GridError`.
  public init(covering extent: Envelope, spacing metres: Double, limit: Int = 25_000_000) throws(GridError) {
    guard metres.isFinite, metres > 0 else { throw .badSpacing }
    let west = extent.minX
    var east = extent.maxX
    if east <= west { east += 360 }
    guard west.isFinite, east.isFinite, extent.minY < extent.maxY, west >= -180, west <= 180,
      east > west, east - west <= 360, extent.minY >= -90, extent.maxY <= 90
    else { throw .badExtent }
    let middle = (extent.minY + extent.maxY) / 2 * .pi / 180
    let w2 = 1 - Ellipsoid.eccentricitySquared * sin(middle) * sin(middle)
    let normal = Ellipsoid.semiMajorAxis / w2.squareRoot()
    let meridional = normal * (1 - Ellipsoid.eccentricitySquared) / w2
    let metresPerLatitude = meridional * .pi / 180
    let metresPerLongitude = max(normal * cos(middle) * .pi / 180, 1)
    let columns = ((east - west) * metresPerLongitude / metres - 1e-9).rounded(.up)
    let rows = ((extent.maxY - extent.minY) * metresPerLatitude / metres - 1e-9).rounded(.up)
    let nodes = (max(columns, 1) + 1) * (max(rows, 1) + 1)
    guard nodes <= Double(limit) else {
      throw .tooLarge(
        nodes: nodes, limit: limit, suggestedMetres: metres * (nodes / Double(limit)).squareRoot())
    }
    self.west = west
    self.south = extent.minY
    self.columns = max(Int(columns), 1) + 1
    self.rows = max(Int(rows), 1) + 1
    self.longitudeStep = (east - west) / Double(self.columns - 1)
    self.latitudeStep = (extent.maxY - extent.minY) / Double(self.rows - 1)
  }

  /// The longitude of a column in degrees.
  @inlinable public func longitude(_ column: Int) -> Double { west + Double(column) * longitudeStep }
  /// The latitude of a row in degrees.
  @inlinable public func latitude(_ row: Int) -> Double { south + Double(row) * latitudeStep }
  /// The number of nodes.
  @inlinable public var count: Int { rows * columns }
  /// The place of a node.
  @inlinable public func coordinate(row: Int, column: Int) -> Coordinate {
    Coordinate(longitude: longitude(column), latitude: latitude(row))
  }
  /// The box round all nodes; `maxX` may exceed 180.
  public var extent: Envelope {
    Envelope(minX: west, minY: south, maxX: longitude(columns - 1), maxY: latitude(rows - 1))
  }
}

import GeoCore
import GeoProjection
import GeoTopology

/// The area within a distance of one asset.
public struct AssetBuffer: Hashable, Sendable {
  /// The asset's id.
  public var assetID: String
  /// Its name.
  public var name: String
  /// What it is: the asset's own kind, else `corridor` or `site`.
  public var assetKind: String
  /// Distance in km.
  public var distanceKm: Double
  /// Area on the ellipsoid in km².
  public var areaKm2: Double
  /// The area; longitudes may run beyond ±180 across the antimeridian.
  public var area: MultiPolygon
}

extension AssetBuffer {
  /// Digits of longitude and latitude that layers are written with: 1e-7°, about a centimetre.
  private static let writtenGrid = 1e-7

  /// The areas within each distance of each asset: corridors first, then sites; distances as given.
  ///
  /// Areas are valid on the grid of seven decimals that layers are written with.
  ///
  /// - Parameters:
  ///   - corridors: lines, buffered whole.
  ///   - sites: points or polygons.
  ///   - distances: metres, each above 0 and at most 1,000 km.
  ///   - workers: how many threads to use; the result does not depend on it.
  ///   - progress: told the part done, 0…1; called from any thread.
  /// - Throws: `GeoRiskError` for a distance that makes no sense, or naming the asset that has no buffer.
  public static func buffers(
    corridors: [Corridor], sites: [Site], distances: [Double], workers: Workers = .allProcessors,
    progress: (@Sendable (Double) -> Void)? = nil
  ) throws(GeoRiskError) -> [AssetBuffer] {
    let assets = corridors.map(Asset.init) + sites.map(Asset.init)
    let sets = try workers.tryMap(
      assets.count, progress: { progress?(Double($0) / Double(assets.count)) }
    ) { index throws(GeoRiskError) in try buffers(of: assets[index], distances: distances) }
    return sets.flatMap(\.self)
  }

  private static func buffers(
    of asset: Asset, distances: [Double]
  ) throws(GeoRiskError) -> [AssetBuffer] {
    do {
      let areas = try GeodesicBuffer().areas(within: distances, of: asset.geometry)
      return try zip(distances, areas).map { distance, area in
        let written = try area.snapped(toGrid: writtenGrid)
        return AssetBuffer(
          assetID: asset.id, name: asset.name, assetKind: asset.kind, distanceKm: distance / 1_000,
          areaKm2: Geodesic.wgs84.area(of: written) / 1e6, area: written)
      }
    } catch BufferError.badDistance(let metres) {
      throw GeoRiskError(.usage, "a buffer distance must be above 0, not \(metres) m")
    } catch BufferError.tooFar(let metres) {
      throw GeoRiskError(
        .usage, "a buffer of \(metres / 1_000) km is too wide",
        suggestion: "use at most \(Int(GeodesicBuffer.greatestDistance / 1_000))km")
    } catch {
      throw GeoRiskError(.badData, "'\(asset.id)' cannot be buffered: \(error)", at: asset.record)
    }
  }
}

/// What a buffer needs to know of a corridor or site.
private struct Asset: Sendable {
  let id: String
  let name: String
  let kind: String
  let geometry: Geometry
  let record: InputPlace

  init(_ corridor: Corridor) {
    id = corridor.id
    name = corridor.name
    kind = corridor.kind.isEmpty ? "corridor" : corridor.kind
    geometry = .multiLineString(corridor.parts)
    record = corridor.record
  }

  init(_ site: Site) {
    id = site.id
    name = site.name
    kind = site.kind.isEmpty ? "site" : site.kind
    geometry = site.geometry
    record = site.record
  }
}

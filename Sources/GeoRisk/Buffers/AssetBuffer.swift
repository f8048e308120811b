import GeoCore
import GeoProjection
import GeoTopology

/// The area within a distance of one asset.
public struct AssetBuffer: Hashable, Sendable {
  /// The asset's id; empty where the area belongs to several assets.
  public var assetID: String
  /// Its name; empty where the area belongs to several assets.
  public var name: String
  /// What it is: the asset's own kind, else `corridor` or `site`; empty where the area belongs to several assets.
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
  /// - Throws: as `buffers(round:distances:rings:dissolve:workers:progress:)`.
  public static func buffers(
    corridors: [Corridor], sites: [Site], distances: [Double], workers: Workers = .allProcessors,
    progress: (@Sendable (Double) -> Void)? = nil
  ) throws(GeoRiskError) -> [AssetBuffer] {
    try buffers(
      round: corridors.map(BufferSubject.init) + sites.map(BufferSubject.init), distances: distances,
      workers: workers, progress: progress)
  }

  /// The areas within each distance of each subject, or of all of them together; distances as given.
  ///
  /// Areas are valid on the grid of seven decimals that layers are written with.
  ///
  /// - Parameters:
  ///   - subjects: points, lines or areas, each buffered whole.
  ///   - distances: metres, each at least 0.01 (less than which no layer can show) and at most 1,000 km.
  ///   - rings: whether to take from each distance what the next smaller one covers.
  ///   - dissolve: whether all subjects share one area per distance.
  ///   - workers: how many threads to use; the result does not depend on it.
  ///   - progress: told the part done, 0…1; called from any thread.
  /// - Throws: `GeoRiskError` for a distance that makes no sense, or naming the subject that has no buffer.
  public static func buffers(
    round subjects: [BufferSubject], distances: [Double], rings: Bool = false, dissolve: Bool = false,
    workers: Workers = .allProcessors, progress: (@Sendable (Double) -> Void)? = nil
  ) throws(GeoRiskError) -> [AssetBuffer] {
    if let tiny = distances.first(where: { $0 > 0 && $0 < 0.01 }) {
      throw GeoRiskError(
        .usage, "a buffer of \(shortest(tiny)) m is less than a layer's seven decimals can show",
        suggestion: "1 cm is the least")
    }
    var subjects = subjects
    if dissolve {
      subjects = [
        BufferSubject(id: "", name: "", kind: "", geometry: .collection(subjects.map(\.geometry)))
      ]
    }
    let sets = try workers.tryMap(
      subjects.count, progress: { [count = subjects.count] in progress?(Double($0) / Double(count)) }
    ) { [subjects] index throws(GeoRiskError) in
      // Few subjects leave threads for the paths of each.
      let inside = subjects.count < workers.threads ? workers : Workers(threads: 1)
      return try buffers(round: subjects[index], distances: distances, rings: rings, workers: inside)
    }
    return sets.flatMap(\.self)
  }

  private static func buffers(
    round subject: BufferSubject, distances: [Double], rings: Bool, workers: Workers
  ) throws(GeoRiskError) -> [AssetBuffer] {
    do {
      let buffer = try GeodesicBuffer(workers: workers)
      let areas =
        rings
        ? try buffer.rings(within: distances, of: subject.geometry)
        : try buffer.areas(within: distances, of: subject.geometry)
      return try zip(distances, areas).map { distance, area in
        let written = isWritten(area) ? area : try area.snapped(toGrid: writtenGrid)
        return AssetBuffer(
          assetID: subject.id, name: subject.name, assetKind: subject.kind, distanceKm: distance / 1_000,
          areaKm2: Geodesic.wgs84.area(of: written) / 1e6, area: written)
      }
    } catch BufferError.badDistance(let metres) {
      throw GeoRiskError(.usage, "a buffer distance must be above 0, not \(metres) m")
    } catch BufferError.tooFar(let metres) {
      throw GeoRiskError(
        .usage, "a buffer of \(metres / 1_000) km is too wide",
        suggestion: "use at most \(Int(GeodesicBuffer.greatestDistance / 1_000))km")
    } catch {
      throw GeoRiskError(
        .badData, "\(quoted(subject.id)) cannot be buffered: \(error)", at: subject.record)
    }
  }

  /// Whether an area lies on the written grid as it is, as those of networks do.
  private static func isWritten(_ area: MultiPolygon) -> Bool {
    area.polygons.allSatisfy { polygon in
      polygon.coordinates.allSatisfy { abs($0.x) < 1e6 && LatticePoint($0).coordinate == $0 }
    }
  }
}

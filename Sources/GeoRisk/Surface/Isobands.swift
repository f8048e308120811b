import GeoCore

/// Areas between levels of a gridded surface, by marching squares.
///
/// The value is taken as linear along every grid edge, and a cell's part of a band is bounded by straight
/// chords between the places where its edges reach a level. Where two opposite corners of a cell lie above a
/// level and the other two below (a saddle), the higher corners are joined if the mean of the four reaches the
/// level, else they are cut off one by one.
///
/// How it works: each place where an edge reaches a level is found once and numbered, and belongs to the two
/// bands that meet there. In each cell a chord leads from one such place to another, with the higher side on
/// its left; it is an edge of the band above it, and backwards of the band below. Together with the steps along
/// the extent's edge every place then has one successor in each of its bands, so rings are read off by
/// following them: no clipping, no tolerance, and neighbouring bands share their border to the last digit.
/// Rings of one polygon are found by walking the grid's rows: the stretch between two borders of a band lies
/// in one polygon.
///
/// Places on one edge are kept a thousandth of the edge (at least 3e-7°) away from its ends and from each
/// other, so rings never touch, and stay valid when written with seven decimals, as long as the grid's steps
/// are above some 1e-5°. Shifting a border by a thousandth of a cell is far below the interpolation's own error.
public enum Isobands {
  /// One band per level, from that level up to the next; the last one is open at the top.
  ///
  /// Values below the first level lie in no band. Bands neither overlap nor leave gaps, and are closed along the
  /// edge of the extent. Longitudes run on beyond 180 where the grid does.
  ///
  /// - Parameters:
  ///   - values: one per node, row by row from the south, `row · columns + column`, all finite.
  ///   - grid: where the nodes lie.
  ///   - levels: lower bounds of the bands, rising, at least one and at most 65,535, in the unit of the values.
  ///   - workers: how many threads to use; the result does not depend on it.
  /// - Throws: `IsobandError` when the values do not fit the grid, or a value or level is not usable.
  public static func bands(
    values: [Double], grid: LonLatGrid, levels: [Double], workers: Workers = .allProcessors
  ) throws(IsobandError) -> [IsoBand] {
    guard values.count == grid.count else {
      throw .wrongCount(values: values.count, nodes: grid.count)
    }
    if levels.isEmpty { throw .badLevels(index: 0) }
    if levels.count > Int(UInt16.max) { throw .badLevels(index: Int(UInt16.max)) }
    for (index, level) in levels.enumerated()
    where !level.isFinite || (index > 0 && level <= levels[index - 1]) {
      throw .badLevels(index: index)
    }
    let network = try IsobandNetwork(values: values, grid: grid, levels: levels, workers: workers)
    let areas = network.polygons(bands: levels.count)
    return levels.indices.map { index in
      IsoBand(
        lower: levels[index], upper: index + 1 < levels.count ? levels[index + 1] : nil,
        area: MultiPolygon(areas[index]))
    }
  }
}

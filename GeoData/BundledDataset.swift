/// A data set that is compiled into the library, so that a program has it wherever it is installed.
public struct BundledDataset: Sendable {
  /// One of its files, under the name that a data set folder would give it.
  public struct File: Sendable {
    /// The name, such as `incidents.csv`.
    public let name: String
    /// The whole content.
    public let bytes: [UInt8]
  }

  /// The short name, such as `mali`.
  public let name: String
  /// What it holds and where from, in one line; `SOURCES.md` beside the files says it of every fact.
  public let summary: String
  /// The files, by the names of the data set convention.
  public let files: [File]
}

extension BundledDataset {
  /// Mali, May to September 2025: attacks and arrangements along the roads, who holds which town, six corridors
  /// and eleven mines.
  ///
  /// The corridors are coarse alignments through villages, not surveyed roads.
  public static let mali = BundledDataset(
    name: "mali",
    summary: "Mali, May to September 2025; facts from African Security Analysis, press, OCHA, USGS, GeoNames "
      + "and Natural Earth",
    files: [
      File(name: "incidents.csv", bytes: PackageResources.incidents_csv),
      File(name: "corridors.geojson", bytes: PackageResources.corridors_geojson),
      File(name: "sites.geojson", bytes: PackageResources.sites_geojson),
      File(name: "control.csv", bytes: PackageResources.control_csv),
      File(name: "model.yaml", bytes: PackageResources.model_yaml),
      File(name: "context.geojson", bytes: PackageResources.context_geojson),
    ])
}

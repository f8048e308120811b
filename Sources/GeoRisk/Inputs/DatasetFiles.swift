#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where the files of a data set are: in a folder by their conventional names, in memory, or each on its own.
///
///     var files = try DatasetFiles(folder: "mali")
///     files[.model] = .path("harsher.yaml")
///     let dataset = try Dataset(files)
public struct DatasetFiles: Sendable {
  /// What a file is for.
  public enum Role: String, Hashable, Sendable, CaseIterable {
    /// What happened.
    case incidents
    /// Roads and other lines.
    case corridors
    /// Points and areas.
    case sites
    /// Who holds which ground.
    case control
    /// Every number of the model.
    case model
    /// Outlines and towns behind the report's map.
    case context

    /// The names under which a folder may hold it.
    public var fileNames: [String] {
      switch self {
      case .incidents: ["incidents.csv", "incidents.geojson"]
      case .corridors: ["corridors.geojson"]
      case .sites: ["sites.geojson"]
      case .control: ["control.csv"]
      case .model: ["model.yaml"]
      case .context: ["context.geojson"]
      }
    }
  }

  /// Where the bytes of one file come from.
  public enum Source: Sendable {
    /// A path, `-` for standard input; read when the data set is.
    case path(String)
    /// Bytes in memory, coordinates on WGS 84.
    case bytes(InputFile)
  }

  /// The name of the data set, for reports.
  public var name: String
  private var sources: [Role: Source] = [:]

  /// No files yet.
  public init(name: String) { self.name = name }

  /// Finds the files that a folder holds under their conventional names.
  ///
  /// - Throws: `missingInput` where the folder does not exist or is a file, or holds none of the names; `badData`
  ///   where one file is there under two names.
  public init(folder path: String) throws(GeoRiskError) {
    let place = InputPlace(file: path)
    switch Self.kind(of: path) {
    case nil: throw GeoRiskError(.missingInput, "no such folder", at: place)
    case S_IFDIR: break
    default:
      throw GeoRiskError(
        .missingInput, "this is a file; a data set is a folder", at: place,
        suggestion: "name single files with --incidents, --corridors and --sites")
    }
    name = Self.lastPart(of: path)
    for role in Role.allCases {
      let found = role.fileNames.map { path + (path.hasSuffix("/") ? "" : "/") + $0 }
        .filter { Self.kind(of: $0) != nil }
      if found.count > 1 {
        throw GeoRiskError(
          .badData, "the folder holds both \(role.fileNames.joined(separator: " and "))", at: place,
          suggestion: "keep one of them")
      }
      if let path = found.first { sources[role] = .path(path) }
    }
    guard !sources.isEmpty else {
      let names = Role.allCases.map { $0.fileNames.joined(separator: " or ") }
      throw GeoRiskError(
        .missingInput, "the folder holds none of the files of a data set", at: place,
        suggestion: "they are called " + names.joined(separator: ", "))
    }
  }

  /// Takes files in memory by their conventional names; other names are passed over.
  public init(name: String, files: [(name: String, bytes: [UInt8])]) {
    self.name = name
    for role in Role.allCases {
      if let file = files.first(where: { role.fileNames.contains($0.name) }) {
        sources[role] = .bytes(InputFile(name: "\(name)/\(file.name)", bytes: file.bytes))
      }
    }
  }

  /// The file for a role, nil where there is none; setting one replaces the conventional file.
  public subscript(role: Role) -> Source? {
    get { sources[role] }
    set { sources[role] = newValue }
  }

  /// Reads the file for a role, nil where there is none.
  func input(_ role: Role) throws(GeoRiskError) -> InputFile? {
    switch sources[role] {
    case .path(let path): try InputFile(path: path)
    case .bytes(let file): file
    case nil: nil
    }
  }

  /// The reference system of a role's file where `crs` is asked for: it is meant for what the user names, and a file
  /// in memory comes with the program.
  func crs(_ crs: String?, of role: Role) -> String? {
    if case .bytes = sources[role] { return nil }
    return crs
  }

  /// Standard input can be read once.
  ///
  /// - Throws: `usage` where two files are to come from it.
  func checkStandardInput() throws(GeoRiskError) {
    let roles = Role.allCases.filter { role in
      if case .path("-") = sources[role] { true } else { false }
    }
    guard roles.count > 1 else { return }
    let names = roles.map(\.rawValue).joined(separator: " and ")
    throw GeoRiskError(.usage, "\(names) cannot both come from standard input")
  }

  /// Whether there is a folder at the path.
  public static func isFolder(_ path: String) -> Bool { kind(of: path) == S_IFDIR }

  /// Whether a GeoJSON file holds corridors or sites.
  ///
  /// - Parameters:
  ///   - file: lines, or points and areas.
  ///   - crs: its reference system; nil for WGS 84.
  /// - Throws: `badData` where it holds neither, or both.
  public static func role(ofAssets file: InputFile, crs: String?) throws(GeoRiskError) -> Role {
    switch try FileKind(of: file, crs: crs) {
    case .corridors: return .corridors
    case .sites: return .sites
    case .mixedFeatures:
      throw GeoRiskError(
        .badData, "there are lines and other geometries side by side", at: file.place,
        suggestion: "keep corridors and sites in files of their own")
    case .incidents, .control, .model:
      throw GeoRiskError(
        .badData, "there are neither corridors nor sites", at: file.place,
        suggestion: "a GeoJSON file of lines, points or polygons is needed")
    }
  }

  private static func kind(of path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  private static func lastPart(of path: String) -> String {
    let parts = path.split(separator: "/").filter { $0 != "." }
    return parts.last.map(String.init) ?? path
  }
}

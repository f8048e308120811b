import Foundation
import GeoJSON
import TestSupport
import Testing

/// The files of geojson-invalid-geometry (C. Krieger, MIT), which lie beside the checkout on some machines.
///
/// Everything not named here must be read without a complaint. Accepted although the collection calls it
/// invalid or problematic: wrong winding (the writer winds), self-intersection and crossing rings (`makeValid`
/// repairs), repeated and too many vertices, absent properties, any `bbox` (it is made anew), nested and single
/// collections, null geometries and zero-length lines (for the caller to judge).
@Suite(.enabled(if: SharedData.path("geojson-validity") != nil, "the shared test files are not here"))
struct ConformanceTests {
  /// Files that are no GeoJSON document, with what the error must name.
  static let refused: [String: String] = [
    "invalid_featurecollection_features_is_object": "expected an array of Features, found an object",
    "invalid_featurecollection_no_features_member": "without it",
    "invalid_featurecollection_nulltype": "found null",
    "invalid_featurecollection_type_lowercase": "featurecollection",
    "invalid_featurecollection_unknown_type": "notafc",
    "invalid_geometry_missing_type": "without `type`",
    "invalid_geometry_wrong_geometry_type": "SomeThingElse",
  ]

  /// Files whose one Feature is unusable, with what the reason must name.
  static let rejected: [String: String] = [
    "invalid_incorrect_geometry_data_type": "LineString needs coordinates nested 2 deep, found 3",
    "invalid_less_three_unique_nodes": "3 coordinates",
    "invalid_unclosed": "does not end where it starts",
    "invalid_feature_geometry_is_string": "found a string",
    "invalid_feature_id_type": "its id is an object",
    "invalid_feature_properties_is_array": "found an array",
    "invalid_feature_properties_is_int": "found a number",
    "invalid_feature_wrong_geometry_key": "no member `geometry`",
    "invalid_featurecollection_feature_nullfeature": "found null",
    "invalid_geometry_coordinates_1d": "one number",
    "invalid_geometry_coordinates_empty_position": "empty position",
    "invalid_geometry_coordinates_missing": "no member `coordinates`",
    "invalid_geometry_coordinates_string": "expected a number, found a string",
    "invalid_geometry_depth_deep_point": "Point needs coordinates nested 1 deep, found 2",
    "invalid_geometry_depth_deep_polygon": "too deeply",
    "invalid_geometry_depth_shallow_linestring": "LineString needs coordinates nested 2 deep, found 1",
    "invalid_geometry_depth_shallow_multipolygon": "not all nested alike",
    "invalid_geometry_depth_shallow_polygon": "Polygon needs coordinates nested 3 deep, found 2",
    "invalid_geometry_geometrycollection_null_geometry": "expected a geometry object, found null",
    "invalid_geometry_mislabeled_point": "MultiPolygon needs coordinates nested 4 deep, found 1",
    "problematic_outside_lat_lon_boundaries": "longitude -190.624027",
    "problematic_crs_defined": "longitude 797494.321955",
  ]

  /// Files that are read with a note.
  static let noted: [String: String] = [
    "problematic_3d_coordinates": "5 positions have",
    "problematic_4d_coordinates": "5 positions have",
    "valid_geometry_3d_coordinates": "1 position has",
    "problematic_crs_defined": "EPSG::32632",
  ]

  @Test func everyFileIsTakenAsStated() throws {
    let files = try Self.files()
    #expect(files.count > 60)
    for (name, bytes) in files {
      do {
        let document = try GeoJSONReader().read(bytes)
        #expect(Self.refused[name] == nil, "\(name) was read")
        let reasons = document.rejects.map(\.reason)
        if let reason = Self.rejected[name] {
          #expect(reasons.count == 1 && reasons[0].contains(reason), "\(name): \(reasons)")
        } else {
          #expect(reasons.isEmpty, "\(name): \(reasons)")
        }
        let notes = document.notes.map(\.description)
        if let note = Self.noted[name] {
          #expect(notes.count == 1 && notes[0].contains(note), "\(name): \(notes)")
        } else {
          #expect(notes.isEmpty, "\(name): \(notes)")
        }
        try Self.expectSameAfterWriting(document, name)
      } catch {
        let refused = try #require(Self.refused[name], "\(name): \(error)")
        #expect("\(error)".contains(refused), "\(name): \(error)")
      }
    }
  }

  /// What is written reads back, and is written again byte for byte.
  private static func expectSameAfterWriting(_ document: GeoJSONDocument, _ name: String) throws {
    let once = document.collection.geoJSONBytes()
    let again = try GeoJSONReader().read(once)
    #expect(again.rejects.isEmpty && again.features.count == document.features.count, "\(name)")
    #expect(again.collection.geoJSONBytes() == once, "\(name)")
  }

  private static func files() throws -> [(name: String, bytes: [UInt8])] {
    guard let root = SharedData.path("geojson-validity") else { return [] }
    var files: [(String, [UInt8])] = []
    for folder in try FileManager.default.contentsOfDirectory(atPath: root).sorted() {
      let folder = URL(fileURLWithPath: root).appendingPathComponent(folder)
      for file in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
        let url = folder.appendingPathComponent(file)
        files.append((url.deletingPathExtension().lastPathComponent, [UInt8](try Data(contentsOf: url))))
      }
    }
    return files
  }
}

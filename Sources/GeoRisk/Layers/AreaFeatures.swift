import GeoCore
import GeoJSON

extension AssetBuffer {
  /// The feature for `buffers.geojson`.
  public var feature: Feature {
    var properties = JSONObject()
    properties["asset_id"] = assetID.isEmpty ? .null : .string(assetID)
    properties["asset_kind"] = assetKind.isEmpty ? .null : .string(assetKind)
    properties["name"] = name.isEmpty ? .null : .string(name)
    properties["distance_km"] = .number(distanceKm)
    properties["area_km2"] = .number(areaKm2)
    properties["fill"] = "#5b6b7b"
    properties["fill-opacity"] = .number(0.1)
    properties["stroke"] = "#5b6b7b"
    return Feature(geometry: .multiPolygon(area), properties: properties)
  }
}

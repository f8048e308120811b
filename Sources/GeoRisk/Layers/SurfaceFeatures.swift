import GeoCore
import GeoJSON

extension ThreatSurface {
  /// The features for `threat-surface.geojson`: one per band that has an area.
  public var bandFeatures: [Feature] {
    bands.filter { !$0.area.isEmpty }.map { band in
      var properties = JSONObject()
      properties["index_min"] = .number(band.indexMin)
      properties["index_max"] = .number(band.indexMax)
      properties["threat_min"] = .number(band.threatMin)
      properties["threat_max"] = JSONValue(band.threatMax)
      properties["grade"] = .string(band.grade.name)
      properties["area_km2"] = .number(band.areaKm2)
      properties["fill"] = .string(band.grade.colour)
      properties["fill-opacity"] = .number(0.5)
      properties["stroke"] = .string(band.grade.colour)
      return Feature(geometry: .multiPolygon(band.area), properties: properties)
    }
  }

  /// Hands out the nodes as points, row by row from the south.
  public func writePoints<Failure: Error>(
    _ write: (Feature) throws(Failure) -> Void
  ) throws(Failure) {
    for row in 0..<grid.rows {
      for column in 0..<grid.columns {
        let properties = valueProperties(row, column)
        try write(
          Feature(geometry: .point(grid.coordinate(row: row, column: column)), properties: properties))
      }
    }
  }

  /// Hands out one cell round each node as a polygon, row by row from the south; cells end at the extent's edge.
  public func writeCells<Failure: Error>(
    _ write: (Feature) throws(Failure) -> Void
  ) throws(Failure) {
    let extent = grid.extent
    for row in 0..<grid.rows {
      for column in 0..<grid.columns {
        let node = grid.coordinate(row: row, column: column)
        let box = Envelope(
          minX: max(node.x - grid.longitudeStep / 2, extent.minX),
          minY: max(node.y - grid.latitudeStep / 2, extent.minY),
          maxX: min(node.x + grid.longitudeStep / 2, extent.maxX),
          maxY: min(node.y + grid.latitudeStep / 2, extent.maxY))
        guard let cell = try? Polygon(box) else { continue }
        try write(Feature(geometry: .polygon(cell), properties: valueProperties(row, column)))
      }
    }
  }

  private func valueProperties(_ row: Int, _ column: Int) -> JSONObject {
    let threat = values[row * grid.columns + column]
    let index = model.index(ofThreat: threat)
    let grade = model.grade(ofIndex: index)
    return [
      "row": .integer(row), "column": .integer(column), "threat": .number(threat), "index": .number(index),
      "grade": .string(grade.name), "fill": .string(grade.colour),
    ]
  }
}

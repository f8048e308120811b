import GeoCore

/// Some Features as the text that a document takes over, each behind its separator.
struct FeatureText: Sendable {
  var output = JSONOutput()
  /// Round each Feature.
  var boxes: [GeographicBox] = []
  /// Rings and lines that rounding left nothing of.
  var droppedParts = 0
  private var encoder = GeometryEncoder()

  mutating func append(_ feature: Feature, format: GeoJSONOutputFormat, boxed: Bool) {
    switch format {
    case .featureCollection: output.append(raw: ",\n")
    case .textSequence: output.append(byte: 0x1E)
    case .newlineDelimited: break
    }
    append(feature, boxed: boxed)
    if format != .featureCollection { output.append(raw: "\n") }
  }

  private mutating func append(_ feature: Feature, boxed: Bool) {
    output.append(raw: "{\"type\":\"Feature\"")
    if let id = feature.id {
      output.append(raw: ",\"id\":")
      output.append(id.value)
    }
    output.append(raw: ",\"geometry\":")
    encoder.box = GeographicBox()
    if let geometry = feature.geometry {
      encoder.append(geometry, to: &output)
      append(geometryMembers: feature.geometryForeignMembers)
    } else {
      output.append(raw: "null")
    }
    droppedParts += encoder.takeDroppedParts()
    boxes.append(encoder.box)
    if boxed, let bounds = encoder.box.bounds {
      output.append(raw: ",\"bbox\":")
      output.append(box: bounds)
    }
    output.append(raw: ",\"properties\":")
    output.append(feature.properties)
    if !feature.foreignMembers.isEmpty {
      output.append(
        feature.foreignMembers,
        except: ["type", "id", "geometry", "bbox", "properties", "coordinates", "geometries", "features"])
    }
    output.append(raw: "}")
  }

  /// Puts foreign members before the end of the geometry just written; one of which rounding left nothing has none.
  private mutating func append(geometryMembers members: JSONObject) {
    guard !members.isEmpty, output.bytes.last == UInt8(ascii: "}") else { return }
    output.bytes.removeLast()
    output.append(
      members, except: ["type", "coordinates", "geometries", "bbox", "geometry", "properties", "features"])
    output.append(raw: "}")
  }
}

extension JSONOutput {
  /// Appends further members of an object that is open, but for the names that have a meaning there.
  mutating func append(_ members: JSONObject, except reserved: [String]) {
    for member in members.members where !reserved.contains(member.name) {
      append(raw: ",")
      append(quoted: member.name)
      append(raw: ":")
      append(member.value)
    }
  }
}

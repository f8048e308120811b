import GeoCore

/// What identifies a Feature within its collection.
public enum FeatureID: Hashable, Sendable {
  /// Text.
  case string(String)
  /// A whole number.
  case integer(Int)
  /// Any other number.
  case number(Double)

  /// The identifier as text, a number as JSON writes it.
  public var text: String { value.text ?? "" }

  /// The identifier as a JSON value.
  public var value: JSONValue {
    switch self {
    case .string(let text): .string(text)
    case .integer(let number): .integer(number)
    case .number(let number): .number(number)
    }
  }
}

extension FeatureID: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral {
  /// Text.
  public init(stringLiteral value: String) { self = .string(value) }
  /// A whole number.
  public init(integerLiteral value: Int) { self = .integer(value) }
}

/// A geometry with what is known about it.
public struct Feature: Hashable, Sendable {
  /// The Feature's own identifier (not the `id` among its properties), if it has one.
  public var id: FeatureID?
  /// Where it is, in degrees on WGS 84 unless the reader was told otherwise; nil for a Feature without place.
  public var geometry: Geometry?
  /// What is known about it; empty also where the file says null.
  public var properties: JSONObject
  /// Members beside those of RFC 7946, kept as they came.
  public var foreignMembers: JSONObject
  /// Members of the geometry object beside those of RFC 7946, kept as they came; those of the members of a
  /// GeometryCollection are not kept.
  public var geometryForeignMembers: JSONObject

  /// Makes a Feature.
  public init(
    id: FeatureID? = nil, geometry: Geometry?, properties: JSONObject = [:], foreignMembers: JSONObject = [:],
    geometryForeignMembers: JSONObject = [:]
  ) {
    self.id = id
    self.geometry = geometry
    self.properties = properties
    self.foreignMembers = foreignMembers
    self.geometryForeignMembers = geometryForeignMembers
  }
}

/// Features in order, with what the collection says about itself.
public struct FeatureCollection: Hashable, Sendable {
  /// The Features in order.
  public var features: [Feature]
  /// Members beside those of RFC 7946, such as `name`.
  public var foreignMembers: JSONObject

  /// Makes a collection.
  public init(features: [Feature], foreignMembers: JSONObject = [:]) {
    self.features = features
    self.foreignMembers = foreignMembers
  }
}

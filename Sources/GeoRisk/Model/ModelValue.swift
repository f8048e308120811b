import Yams

/// One value of a model file, which knows where it stands, so that every complaint names its line and key.
struct ModelValue {
  /// The largest severity or weight: products and sums of such stay finite.
  static let heaviest = 1e12

  let node: Node
  /// The dotted path, such as `threat.rules[0].kernel`; empty at the top.
  let path: String
  let file: String

  /// The complaint about this value.
  func fault(_ what: String, suggestion: String? = nil) -> GeoRiskError {
    GeoRiskError(
      .badData, what, at: InputPlace(file: file, line: node.mark?.line, key: path.isEmpty ? nil : path),
      suggestion: suggestion)
  }

  /// Whether it is YAML's null: nothing at all, `~` or `null`.
  var isNull: Bool {
    guard let scalar = node.scalar else { return false }
    return scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }

  /// The text of a scalar.
  func text() throws(GeoRiskError) -> String {
    guard let scalar = node.scalar, !isNull else { throw fault("a single value is needed here") }
    return scalar.string
  }

  /// A finite number.
  func number() throws(GeoRiskError) -> Double {
    let written = try text()
    let isPlain = written.utf8.allSatisfy { byte in
      (48...57).contains(byte) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte)
    }
    guard isPlain, let value = Double(written), value.isFinite else {
      let hasUnit = written.first?.isNumber == true && written.last?.isLetter == true
      throw fault(
        "\(quoted(written)) is not a number",
        suggestion: hasUnit ? "write the number alone: the key's name says the unit" : nil)
    }
    return value
  }

  /// A number from `least` to `most`, both included.
  func number(from least: Double, to most: Double = .infinity) throws(GeoRiskError) -> Double {
    let value = try number()
    guard value >= least, value <= most else {
      let bounds = most.isInfinite ? "\(shortest(least)) or more" : "\(shortest(least))…\(shortest(most))"
      throw fault("\(shortest(value)) is out of range; allowed is \(bounds)")
    }
    return value
  }

  /// A number above `bound`, and at most `most`.
  func number(above bound: Double, to most: Double = .infinity) throws(GeoRiskError) -> Double {
    let value = try number()
    guard value > bound, value <= most else {
      let upper = most.isInfinite ? "" : " and at most \(shortest(most))"
      throw fault("\(shortest(value)) is out of range; it must be above \(shortest(bound))" + upper)
    }
    return value
  }

  /// One of an enumeration's values.
  func choice<Choice: CaseIterable & RawRepresentable<String>>(
    of type: Choice.Type
  ) throws(GeoRiskError) -> Choice {
    let written = try text()
    if let choice = Choice(rawValue: written) { return choice }
    let names = Choice.allCases.map(\.rawValue)
    let near = NearestName.of(written, among: names).map { "did you mean \($0)?" }
    throw fault("\(quoted(written)) is none of \(names.joined(separator: ", "))", suggestion: near)
  }

  /// The entries of a list.
  func list() throws(GeoRiskError) -> [ModelValue] {
    guard let sequence = node.sequence else {
      throw fault("a list is needed here", suggestion: isNull ? "write [] for an empty one" : nil)
    }
    return sequence.enumerated().map { index, node in
      ModelValue(node: node, path: "\(path)[\(index)]", file: file)
    }
  }

  /// The keys and values of a mapping, in order.
  func members() throws(GeoRiskError) -> [(key: String, value: ModelValue)] {
    guard let mapping = node.mapping else { throw fault("keys and values are needed here") }
    var members: [(key: String, value: ModelValue)] = []
    for (keyNode, valueNode) in mapping {
      guard let key = keyNode.scalar?.string else {
        throw ModelValue(node: keyNode, path: path, file: file).fault("a key must be a single word")
      }
      members.append(
        (key, ModelValue(node: valueNode, path: path.isEmpty ? key : path + "." + key, file: file)))
    }
    return members
  }

  /// The values of a mapping by key, none but the known keys being allowed.
  func mapping(keys known: [String]) throws(GeoRiskError) -> [String: ModelValue] {
    guard let mapping = node.mapping else {
      throw fault(
        "keys and values are needed here", suggestion: "the keys are \(known.joined(separator: ", "))")
    }
    var values: [String: ModelValue] = [:]
    for (key, value) in try members() {
      guard known.contains(key) else {
        let mark = mapping.first { $0.key.scalar?.string == key }?.key.mark
        let near = NearestName.of(key, among: known)
        throw GeoRiskError(
          .badData, "unknown key", at: InputPlace(file: file, line: mark?.line, key: value.path),
          suggestion: near.map { "did you mean \($0)?" } ?? "the keys are \(known.joined(separator: ", "))")
      }
      values[key] = value
    }
    return values
  }
}

import Yams

extension ModelValue {
  /// The top of a YAML file; nil where it says nothing.
  ///
  /// - Parameters:
  ///   - file: the bytes to read.
  ///   - what: what the file is called in messages.
  /// - Throws: `badData` with the line for what is not YAML in UTF-8, or has a key twice.
  static func compose(_ file: InputFile, what: String) throws(GeoRiskError) -> ModelValue? {
    if let bad = UTF8Check.firstFault(in: file.bytes) {
      let line = file.bytes[..<bad].count { $0 == 0x0A } + 1
      throw GeoRiskError(
        .badData, "the \(what) is not text in UTF-8", at: InputPlace(file: file.name, line: line, byte: bad))
    }
    let text = String(decoding: file.bytes, as: UTF8.self)
    do {
      return try Yams.compose(yaml: text).map { ModelValue(node: $0, path: "", file: file.name) }
    } catch let error as YamlError {
      let (problem, mark): (String, Mark?) =
        switch error {
        case .scanner(let context, let problem, let mark, _),
          .parser(let context, let problem, let mark, _),
          .composer(let context, let problem, let mark, _):
          (problem + (context.map { " " + $0.text } ?? ""), mark)
        case .duplicatedKeysInMapping(let duplicates, let context):
          ("the key \(duplicates.map(quoted).joined(separator: ", ")) occurs twice", context.mark)
        case .reader(let problem, _, _, _): (problem, nil)
        default: ("\(error)", nil)
        }
      throw GeoRiskError(
        .badData, "the \(what) is not valid YAML: \(problem)",
        at: InputPlace(file: file.name, line: mark?.line))
    } catch {
      throw GeoRiskError(.badData, "the \(what) is not valid YAML: \(error)", at: file.place)
    }
  }
}

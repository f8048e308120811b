// Stands in until the report lands.
struct Report {
  init(_ assessment: Assessment) {}
  func html() -> String { "" }
}

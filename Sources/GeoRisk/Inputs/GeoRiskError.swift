/// What went wrong, where, why, and what would mend it: the one error that the library throws.
public struct GeoRiskError: Error, Hashable, Sendable {
  /// The kind of failure; a command line turns it into its exit status.
  public enum Category: Int32, Hashable, Sendable, CaseIterable {
    /// The call asks for something that makes no sense, such as a negative distance.
    case usage = 64
    /// The data or the model is bad.
    case badData = 65
    /// An input does not exist or cannot be read.
    case missingInput = 66
    /// A fault of this software.
    case internalFault = 70
    /// An output cannot be created.
    case cannotCreate = 73
    /// Reading or writing failed part-way.
    case inputOutput = 74

    /// The `sysexits.h` number of the category.
    public var exitStatus: Int32 { rawValue }
  }

  /// The kind of failure.
  public var category: Category
  /// What failed, as a sentence without its full stop, such as `the quote opened here is never closed`.
  public var what: String
  /// Where in the input it failed.
  public var place: InputPlace
  /// What would mend it, or nil where nothing more can be said.
  public var suggestion: String?
  /// The records kept out before the failure, where a file was read to its end and nothing in it is usable.
  public var rejects: [RejectedRecord] = []

  /// Makes an error.
  public init(
    _ category: Category, _ what: String, at place: InputPlace = InputPlace(), suggestion: String? = nil
  ) {
    self.category = category
    self.what = what
    self.place = place
    self.suggestion = suggestion
  }

  /// The number a process should exit with.
  public var exitStatus: Int32 { category.exitStatus }
}

extension GeoRiskError: CustomStringConvertible {
  /// `FILE:LINE: what failed; what would mend it`.
  public var description: String {
    let place = place.description
    return (place.isEmpty ? "" : place + ": ") + what + (suggestion.map { "; " + $0 } ?? "")
  }
}

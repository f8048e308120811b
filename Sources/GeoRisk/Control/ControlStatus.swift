/// How an actor holds a place.
public enum ControlStatus: String, Hashable, Sendable, CaseIterable {
  /// The actor holds the place.
  case controlled
  /// Two actors dispute the place.
  case contested
  /// The actor is felt there without holding it.
  case influence
  /// The actor's presence rests on an arrangement with the people of the place.
  case negotiated
}

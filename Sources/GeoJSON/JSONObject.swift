/// Named JSON values that keep their order.
///
/// Names are unique: setting a name again replaces its value in place. Look-up walks the members, which is
/// the fastest way for the few dozen that a Feature has.
public struct JSONObject: Hashable, Sendable {
  /// One name with its value.
  public struct Member: Hashable, Sendable {
    /// The name, not empty by convention only.
    public var name: String
    /// The value.
    public var value: JSONValue

    /// Makes a member.
    public init(name: String, value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// The members in order, names unique.
  public private(set) var members: [Member]

  /// Makes an object without members.
  public init() { members = [] }

  /// Makes an object; of a name given twice the last value counts, at the first one's place.
  public init(_ members: [Member]) {
    // Walking is fastest for the usual few members, and most often all names differ.
    let differ =
      members.count <= 16
      && members.indices.allSatisfy { index in
        members[..<index].allSatisfy { $0.name != members[index].name }
      }
    self.members = differ ? members : []
    if differ { return }
    self.members.reserveCapacity(members.count)
    var places: [String: Int] = [:]
    for member in members {
      if let place = places[member.name] {
        self.members[place] = member
      } else {
        places[member.name] = self.members.count
        self.members.append(member)
      }
    }
  }

  /// Keeps members whose names the caller knows to be unique.
  package init(unique members: [Member]) { self.members = members }

  /// The value of a name, nil where there is none; setting nil removes the member.
  public subscript(name: String) -> JSONValue? {
    get { members.first { $0.name == name }?.value }
    set {
      let place = members.firstIndex { $0.name == name }
      switch (place, newValue) {
      case (let place?, let value?): members[place].value = value
      case (let place?, nil): members.remove(at: place)
      case (nil, let value?): members.append(Member(name: name, value: value))
      case (nil, nil): break
      }
    }
  }

  /// The number of members.
  public var count: Int { members.count }
  /// Whether there are none.
  public var isEmpty: Bool { members.isEmpty }
  /// The names in order.
  public var names: [String] { members.map(\.name) }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// Makes an object in the order written; of a name given twice the last value counts.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init(elements.map { Member(name: $0.0, value: $0.1) })
  }
}

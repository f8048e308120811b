extension JSONScanner {
  /// Consumes a value of any kind and keeps it.
  mutating func value() throws(ReadFailure) -> JSONValue {
    switch next {
    case UInt8(ascii: "{"): return .object(try object())
    case UInt8(ascii: "["):
      try openArray()
      var elements: [JSONValue] = []
      var first = true
      while try nextElement(&first) { elements.append(try value()) }
      return .array(elements)
    case UInt8(ascii: "\""): return .string(text(try string()))
    case UInt8(ascii: "t"):
      try literal("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try literal("false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try literal("null")
      return .null
    default: return try number()
    }
  }

  /// Consumes an object; of a name given twice the last value counts, at the first one's place.
  mutating func object() throws(ReadFailure) -> JSONObject {
    try openObject()
    var members: [JSONObject.Member] = []
    members.reserveCapacity(min(lastMemberCount, 32))
    // Walking is fastest for the usual few members; a dictionary keeps thousands of them from costing millions.
    var places: [String: Int] = [:]
    var first = true
    while let token = try nextMember(&first) {
      let name = text(token)
      let value = try value()
      if members.count == 32 {
        for (index, member) in members.enumerated() { places[member.name] = index }
      }
      let place = members.count < 32 ? members.firstIndex { $0.name == name } : places[name]
      if let place {
        members[place].value = value
        if noticed.duplicates == 0 { noticed.duplicateExample = name }
        noticed.duplicates += 1
      } else {
        if members.count >= 32 { places[name] = members.count }
        members.append(.init(name: name, value: value))
      }
    }
    lastMemberCount = members.count
    return JSONObject(unique: members)
  }

  private mutating func number() throws(ReadFailure) -> JSONValue {
    if skipNonFinite() {
      noticed.nonFinite += 1
      return .null
    }
    guard next == UInt8(ascii: "-") || isDigit(next) else { throw unexpected("a value") }
    let decimal = try decimal()
    if let whole = decimal.whole { return .integer(whole) }
    let value = double(decimal)
    if value.isFinite { return .number(value) }
    noticed.nonFinite += 1
    return .null
  }
}

extension Incident {
  /// What many incidents of a file have in common.
  struct Kind: Hashable, Sendable {
    var eventType: String
    var subEventType = ""
    var actor1 = ""
    var actor2 = ""
    var inter1 = ""
    var inter2 = ""
    var civilianTargeting = ""
    var typeOfViolence: Int?
    /// The file of `record`, unless the account has the whole place.
    var file: String?
  }

  /// What is told of one incident alone.
  struct Account: Hashable, Sendable {
    var place = ""
    var source = ""
    var notes = ""
    /// Where the record stands, where file and line do not say all of it.
    var record: InputPlace?

    /// As an incident holds it: nil where nothing is told.
    var shared: Shared<Account>? {
      place.isEmpty && source.isEmpty && notes.isEmpty && record == nil ? nil : Shared(self)
    }
  }

  /// What happened, in ACLED's words where they fit, such as `Battles`.
  public var eventType: String {
    get { kind.value.eventType }
    set { change(\.eventType, to: newValue) }
  }

  /// What happened in detail, such as `Armed clash`; empty where not given.
  public var subEventType: String {
    get { kind.value.subEventType }
    set { change(\.subEventType, to: newValue) }
  }

  /// The acting side; empty where not given.
  public var actor1: String {
    get { kind.value.actor1 }
    set { change(\.actor1, to: newValue) }
  }

  /// The other side; empty where not given.
  public var actor2: String {
    get { kind.value.actor2 }
    set { change(\.actor2, to: newValue) }
  }

  /// The kind of the acting side: ACLED's number 0…8 or its label; empty where not given.
  public var inter1: String {
    get { kind.value.inter1 }
    set { change(\.inter1, to: newValue) }
  }

  /// The kind of the other side, as `inter1`.
  public var inter2: String {
    get { kind.value.inter2 }
    set { change(\.inter2, to: newValue) }
  }

  /// ACLED's `civilian_targeting` as it stands; empty where not given.
  public var civilianTargeting: String {
    get { kind.value.civilianTargeting }
    set { change(\.civilianTargeting, to: newValue) }
  }

  /// UCDP's 1 (state-based), 2 (non-state) or 3 (one-sided); nil elsewhere.
  public var typeOfViolence: Int? {
    get { kind.value.typeOfViolence }
    set { change(\.typeOfViolence, to: newValue) }
  }

  /// The name of the place; empty where not given.
  public var place: String {
    get { account?.value.place ?? "" }
    set { change(\.place, to: newValue) }
  }

  /// Who reported it; empty where not given.
  public var source: String {
    get { account?.value.source ?? "" }
    set { change(\.source, to: newValue) }
  }

  /// What is told about it in free words; empty where not given.
  public var notes: String {
    get { account?.value.notes ?? "" }
    set { change(\.notes, to: newValue) }
  }

  /// Where the record stands in its file.
  public var record: InputPlace {
    get {
      account?.value.record ?? InputPlace(file: kind.value.file, line: line == 0 ? nil : Int(line))
    }
    set {
      // One way to hold each place, so that equal incidents are equal in all their parts.
      let line = Int32(clamping: newValue.line ?? 0)
      let isPlain = newValue == InputPlace(file: newValue.file, line: line > 0 ? Int(line) : nil)
      self.line = isPlain ? line : 0
      change(\.file, to: isPlain ? newValue.file : nil)
      change(\.record, to: isPlain ? nil : newValue)
    }
  }

  private mutating func change<Part: Equatable>(_ part: WritableKeyPath<Kind, Part>, to new: Part) {
    if kind.value[keyPath: part] == new { return }
    var changed = kind.value
    changed[keyPath: part] = new
    kind = Shared(changed)
  }

  private mutating func change<Part: Equatable>(_ part: WritableKeyPath<Account, Part>, to new: Part) {
    var changed = account?.value ?? Account()
    if changed[keyPath: part] == new { return }
    changed[keyPath: part] = new
    account = changed.shared
  }
}

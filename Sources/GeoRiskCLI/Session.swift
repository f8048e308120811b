import Foundation
import GeoRisk

/// What one run has read and how long its stages took, said when it is known.
struct Session {
  /// How many rejects of one file are said one by one.
  private static let rejectsSaid = 20

  private let strict: Bool
  private let timingsAreAsked: Bool
  private let rejectsFile: OutputFile?
  private let clock = ContinuousClock()
  private var rejects: [RejectedRecord] = []
  private var timings: [StageTiming] = []

  /// Checks the destination of the rejects before any work is done.
  init(_ reading: ReadingOptions, timings: Bool = false) throws(GeoRiskError) {
    strict = reading.strict
    timingsAreAsked = timings
    rejectsFile = try reading.rejects.map { path throws(GeoRiskError) in try OutputFile(path: path) }
  }

  /// The model of a file, or the default one.
  func model(_ path: String?) throws(GeoRiskError) -> RiskModel {
    guard let path else { return RiskModel() }
    return try RiskModel(from: InputFile(path: path))
  }

  /// The incidents of a file, none without one.
  mutating func incidents(_ path: String?, model: RiskModel) throws(GeoRiskError) -> [Incident] {
    guard let path else { return [] }
    let strict = strict
    return try read("incidents", path) { (file) throws(GeoRiskError) in
      try Incident.read(from: file, precision: model.precision, strict: strict)
    }
  }

  /// The control observations of a file, none without one.
  mutating func control(_ path: String?) throws(GeoRiskError) -> [ControlObservation] {
    guard let path else { return [] }
    let strict = strict
    return try read("control", path) { (file) throws(GeoRiskError) in
      try ControlObservation.read(from: file, strict: strict)
    }
  }

  /// The corridors of a file.
  mutating func corridors(_ path: String, crs: String?) throws(GeoRiskError) -> [Corridor] {
    let strict = strict
    return try read("corridors", path) { (file) throws(GeoRiskError) in
      try Corridor.read(from: file, crs: crs, strict: strict)
    }
  }

  /// The sites of a file.
  mutating func sites(_ path: String, crs: String?) throws(GeoRiskError) -> [Site] {
    let strict = strict
    return try read("sites", path) { (file) throws(GeoRiskError) in
      try Site.read(from: file, crs: crs, strict: strict)
    }
  }

  /// The features of a file to draw buffers round.
  mutating func subjects(_ path: String, crs: String?) throws(GeoRiskError) -> [BufferSubject] {
    let strict = strict
    return try read("features", path) { (file) throws(GeoRiskError) in
      try BufferSubject.read(from: file, crs: crs, strict: strict)
    }
  }

  /// Reads one input: times it, says what was kept out and what is worth knowing.
  private mutating func read<Record>(
    _ stage: String, _ path: String,
    _ body: (InputFile) throws(GeoRiskError) -> InputReading<Record>
  ) throws(GeoRiskError) -> [Record] {
    let start = clock.now
    let reading = try keepingRejects { () throws(GeoRiskError) in try body(try InputFile(path: path)) }
    note(stage, since: start, items: reading.rowCount)
    try say(rejects: reading.rejects, notes: reading.notes.map { Self.prefixed($0, with: reading.file) })
    return reading.records
  }

  /// Runs a reading; where nothing is usable, its rejects are written before the error, which names the first, goes
  /// on.
  mutating func keepingRejects<Value>(
    _ body: () throws(GeoRiskError) -> Value
  ) throws(GeoRiskError) -> Value {
    do throws(GeoRiskError) {
      return try body()
    } catch {
      rejects += error.rejects
      if !error.rejects.isEmpty { try writeRejects() }
      throw error
    }
  }

  /// Computes one stage and times it.
  mutating func time<Value>(
    _ stage: String, items: (Value) -> Int, _ body: () throws(GeoRiskError) -> Value
  ) throws(GeoRiskError) -> Value {
    let start = clock.now
    Console.progress(stage)
    let value = try body()
    note(stage, since: start, items: items(value))
    return value
  }

  /// Says what was kept out, each with its reason up to a number per file, and what is worth knowing.
  mutating func say(rejects: [RejectedRecord], notes: [String]) throws(GeoRiskError) {
    self.rejects += rejects
    for (file, rejects) in Dictionary(grouping: rejects, by: { $0.place.file ?? "" }).sorted(by: {
      $0.key < $1.key
    }) {
      for reject in rejects.prefix(Self.rejectsSaid) { Console.note("\(reject)") }
      let excluded = rejects.count { $0.kind == .excluded }
      let counts = [(rejects.count - excluded, "bad"), (excluded, "left out by the model")]
      let parts = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
      let more = rejectsFile == nil && rejects.count > Self.rejectsSaid ? "; --rejects FILE has them all" : ""
      Console.line("\(file): kept out of the result: " + parts.joined(separator: ", ") + more)
    }
    for note in notes { Console.note(note) }
    // Whatever fails later, what was kept out is told.
    if !rejects.isEmpty { try writeRejects() }
  }

  /// Adds timings taken by the library.
  mutating func add(_ timings: [StageTiming]) { self.timings += timings }

  /// Writes features as GeoJSON, strung together as the output's name asks, and times it.
  mutating func write(
    to output: OutputFile,
    _ features: (_ write: (Feature) throws(GeoRiskError) -> Void) throws(GeoRiskError) -> Void
  ) throws(GeoRiskError) {
    try write(into: output) { (writer) throws(GeoRiskError) in
      try features { (feature) throws(GeoRiskError) in try writer.write(feature) }
    }
  }

  /// Writes what a writer of GeoJSON is given, and times it.
  mutating func write(
    into output: OutputFile,
    _ fill: (_ writer: inout GeoJSONWriter<GeoRiskError>) throws(GeoRiskError) -> Void
  ) throws(GeoRiskError) {
    let start = clock.now
    var count = 0
    if output.isStandardOutput { Console.endProgress() } else { Console.progress("write") }
    try Interruption.shielded(unless: output.isStandardOutput) { () throws(GeoRiskError) in
      try output.write { (sink) throws(GeoRiskError) in
        var writer = GeoJSONWriter(format: GeoJSONOutputFormat(fileName: output.path)) {
          (bytes) throws(GeoRiskError) in
          try Interruption.check()
          try sink(bytes)
        }
        try fill(&writer)
        try writer.finish()
        count = writer.featureCount
      }
    }
    note("write", since: start, items: count)
  }

  /// Writes the rejects and says the timings; to be called once the results are out.
  func finish() throws(GeoRiskError) {
    Console.endProgress()
    try writeRejects()
    guard timingsAreAsked else { return }
    for timing in timings {
      Console.line("\(timing.stage)\t\(String(format: "%.6f", timing.seconds))\t\(timing.items)")
    }
  }

  private func writeRejects() throws(GeoRiskError) {
    guard let rejectsFile else { return }
    try Interruption.shielded { () throws(GeoRiskError) in
      try rejectsFile.write(RejectsTable.csv(rejects))
    }
  }

  private mutating func note(_ stage: String, since start: ContinuousClock.Instant, items: Int) {
    let seconds = (clock.now - start) / .seconds(1)
    timings.append(StageTiming(stage: stage, seconds: seconds, items: items))
  }

  private static func prefixed(_ note: String, with file: String) -> String {
    note.hasPrefix(file) ? note : "\(file): \(note)"
  }
}

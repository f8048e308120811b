import Foundation
import Testing

@Suite("Usage errors and unreachable files")
struct UsageTests {
  static let usage: [[String]] = [
    ["assess", "--segment-length", "5"], ["assess", "--segment-length", "-5km"],
    ["assess", "--resolution=0km"], ["assess", "--buffer", "5miles"], ["assess", "--extent=1,2,3"],
    ["assess", "--extent=-12,16,-3,10"], ["assess", "--as-of", "2026-02-30"], ["assess", "--threads", "0"],
    ["assess", "--unknown"], ["assess", "--output", "-"], ["buffer", "a.geojson"],
    ["buffer", "a.geojson", "--distance", "5"], ["buffer", "a.geojson", "--distance=-5km"], ["surface"],
    ["surface", "--incidents", "a.csv", "--kernel", "cubic"],
    ["surface", "--incidents", "a.csv", "--half-life", "45"], ["score"],
    ["score", "corridors", "a.geojson"], ["inspect"], ["conquer"],
    ["score", "sites", "-", "--incidents", "-"], ["zones", "--control", "-", "--incidents", "-"],
    ["buffer", "a.geojson", "--distance", "5km", "--rejects", "-"], ["explain"],
    ["explain", "--id", "sadiola", "--zone", "Z1"], ["explain", "--zone", "Z1", "--km", "4"],
    ["explain", "--id", "bamako-kayes-north", "--km", "4", "--segment", "4"], ["explain", "--at=200,14"],
    ["explain", "--id", "sadiola", "--top", "0"], ["explain", "--id", "sadiola", "--segment", "1"],
    ["zones", "--control", "a.csv", "--from", "2025-01-01"],
    ["zones", "--control", "a.csv", "--every", "1mo"],
    ["zones", "--control", "a.csv", "--from", "2025-02-01", "--to", "2025-01-01", "--every", "1mo"],
    ["zones", "--control", "a.csv", "--from", "2025-01-01", "--to", "2025-02-01", "--every", "1"],
    [
      "zones", "--control", "a.csv", "--from", "2025-01-01", "--to", "2025-02-01", "--every", "1mo",
      "--as-of",
      "2025-01-01",
    ],
    ["surface", "--incidents", "a.csv", "--from", "2025-01-01"],
    ["surface", "--incidents", "a.csv", "--from", "2025-02-01", "--to", "2025-01-01", "--every", "1w"],
    [
      "surface", "--incidents", "a.csv", "--from", "2025-01-01", "--to", "2025-02-01", "--every", "1w",
      "--tolerance", "0.001",
    ],
    ["compare"], ["compare", "one"], ["compare", "--from", "2025-08-01"],
    ["compare", "--from", "2025-09-01", "--to", "2025-08-01"],
    ["compare", "a", "b", "--from", "2025-08-01", "--to", "2025-09-01"],
    ["compare", "a", "b", "--output", "-"],
    ["explain", "--id", "nowhere"], ["explain", "--zone", "Z999"],
  ]

  /// More nodes or segments than any integer counts are refused like any other excess.
  @Test(arguments: [
    ["surface", "--incidents", "mydata/incidents.csv", "--resolution", "0.0000000001m"],
    [
      "surface", "--incidents", "mydata/incidents.csv", "--resolution",
      "0." + String(repeating: "0", count: 200) + "1m",
    ],
    ["assess", "mydata", "--resolution", "0.0000000001m"],
    [
      "score", "corridors", "mydata/corridors.geojson", "--incidents", "mydata/incidents.csv",
      "--segment-length",
      "0.01m",
    ],
  ])
  func tooFineIsStatus64(arguments: [String]) throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    let before = folder.contents
    let outcome = try Georisk.run(arguments, in: folder)
    #expect(outcome.status == 64, "\(outcome.errors)")
    #expect(outcome.output == "")
    #expect(folder.contents == before)
  }

  @Test(arguments: usage)
  func areStatus64(arguments: [String]) throws {
    let folder = try Scratch()
    let outcome = try Georisk.run(arguments, in: folder)
    #expect(outcome.status == 64, "\(outcome.errors)")
    #expect(outcome.output == "")
    #expect(!outcome.errors.isEmpty)
    #expect(folder.contents == [])
  }

  @Test func aBareNumberIsRefusedWithTheUnit() throws {
    let outcome = try Georisk.run(["buffer", "a.geojson", "--distance", "5"], in: Scratch())
    #expect(outcome.errors.contains("5km"), "\(outcome.errors)")
  }

  static let readers: [[String]] = [
    ["assess", "MISSING"], ["assess", "mydata", "--incidents", "MISSING"],
    ["assess", "mydata", "--corridors", "MISSING"], ["assess", "mydata", "--sites", "MISSING"],
    ["assess", "mydata", "--control", "MISSING"], ["assess", "mydata", "--model", "MISSING"],
    ["assess", "mydata", "--context", "MISSING"], ["buffer", "MISSING", "--distance", "5km"],
    ["surface", "--incidents", "MISSING"], ["zones", "--control", "MISSING"],
    ["score", "corridors", "MISSING", "--incidents", "mydata/incidents.csv"],
    ["score", "sites", "mydata/sites.geojson", "--incidents", "MISSING"], ["inspect", "MISSING"],
  ]

  @Test(arguments: readers)
  func missingFilesAreStatus66(arguments: [String]) throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    let before = folder.contents
    for path in ["absent.csv", "mydata/absent/file.csv"] {
      let outcome = try Georisk.run(arguments.map { $0 == "MISSING" ? path : $0 }, in: folder)
      #expect(outcome.status == 66, "\(outcome.errors)")
      #expect(outcome.errors.contains(path), "\(outcome.errors)")
      #expect(outcome.output == "")
    }
    if arguments != ["assess", "MISSING"] {
      let outcome = try Georisk.run(arguments.map { $0 == "MISSING" ? "mydata" : $0 }, in: folder)
      #expect(outcome.status == 66, "a folder is no file: \(outcome.errors)")
    }
    #expect(folder.contents == before)
  }

  @Test func unwritableOutputsAreStatus73() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    try folder.write("file", "already here")
    let before = folder.contents
    let verbs: [[String]] = [
      ["assess", "mydata", "--resolution", "20km"], ["buffer", "mydata/sites.geojson", "--distance", "5km"],
      ["surface", "--incidents", "mydata/incidents.csv", "--resolution", "20km"],
      ["zones", "--control", "mydata/control.csv", "--resolution", "20km"],
      ["score", "sites", "mydata/sites.geojson", "--incidents", "mydata/incidents.csv"],
      ["score", "corridors", "mydata/corridors.geojson", "--incidents", "mydata/incidents.csv"],
    ]
    for verb in verbs {
      // A folder is made where `assess` needs one; a file is not put into a folder that does not exist.
      for bad in verb[0] == "assess" ? ["file/inside"] : ["file/inside", "absent/file"] {
        let outcome = try Georisk.run(verb + ["--output", bad], in: folder)
        #expect(outcome.status == 73, "\(verb) \(bad): \(outcome.errors)")
        #expect(outcome.errors.contains(bad), "\(outcome.errors)")
      }
    }
    let outcome = try Georisk.run(["assess", "mydata", "--output", "file"], in: folder)
    #expect(outcome.status == 73, "\(outcome.errors)")
    #expect(folder.contents == before)
    #expect(try folder.text("file") == "already here")
  }
}

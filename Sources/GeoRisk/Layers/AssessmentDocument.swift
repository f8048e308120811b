import GeoCore
import GeoJSON
import GeoProjection
import GeoTopology

extension Assessment {
  /// The contents of `assessment.json`: what the layers were made from, and their totals.
  ///
  /// All but `timings` follows from inputs, model and options alone.
  public var document: JSONObject {
    var document = ownDocument
    if let intervals = options.intervals {
      document["intervals"] = [
        "level": .number(intervals.level), "replicates": .integer(intervals.replicates),
        "seed": .string(String(intervals.seed)),
      ]
    }
    if let scenario {
      document["scenario"] = [
        "name": .string(scenario.name), "edits": .array(scenario.edits.map { .string($0) }),
        "changes": .array(scenario.changes.map { .string($0) }),
      ]
    }
    return document
  }

  private var ownDocument: JSONObject {
    [
      "software": [
        "name": "georisk", "version": .string(GeoRiskVersion.current), "geos": .string(GEOSLibrary.version),
        "proj": .string(CoordinateTransformer.projVersion),
      ],
      "as_of": .string(asOf.description),
      "model": model.json,
      "options": [
        "segment_length_km": .number(options.segmentLength / 1_000),
        "resolution_km": .number(options.resolution / 1_000),
        "buffer_km": .array(options.bufferDistances.map { .number($0 / 1_000) }),
        "top_incidents": .integer(options.topIncidents),
      ],
      "extent": [.number(extent.minX), .number(extent.minY), .number(extent.maxX), .number(extent.maxY)],
      "cutoff_km": .number(model.threat.cutoffKm),
      "reach_km": .number(reach / 1_000),
      "control_cutoff_km": .number(model.control.decay.cutoffKm),
      "tolerance": .number(options.tolerance),
      "inputs": .array(inputs.map { .object($0.document) }),
      "incidents_counted": .integer(incidents.count),
      "rejects": .array(
        rejects.map { ["place": .string($0.place.description), "reason": .string($0.reason)] }),
      "notes": .array(notes.map { .string($0) }),
      "corridors": .array(corridors.map { .object($0.document) }),
      "ranking": [
        "corridors": .array(
          corridors.filter { !$0.isClosed }.sorted { $0.totals.rank < $1.totals.rank }
            .map { .string($0.corridorID) }),
        "sites": .array(sites.sorted { $0.rank < $1.rank }.map { .string($0.siteID) }),
      ],
      "timings": .array(timings.map { .object($0.document) }),
    ]
  }
}

extension InputSummary {
  fileprivate var document: JSONObject {
    [
      "role": .string(role), "path": .string(path), "format": .string(format), "sha256": .string(sha256),
      "rows": .integer(rows), "rejected": .integer(rejected),
    ]
  }
}

extension StageTiming {
  fileprivate var document: JSONObject {
    ["stage": .string(stage), "seconds": .number(seconds), "items": .integer(items)]
  }
}

extension CorridorScore {
  /// The totals as they stand in `assessment.json`; none where all of it is closed.
  fileprivate var document: JSONObject {
    if isClosed {
      return [
        "corridor_id": .string(corridorID), "name": .string(name), "closed": true,
        "segments": .integer(segments.count),
      ]
    }
    var lengths = JSONObject()
    for grade in Grade.allCases { lengths[grade.name] = .number(totals.kmByGrade[grade.rawValue]) }
    return [
      "corridor_id": .string(corridorID), "name": .string(name), "rank": .integer(totals.rank),
      "segments": .integer(segments.count), "length_km": .number(totals.lengthKm),
      "threat_km": .number(totals.threatKm), "threat_mean": .number(totals.meanThreat),
      "threat_max": .number(totals.threatMax), "index": .number(totals.index),
      "grade": .string(totals.grade.name),
      "worst_10_km": [
        "from_km": .number(totals.worst.fromKm), "to_km": .number(totals.worst.toKm),
        "threat": .number(totals.worst.threat), "index": .number(totals.worst.index),
        "grade": .string(totals.worst.grade.name),
      ],
      "km_by_grade": .object(lengths),
    ]
  }
}

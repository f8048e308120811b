import GeoJSON

extension ThreatExplanation {
  /// The explanation as JSON, names as in the layers.
  public var document: JSONObject {
    [
      "id": .string(id), "name": .string(name), "segment": segment.map { .integer($0) } ?? .null,
      "from_km": chainageKm.map { .number($0.lowerBound) } ?? .null,
      "to_km": chainageKm.map { .number($0.upperBound) } ?? .null, "as_of": .string(asOf.description),
      "longitude": .number(place.longitude), "latitude": .number(place.latitude), "threat": .number(threat),
      "index": .number(index), "grade": .string(grade.name),
      "terms": .array(terms.map { .object($0.document) }),
    ]
  }
}

extension ThreatExplanation.Term {
  fileprivate var document: JSONObject {
    [
      "id": .string(incident.id), "date": .string(incident.from.description),
      "end_date": .string(incident.to.description), "place": .string(incident.place),
      "event_type": .string(incident.eventType), "sub_event_type": .string(incident.subEventType),
      "actor1": .string(incident.actor1), "dimension": .string(dimension.rawValue), "km": .number(km),
      "bearing": .number(bearing), "days": .integer(days), "severity": .number(severity),
      "age_factor": .number(ageFactor), "distance_factor": .number(distanceFactor),
      "profile_weight": .number(profileWeight), "value": .number(value), "share": .number(share),
    ]
  }
}

extension ControlExplanation {
  /// The explanation as JSON, names as in the layers.
  public var document: JSONObject {
    [
      "longitude": .number(place.longitude), "latitude": .number(place.latitude),
      "as_of": .string(asOf.description), "status": status.map { .string($0.rawValue) } ?? .null,
      "method": .string(method.rawValue), "holders": .array(holders.map { .string($0) }),
      "evidence_threshold": .number(threshold),
      "actors": .array(
        actors.map {
          ["actor": .string($0.actor), "evidence": .number($0.evidence), "share": .number($0.share)]
        }),
      "terms": .array(
        terms.map { term in
          [
            "id": .string(term.id), "actors": .array(term.actors.map { .string($0) }),
            "negotiated": .bool(term.negotiated), "last_day": .string(term.lastDay.description),
            "km": .number(term.km), "confidence": .number(term.confidence),
            "status_weight": .number(term.statusWeight), "age_factor": .number(term.ageFactor),
            "distance_factor": .number(term.distanceFactor), "value": .number(term.value),
          ]
        }),
    ]
  }
}

import Foundation
import GeoCore

/// Incidents as signs on the map: those of one dimension that fall on one spot are one sign.
struct IncidentSigns {
  /// One sign.
  struct Sign {
    var place: PlanePoint
    var dimension: Dimension
    /// The latest incidents in words, and how many more there are.
    var words: String
  }

  /// How far off an incident may lie, as a circle.
  struct Spread: Hashable {
    var place: PlanePoint
    var dimension: Dimension
    var radius: Double

    /// The circle as a closed line.
    var outline: [PlanePoint] {
      (0...72).map { step in
        let angle = Double(step % 72) * .pi / 36
        return PlanePoint(x: place.x + radius * cos(angle), y: place.y + radius * sin(angle))
      }
    }
  }

  private(set) var signs: [Sign] = []
  private(set) var spreads: [Spread] = []

  private struct Cell: Hashable {
    var column: Int
    var row: Int
    var dimension: Dimension
  }

  init(facts: ReportFacts, frame: MapFrame) {
    var placed: [(incident: Incident, place: PlanePoint, dimension: Dimension)] = []
    for incident in facts.assessment.incidents {
      guard let place = frame.place(incident.coordinate) else { continue }
      placed.append((incident, place, facts.dimension(of: incident)))
    }
    // Coarser cells until the signs are few enough to be told apart, and to be mailed.
    var cellSize = 3.0
    var cells: [Cell: [Int]] = [:]
    var order: [Cell] = []
    repeat {
      cells = [:]
      order = []
      for (index, entry) in placed.enumerated() {
        let cell = Cell(
          column: Int(entry.place.x / cellSize), row: Int(entry.place.y / cellSize),
          dimension: entry.dimension)
        if cells[cell] == nil { order.append(cell) }
        cells[cell, default: []].append(index)
      }
      cellSize *= 2
    } while cells.count > 1500

    var seen: Set<Spread> = []
    for cell in order {
      let members = (cells[cell] ?? []).map { placed[$0] }.sorted { $1.incident.to < $0.incident.to }
      guard let latest = members.first else { continue }
      let words = members.prefix(4).map { Self.words($0.incident) }.joined(separator: "\n")
      let more = members.count > 4 ? "\nand \(ReportNumber.whole(members.count - 4)) more" : ""
      signs.append(Sign(place: latest.place, dimension: cell.dimension, words: words + more))
      let radius = latest.incident.precisionKm / frame.kmPerUnit
      let spread = Spread(place: latest.place, dimension: cell.dimension, radius: radius)
      let isWorthIt = radius > 14 && radius < frame.width && spreads.count < 100
      if isWorthIt && seen.insert(spread).inserted { spreads.append(spread) }
    }
    Self.spreadOut(&signs, within: frame.box)
  }

  private static func words(_ incident: Incident) -> String {
    var parts = [ReportIncidents.dates(incident), ReportIncidents.event(incident).isolated]
    if !incident.place.isEmpty { parts.append(incident.place.isolated) }
    parts.append(ReportIncidents.actors(incident).isolated)
    return parts.joined(separator: ", ")
  }

  /// Moves signs of different dimensions that share a place beside one another.
  private static func spreadOut(_ signs: inout [Sign], within box: PlaneBox) {
    var used: [PlanePoint: Int] = [:]
    for index in signs.indices {
      let place = signs[index].place
      let rounded = PlanePoint(x: (place.x / 6).rounded(), y: (place.y / 6).rounded())
      let count = used[rounded, default: 0]
      used[rounded] = count + 1
      guard count > 0 else { continue }
      let x = place.x + (count == 2 ? -11 : count == 1 ? 11 : 0)
      let y = place.y + (count == 3 ? 11 : 0)
      signs[index].place = PlanePoint(x: min(max(x, box.minX), box.maxX), y: min(max(y, box.minY), box.maxY))
    }
  }
}

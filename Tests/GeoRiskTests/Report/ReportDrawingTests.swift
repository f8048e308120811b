import Foundation
import GeoData
import TestSupport
import Testing

@testable import GeoRisk

/// Cutting, thinning and lettering of drawings, against brute force and by hand.
@Suite struct ReportDrawingTests {
  static let box = PlaneBox(minX: 0, minY: 0, maxX: 100, maxY: 60)

  private static func points(_ count: Int, _ dice: inout SeededRandom) -> [PlanePoint] {
    (0..<count).map { _ in
      PlanePoint(x: .random(in: -80...180, using: &dice), y: .random(in: -60...120, using: &dice))
    }
  }

  /// Whether the point lies inside the ring by the even-odd rule.
  private static func isInside(_ point: PlanePoint, _ ring: [PlanePoint]) -> Bool {
    var isInside = false
    guard var previous = ring.last else { return false }
    for next in ring {
      if (previous.y > point.y) != (next.y > point.y),
        point.x < previous.x + (point.y - previous.y) / (next.y - previous.y) * (next.x - previous.x)
      {
        isInside.toggle()
      }
      previous = next
    }
    return isInside
  }

  @Test(arguments: 1...40) func aCutRingCoversTheSameGroundInTheBox(seed: Int) {
    var dice = SeededRandom(seed: UInt64(seed))
    let ring = Self.points(9, &dice)
    let cut = PlaneShapes.clipped(ring: ring, to: Self.box)
    #expect(cut.allSatisfy(Self.box.grown(by: 1e-9).contains))
    for _ in 0..<300 {
      let probe = PlanePoint(x: .random(in: 0...100, using: &dice), y: .random(in: 0...60, using: &dice))
      #expect(Self.isInside(probe, ring) == Self.isInside(probe, cut), "seed \(seed), \(probe)")
    }
  }

  @Test(arguments: 1...20) func aCutLineKeepsWhatLiesInTheBox(seed: Int) {
    var dice = SeededRandom(seed: UInt64(seed))
    let line = Self.points(12, &dice)
    let parts = PlaneShapes.clipped(line: line, to: Self.box)
    for part in parts { #expect(part.allSatisfy(Self.box.grown(by: 1e-9).contains)) }
    // The length inside, by 2,000 steps per edge; each crossing is wrong by at most a step, 0.16 of a unit.
    var inside = 0.0
    for (start, end) in zip(line, line.dropFirst()) {
      let length = hypot(end.x - start.x, end.y - start.y)
      let steps = 2_000
      let count = (0..<steps).count { step in
        let part = (Double(step) + 0.5) / Double(steps)
        return Self.box.contains(
          PlanePoint(x: start.x + part * (end.x - start.x), y: start.y + part * (end.y - start.y)))
      }
      inside += length * Double(count) / Double(steps)
    }
    let kept = parts.reduce(0.0) { sum, part in
      sum + zip(part, part.dropFirst()).reduce(0) { $0 + hypot($1.1.x - $1.0.x, $1.1.y - $1.0.y) }
    }
    #expect(abs(kept - inside) < 1.5, "seed \(seed)")
  }

  @Test func thinningStaysWithinItsTolerance() {
    var dice = SeededRandom(seed: 7)
    var line: [PlanePoint] = []
    for step in 0..<2000 {
      let x = Double(step) * 0.05
      line.append(PlanePoint(x: x, y: 30 + 10 * sin(x / 9) + .random(in: -0.05...0.05, using: &dice)))
    }
    let thin = PlaneShapes.thinned(line)
    #expect(thin.count < 200)
    #expect(thin.first == line.first && thin.last == line.last)
    for point in line {
      let nearest =
        zip(thin, thin.dropFirst()).map { start, end -> Double in
          let (dx, dy) = (end.x - start.x, end.y - start.y)
          let along = ((point.x - start.x) * dx + (point.y - start.y) * dy) / (dx * dx + dy * dy)
          let part = min(max(along, 0), 1)
          return hypot(point.x - start.x - part * dx, point.y - start.y - part * dy)
        }.min() ?? .infinity
      #expect(nearest <= PlaneShapes.tolerance + 1e-9)
    }
  }

  @Test func pathsAreShortAndDoNotDrift() {
    var path = SVGPath()
    path.line([
      PlanePoint(x: 1, y: 2), PlanePoint(x: 1.04, y: 2), PlanePoint(x: 1.5, y: 2), PlanePoint(x: 1.5, y: 1.2),
      PlanePoint(x: 0.4, y: 1.9),
    ])
    #expect(path.data == "M1 2h.5v-.8l-1.1.7" || path.data == "M1 2h.5v-.8l-1.1 .7")
    #expect(positions(ofPath: path.data).last.map { abs($0.x - 0.4) + abs($0.y - 1.9) < 1e-9 } == true)
    var dot = SVGPath()
    dot.line([PlanePoint(x: 3, y: 3), PlanePoint(x: 3.01, y: 3)])
    #expect(dot.data == "M3 3h0")
    var nothing = SVGPath()
    nothing.ring([PlanePoint(x: 0, y: 0), PlanePoint(x: .nan, y: 4), PlanePoint(x: 0.01, y: 0)])
    #expect(nothing.isEmpty)
    // A thousand steps of a third of a unit end where the sum ends, to half a tenth.
    var long = SVGPath()
    long.line((0...1000).map { PlanePoint(x: Double($0) / 3, y: Double($0) / 7) })
    let end = positions(ofPath: long.data).last
    #expect(abs((end?.x ?? 0) - 1000.0 / 3) < 0.051 && abs((end?.y ?? 0) - 1000.0 / 7) < 0.051)
  }

  @Test func aLabelPointLiesInsideItsRing() {
    for seed in 1...50 {
      var dice = SeededRandom(seed: UInt64(seed))
      let ring = (0..<24).map { step -> PlanePoint in
        let angle = Double(step) * .pi / 12
        let radius = Double.random(in: 5...40, using: &dice)
        return PlanePoint(x: 50 + radius * cos(angle), y: 50 + radius * sin(angle))
      }
      let point = PlaneShapes.labelPoint(ring + [ring[0]])
      #expect(point.map { Self.isInside($0, ring) } == true, "seed \(seed)")
    }
  }

  @Test func labelsDoNotCoverEachOther() {
    var dice = SeededRandom(seed: 3)
    let frame = PlaneBox(minX: 0, minY: 0, maxX: 400, maxY: 300)
    var placer = LabelPlacer(frame: frame)
    var boxes: [PlaneBox] = []
    for number in 0..<80 {
      let point = PlanePoint(x: .random(in: 0...400, using: &dice), y: .random(in: 0...300, using: &dice))
      let text = "Town \(number)"
      guard let place = placer.place(text, beside: point, gap: 5, size: 12) else { continue }
      let width = LabelPlacer.width(text, size: 12)
      let left = place.point.x - (place.anchor == "end" ? width : place.anchor == "middle" ? width / 2 : 0)
      let box = PlaneBox(
        minX: left, minY: place.point.y - 9, maxX: left + width, maxY: place.point.y + 2)
      #expect(frame.contains(box) && !boxes.contains { $0.intersects(box) })
      boxes.append(box)
    }
    #expect(boxes.count > 15)
  }

  @Test func theScaleOfTheMapIsTrueInTheMiddle() {
    for latitude in [0.0, 14, -45, 78] {
      let frame = MapFrame(around: [
        Coordinate(x: 179, y: latitude - 1), Coordinate(x: -178, y: latitude + 1),
      ])
      let middle = (frame.west + frame.east) / 2
      for (dx, dy) in [(0.5, 0.0), (0, 0.5)] {
        let start = Coordinate(x: middle, y: frame.middleLatitude)
        let end = Coordinate(x: middle + dx, y: frame.middleLatitude + dy)
        let (a, b) = (frame.point(start), frame.point(end))
        let km = EarthPosition(start).distance(to: EarthPosition(end)) / 1000
        // The map is drawn on the mean sphere: the ellipsoid differs by at most 0.7 % in any direction.
        #expect(abs(hypot(b.x - a.x, b.y - a.y) * frame.kmPerUnit / km - 1) < 0.008)
      }
      #expect(frame.place(Coordinate(x: 180, y: latitude)) != nil)
      #expect(frame.place(Coordinate(x: -180, y: latitude)) == frame.place(Coordinate(x: 180, y: latitude)))
      #expect(frame.place(Coordinate(x: 0, y: latitude)) == nil)
    }
  }

  @Test func numbersReadAsExpected() {
    #expect(ReportNumber.fixed(1_234_567.891, 2) == "1,234,567.89")
    #expect(ReportNumber.fixed(-0.04, 1) == "0.0")
    #expect(ReportNumber.fixed(-12.25, 1) == "−12.3")
    #expect(ReportNumber.fixed(.nan, 1) == "–" && ReportNumber.km(.infinity).hasPrefix("–"))
    #expect(ReportNumber.percent(0.004) == "<1\u{A0}%" && ReportNumber.percent(0.996) == "100\u{A0}%")
    #expect(ReportNumber.change(0.0004) == "±0" && ReportNumber.change(-1.5) == "−1.50")
    #expect(ReportNumber.compass(337.5) == "N" && ReportNumber.compass(-90) == "W")
    #expect(ReportNumber.chainage(86.996, 87.14) == "km\u{A0}87.0–87.1")
    #expect(ReportNumber.chainage(531, 532) == "km\u{A0}531–532")
    #expect(MapRulers.scaleBar(roomKm: 199) == 100 && MapRulers.scaleBar(roomKm: 0.34) == 0.2)
    #expect(MapRulers.degrees(-12.5, step: 0.5, positive: "E", negative: "W") == "12.5°W")
    #expect(MapRulers.multiples(of: 0.5, from: -1.2, to: 0.6) == [-1, -0.5, 0, 0.5])
    #expect(Markup.short(33.333) == "33.33" && Markup.short(-0.5) == "-0.5" && Markup.short(7.04) == "7.04")
  }

  @Test func peaksStandApart() throws {
    var corridor = try ReportFixtures.assessment(
      corridors: [("Road", [(0, 0), (2, 0)])], segmentsPerLeg: 222
    )
    .corridors[0]
    // About 1 km each: hills at 40 and 150, a lesser one on the first hill's slope at 50.
    for index in corridor.segments.indices {
      let km = Double(index)
      let threat = exp(-abs(km - 40) / 12) + 0.5 * exp(-abs(km - 150) / 12) + 0.2 * exp(-abs(km - 50) / 2)
      corridor.segments[index].score.threat = threat
      corridor.segments[index].score.grade = .high
    }
    #expect(CorridorPeaks.find(in: corridor).map(\.segment) == [40, 150])
    #expect(CorridorPeaks.find(in: corridor, limit: 1).map(\.segment) == [40])
    for index in corridor.segments.indices { corridor.segments[index].score.threat = 0 }
    #expect(CorridorPeaks.find(in: corridor).isEmpty)
  }

  @Test func theBundledDataMakeASoundPage() throws {
    var files = DatasetFiles(name: "mali")
    for file in BundledDataset.mali.files {
      let role = DatasetFiles.Role.allCases.first { $0.fileNames.contains(file.name) }
      files[try #require(role)] = .bytes(InputFile(name: "mali/" + file.name, bytes: file.bytes))
    }
    var options = AssessmentOptions()
    options.resolution = 20_000
    options.segmentLength = 5_000
    options.bufferDistances = []
    let assessment = try Assessment(of: AssessmentInputs(Dataset(files)), options: options)
    let page = try expectSound(Report(assessment, title: "Mali").html())
    for corridor in assessment.corridors { #expect(page.text.contains(corridor.name)) }
    for site in assessment.sites { #expect(page.text.contains(site.name)) }
    for input in assessment.inputs { #expect(page.text.contains(input.sha256)) }
    for score in assessment.sites.map(\.score) {
      for part in score.topIncidents { #expect(page.text.contains(part.incidentID)) }
    }
  }
}

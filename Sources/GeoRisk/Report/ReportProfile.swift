import GeoCore

/// The index along a corridor as a drawing: height is the index, colour the grade, towns above, zones below.
///
/// The drawing stretches with the page, so its lettering is ordinary text laid over it and keeps its size.
struct ReportProfile {
  let facts: ReportFacts
  let corridor: CorridorScore
  let peaks: [SegmentScore]
  let stretches: [CorridorStretch]

  private static let columns = 1000.0

  func write(to markup: inout Markup) {
    guard length > 0 else { return }
    markup.element("figure", ["class": "profile"]) { markup in
      towns(&markup)
      markup.element("div", ["class": "plot"]) { markup in
        drawing(&markup)
        thresholds(&markup)
        picks(&markup)
        signs(&markup)
      }
      zones(&markup)
      axis(&markup)
      markup.element("figcaption", text: "Index against the distance from the start of the corridor in km")
    }
  }

  private var start: Double { corridor.segments.first?.fromKm ?? 0 }
  private var length: Double { (corridor.segments.last?.toKm ?? 0) - start }
  private func across(_ km: Double) -> Double { min(max((km - start) / length, 0), 1) }
  private func percent(_ km: Double) -> String { Markup.short(across(km) * 100) + "%" }

  /// One step of the drawing: a stretch of one height and grade.
  private struct Step {
    var from: Double
    var to: Double
    var index: Double
    var grade: Grade
  }

  /// The segments as steps; those that share a column of the drawing give it the highest of their values.
  private var steps: [Step] {
    var steps: [Step] = []
    for segment in corridor.segments where !segment.isClosed {
      let from = (across(segment.fromKm) * Self.columns).rounded()
      let to = (across(segment.toKm) * Self.columns).rounded()
      let score = segment.score
      if to > from {
        steps.append(Step(from: from, to: to, index: score.index, grade: score.grade))
      } else if let last = steps.last, last.index < score.index {
        steps[steps.count - 1].index = score.index
        steps[steps.count - 1].grade = score.grade
      }
    }
    return steps
  }

  private func drawing(_ markup: inout Markup) {
    let worst = corridor.totals.worst
    let label =
      "Index along \(corridor.name), from 0 to 100; the worst stretch is "
      + "\(ReportRanking.chainage(worst)) with index \(ReportNumber.index(worst.index)), \(worst.grade.name)"
    markup.element(
      "svg",
      [
        "viewBox": "0 0 1000 100", "preserveAspectRatio": "none", "role": "img", "aria-label": label,
        "xmlns": "http://www.w3.org/2000/svg",
      ]
    ) { markup in
      markup.element("title", text: label)
      let steps = steps
      var outline = SVGPath()
      outline.line(
        PlaneShapes.thinned(
          steps.flatMap {
            [PlanePoint(x: $0.from, y: 100 - $0.index), PlanePoint(x: $0.to, y: 100 - $0.index)]
          }))
      for grade in Grade.allCases {
        let area = area(of: grade, steps)
        if !area.isEmpty { markup.leaf("path", ["class": "g\(grade.rawValue)", "d": area.data]) }
      }
      for bound in facts.assessment.model.index.grades where bound > 0 && bound < 100 {
        let y = SVGPath.tenth(100 - bound)
        markup.leaf("line", ["class": "threshold", "x1": "0", "x2": "1000", "y1": y, "y2": y])
      }
      markup.leaf("path", ["class": "outline", "d": outline.data])
    }
  }

  /// The filled areas under the runs of one grade.
  private func area(of grade: Grade, _ steps: [Step]) -> SVGPath {
    var path = SVGPath()
    var run: [PlanePoint] = []
    func close() {
      guard let first = run.first, let last = run.last else { return }
      path.ring(
        [PlanePoint(x: first.x, y: 100)] + PlaneShapes.thinned(run) + [PlanePoint(x: last.x, y: 100)])
      run = []
    }
    for step in steps {
      if step.grade != grade { close() }
      guard step.grade == grade else { continue }
      run.append(PlanePoint(x: step.from, y: 100 - step.index))
      run.append(PlanePoint(x: step.to, y: 100 - step.index))
    }
    close()
    return path
  }

  /// The names of the grades at their lower bounds; those that would stand too close together are left out.
  private func thresholds(_ markup: inout Markup) {
    markup.element("ol", ["class": "thresholds", "aria-hidden": "true"]) { markup in
      var last = -100.0
      for (grade, bound) in zip(Grade.allCases.dropFirst(), facts.assessment.model.index.grades)
      where bound - last >= 9 && bound < 96 {
        markup.element("li", ["style": "bottom:\(Markup.short(bound))%"], text: grade.name)
        last = bound
      }
    }
  }

  /// What opens the reasons of a stretch.
  private func picks(_ markup: inout Markup) {
    for stretch in stretches {
      let (from, to) = (stretch.segments[0].fromKm, stretch.segments[stretch.segments.count - 1].toKm)
      let width = Markup.short((across(to) - across(from)) * 100)
      markup.element(
        "a",
        [
          "class": "pick", "href": "#" + stretch.anchor, "style": "left:\(percent(from));width:\(width)%",
          "title": stretch.words, "aria-label": stretch.words,
        ], text: "")
    }
  }

  private func signs(_ markup: inout Markup) {
    guard peaks.count > 1 else { return }
    for (number, peak) in peaks.enumerated() {
      let middle = (peak.fromKm + peak.toKm) / 2
      let height = Markup.short(max(peak.score.index, 16))
      markup.element(
        "span",
        ["class": "peak", "aria-hidden": "true", "style": "left:\(percent(middle));bottom:\(height)%"],
        text: "\(number + 1)")
    }
  }

  /// The towns within 8 km of the corridor, above the place where it passes them.
  private func towns(_ markup: inout Markup) {
    var passed: [(name: String, km: Double)] = []
    let middles = corridor.segments.map { (EarthPosition($0.middle), ($0.fromKm + $0.toKm) / 2) }
    for town in facts.places {
      let nearest = middles.map { ($0.0.squaredChord(to: town.position), $0.1) }.min { $0.0 < $1.0 }
      if let nearest, nearest.0 < 8_000 * 8_000 { passed.append((town.name, nearest.1)) }
    }
    passed.sort { ($0.km, $0.name) < ($1.km, $1.name) }
    guard !passed.isEmpty else { return }
    markup.element("ol", ["class": "towns", "aria-hidden": "true"]) { markup in
      // Estimated ends of the labels in the units of a wide and of a narrow page.
      var wideEnd = -1.0
      var narrowEnd = -1.0
      for town in passed {
        let width = LabelPlacer.width(town.name, size: 12)
        let wide = Self.interval(across(town.km), on: 960, width)
        let narrow = Self.interval(across(town.km), on: 260, width)
        guard wide.from > wideEnd else { continue }
        wideEnd = wide.to + 8
        let fitsNarrow = narrow.from > narrowEnd
        if fitsNarrow { narrowEnd = narrow.to + 6 }
        let edge = across(town.km) < Self.edge ? " first" : across(town.km) > 1 - Self.edge ? " last" : ""
        markup.element(
          "li", ["class": (fitsNarrow ? "" : "wide-only") + edge, "style": "left:\(percent(town.km))"]
        ) { $0.name(town.name) }
      }
    }
  }

  /// The room that a label takes on a page of some width: centred on its place, and turned inwards at the ends.
  private static func interval(
    _ part: Double, on page: Double, _ width: Double
  ) -> (from: Double, to: Double) {
    let place = part * page
    if part < edge { return (place, place + width) }
    if part > 1 - edge { return (place - width, place) }
    return (place - width / 2, place + width / 2)
  }

  /// The part at either end of a profile where labels are turned inwards.
  private static let edge = 0.06

  /// A strip that shows who holds the ground along the road.
  private func zones(_ markup: inout Markup) {
    var runs: [(zone: ZoneStatus, from: Double, to: Double)] = []
    for segment in corridor.segments {
      guard let zone = segment.zone else { continue }
      if let last = runs.last, last.zone == zone, last.to == segment.fromKm {
        runs[runs.count - 1].to = segment.toKm
      } else {
        runs.append((zone, segment.fromKm, segment.toKm))
      }
    }
    guard !runs.isEmpty else { return }
    markup.element("ol", ["class": "strip"]) { markup in
      for run in runs.prefix(200) {
        let words =
          ReportNumber.chainage(run.from, run.to) + ": "
          + "\(run.zone.status.rawValue), \(run.zone.actor)"
        let width = Markup.short((across(run.to) - across(run.from)) * 100)
        markup.element(
          "li",
          [
            "class": "a\(facts.style(ofActor: run.zone.actor) % ReportStyle.actorColours.count) "
              + run.zone.status.rawValue,
            "style": "left:\(percent(run.from));width:\(width)%", "title": words,
          ]
        ) { $0.element("span", text: words) }
      }
    }
  }

  private func axis(_ markup: inout Markup) {
    let step = Self.step(length)
    markup.element("ol", ["class": "axis", "aria-hidden": "true"]) { markup in
      for (place, km) in MapRulers.multiples(of: step, from: start, to: start + length).enumerated() {
        markup.element(
          "li", ["class": place % 2 == 0 ? nil : "wide-only", "style": "left:\(percent(km))"],
          text: ReportNumber.parameter(km))
      }
    }
  }

  /// A round number of km that gives five to twelve marks.
  private static func step(_ length: Double) -> Double {
    var decade = 0.1
    while decade < 100_000 {
      for factor in [1.0, 2, 5] where length / (decade * factor) <= 12 { return decade * factor }
      decade *= 10
    }
    return decade
  }
}

import GeoCore
import ThreatField

/// Assets that follow one another and lie close together, so that an incident's draws can be taken for all at once.
struct AssetRun: Sendable {
  /// Nodes by asset.
  private(set) var nodes: [[FieldNode]]
  /// The middle of the assets, and how far any of their nodes is from it in straight metres.
  let middle: EarthPosition
  let radius: Double

  private static let longest = 8
  private static let metres = 5_000.0

  init(_ nodes: [[FieldNode]]) {
    self.nodes = nodes
    let positions = nodes.flatMap { $0.map(\.position) }
    let sum = positions.reduce(SIMD3<Double>()) { $0 + SIMD3($1.x, $1.y, $1.z) } / Double(positions.count)
    let middle = EarthPosition(x: sum.x, y: sum.y, z: sum.z)
    self.middle = middle
    radius = positions.reduce(0) { max($0, $1.squaredChord(to: middle)) }.squareRoot()
  }

  /// Runs of at most eight assets within a few kilometres of the first, in order.
  static func runs(of nodes: [[FieldNode]]) -> [AssetRun] {
    var runs: [AssetRun] = []
    var start = 0
    while start < nodes.count {
      var end = start + 1
      while end < nodes.count, end - start < longest,
        zip(nodes[start], nodes[end]).allSatisfy({ first, next in
          first.position.squaredChord(to: next.position) <= metres * metres
        })
      {
        end += 1
      }
      runs.append(AssetRun(Array(nodes[start..<end])))
      start = end
    }
    return runs
  }
}

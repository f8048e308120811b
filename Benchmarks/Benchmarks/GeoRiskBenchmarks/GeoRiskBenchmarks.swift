import Benchmark
import GeoRisk

/// The costs that users wait for, each with what it guards. Run by `scripts/bench`.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .peakMemoryResident], maxDuration: .seconds(10), maxIterations: 20)

  // Turning rows into weighted sources: one pass, one kernel table per distinct decay and precision.
  Benchmark("Weigh 20,000 incidents") { benchmark, incidents in
    for _ in benchmark.scaledIterations { blackHole(try RiskScorer(incidents: incidents, threads: 1)) }
  } setup: {
    Inputs.incidents(20_000)
  }

  // The field at single points with reasons: must stay in proportion to the incidents in reach, not to all.
  Benchmark("Score 500 sites against 20,000 incidents") { benchmark, scorer in
    let sites = Inputs.sites(500)
    for _ in benchmark.scaledIterations { blackHole(try scorer.score(sites)) }
  } setup: {
    try RiskScorer(incidents: Inputs.incidents(20_000), threads: 1)
  }

  // The hot path of a corridor: three nodes per kilometre, the top contributors of each segment.
  Benchmark("Score 600 km of road against 20,000 incidents") { benchmark, scorer in
    let road = try Inputs.road()
    for _ in benchmark.scaledIterations { blackHole(try scorer.score(road)) }
  } setup: {
    try RiskScorer(incidents: Inputs.incidents(20_000), threads: 1)
  }

  // The hot path of surfaces: per place with incidents, a kernel value for each node within its reach.
  Benchmark("Surface of 10° by 6° at 5 km from 20,000 incidents") { benchmark, scorer in
    let extent = Envelope(minX: -12, minY: 10, maxX: -2, maxY: 16)
    for _ in benchmark.scaledIterations {
      blackHole(try scorer.surface(covering: extent, resolution: 5_000))
    }
  } setup: {
    try RiskScorer(incidents: Inputs.incidents(20_000), threads: 1)
  }

  // Pieces, convex hulls, offsets and their union in GEOS: must grow with the length of the road only.
  Benchmark("Buffers of 600 km of road at 5, 10 and 25 km") { benchmark, road in
    let buffer = try GeodesicBuffer()
    for _ in benchmark.scaledIterations {
      blackHole(try buffer.areas(within: [5_000, 10_000, 25_000], of: .multiLineString(road.parts)))
    }
  } setup: {
    try Inputs.road()
  }

  // Marching squares over a million nodes: one pass, no search for neighbours.
  Benchmark("Isobands of 1,000 × 1,000 nodes") { benchmark, surface in
    for _ in benchmark.scaledIterations {
      blackHole(
        try Isobands.bands(values: surface.values, grid: surface.grid, levels: [0.6, 0.9, 1.2, 1.6, 2]))
    }
  } setup: {
    try Inputs.surface(side: 1_000)
  }

  // Writing: shortest numbers, seven decimals, orientation and antimeridian checks per ring.
  Benchmark("Write 20,000 line features") { benchmark, features in
    for _ in benchmark.scaledIterations { blackHole(features.geoJSONBytes()) }
  } setup: {
    try Inputs.lines(20_000)
  }

  // Reading: one pass over the bytes, no tree of the whole document.
  Benchmark("Read 20,000 line features") { benchmark, bytes in
    for _ in benchmark.scaledIterations { blackHole(try GeoJSONReader().read(bytes)) }
  } setup: {
    try Inputs.lines(20_000).geoJSONBytes()
  }
}

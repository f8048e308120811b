// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that whoever embeds GeoRisk never resolves the benchmark tool.
let package = Package(
  name: "GeoRiskBenchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "GeoRisk", path: "../"),
    // No traits: the default one links jemalloc, which would have to be installed first.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    // The work to be timed and counted, with its inputs.
    .target(
      name: "HotPaths",
      dependencies: [
        .product(name: "GeoRisk", package: "GeoRisk"),
        .product(name: "GeoRiskParts", package: "GeoRisk"),
      ],
      path: "Benchmarks/HotPaths"),
    .executableTarget(
      name: "GeoRiskBenchmarks",
      dependencies: [
        "HotPaths",
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Benchmarks/GeoRiskBenchmarks",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    // Does one hot path once, for its instructions to be counted; see README.md.
    .executableTarget(
      name: "HotPathRunner", dependencies: ["HotPaths"], path: "Benchmarks/HotPathRunner"),
    // Does one path on the peers' inputs when told to; see peers/README.md.
    .executableTarget(
      name: "PeerRunner",
      dependencies: [
        .product(name: "GeoRisk", package: "GeoRisk"),
        .product(name: "GeoRiskParts", package: "GeoRisk"),
      ],
      path: "Benchmarks/PeerRunner"),
    // How right each method is on simulated data, as tables for the documentation.
    .executableTarget(
      name: "Evaluation",
      dependencies: [
        .product(name: "GeoRisk", package: "GeoRisk"),
        .product(name: "GeoRiskParts", package: "GeoRisk"),
      ],
      path: "Benchmarks/Evaluation"),
  ],
  swiftLanguageModes: [.v6]
)

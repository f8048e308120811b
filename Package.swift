// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "GeoRisk",
  // `Synchronization` and typed throws in the standard library's own API need macOS 15.
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "GeoRisk", targets: ["GeoRisk"]),
    .library(name: "GeoData", targets: ["GeoData"]),
    // The layers below, for benchmarks: no promise that they stay as they are.
    .library(name: "GeoRiskParts", targets: ["GeoCore", "GeoProjection", "ThreatField"]),
    .executable(name: "georisk", targets: ["GeoRiskCLI"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // Geometry in C: module maps and version-gated inline shims, nothing else.
    .systemLibrary(
      name: "CGEOS", pkgConfig: "geos",
      providers: [.apt(["libgeos-dev"]), .brew(["geos"])]),
    .systemLibrary(
      name: "CPROJ", pkgConfig: "proj",
      providers: [.apt(["libproj-dev"]), .brew(["proj"])]),

    // Layers, each importing only those above it.
    .target(name: "GeoCore"),
    .target(name: "GeoTopology", dependencies: ["GeoCore", "CGEOS"]),
    .target(name: "GeoProjection", dependencies: ["GeoCore", "CPROJ"]),
    .target(name: "GeoJSON", dependencies: ["GeoCore"]),
    .target(name: "CKernels"),
    .target(name: "ThreatField", dependencies: ["GeoCore", "CKernels"]),
    .target(
      name: "GeoRisk",
      dependencies: [
        "GeoCore", "GeoTopology", "GeoProjection", "GeoJSON", "CKernels", "ThreatField", "Yams",
      ]),

    // The bundled data sets, compiled into the binary so that it runs away from its checkout.
    .target(
      name: "GeoData", path: "GeoData",
      exclude: ["mali/SOURCES.md"],
      resources: [.embedInCode("mali")]),
    .executableTarget(
      name: "GeoRiskCLI",
      dependencies: [
        "GeoRisk", "GeoData",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // Seeded random numbers and the way to shared data, for all tests.
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .testTarget(name: "GeoCoreTests", dependencies: ["TestSupport", "GeoCore", "GeoTopology"]),
    .testTarget(name: "GeoTopologyTests", dependencies: ["TestSupport", "GeoTopology"]),
    .testTarget(name: "GeoProjectionTests", dependencies: ["TestSupport", "GeoProjection"]),
    .testTarget(name: "GeoJSONTests", dependencies: ["TestSupport", "GeoJSON"]),
    .testTarget(name: "ThreatFieldTests", dependencies: ["TestSupport", "ThreatField", "GeoProjection"]),
    .testTarget(name: "GeoRiskTests", dependencies: ["TestSupport", "GeoRisk", "GeoData"]),
    .testTarget(
      name: "GeoRiskCLITests", dependencies: ["TestSupport", "GeoRisk", "GeoData"], exclude: ["Snapshots"]),
  ],
  swiftLanguageModes: [.v6]
)

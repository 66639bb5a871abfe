// swift-tools-version: 6.3
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "flairscope",
  products: [
    .executable(name: "flairscope", targets: ["flairscope"]),
    .library(name: "VolumeModel", targets: ["VolumeModel"]),
    .library(name: "Segmenter", targets: ["Segmenter"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
  ],
  targets: [
    // C libraries of the system. CNCurses and CNifti are C targets, not system-library targets: libnifti's
    // header asks for a header that Debian installs elsewhere, and the terminal guard must be plain C.
    .target(name: "CNCurses", linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .target(
      name: "CNifti",
      linkerSettings: [.linkedLibrary("nifti2"), .linkedLibrary("znz"), .linkedLibrary("z")]),
    .systemLibrary(name: "COpenBLAS", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),

    // The distance transform's and the network's inner loops in C: only there can one function be compiled for one
    // instruction set.
    .target(name: "CDistance", exclude: ["envelope.inc"], cSettings: [.unsafeFlags(["-O3"])]),
    .target(name: "CKernels", exclude: ["kernels.inc"], cSettings: [.unsafeFlags(["-O3"])]),
    .target(
      name: "VolumeModel",
      dependencies: ["CNifti", "CDistance", .product(name: "TOMLKit", package: "TOMLKit")],
      swiftSettings: strict),
    .target(
      name: "Segmenter",
      dependencies: ["VolumeModel", "COpenBLAS", "CKernels", .product(name: "TOMLKit", package: "TOMLKit")],
      swiftSettings: strict),
    .target(
      name: "ViewerTUI",
      dependencies: [
        "VolumeModel", "Segmenter", "CNCurses", "CZlib", .product(name: "TOMLKit", package: "TOMLKit"),
      ],
      resources: ["night", "paper", "contrast", "fjord", "ember", "sixteen", "mono"].map {
        .embedInCode("../../themes/\($0).toml")
      },
      swiftSettings: strict),
    .executableTarget(
      name: "flairscope",
      dependencies: [
        "VolumeModel", "Segmenter", "ViewerTUI",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    .executableTarget(
      name: "volume-benchmark", dependencies: ["VolumeModel"], path: "Benchmarks/VolumeBenchmark",
      swiftSettings: strict),
    .executableTarget(
      name: "engine-benchmark", dependencies: ["Segmenter"], path: "Benchmarks/Engine/EngineBenchmark",
      swiftSettings: strict),

    .testTarget(
      name: "VolumeModelTests", dependencies: ["VolumeModel", "CDistance"], exclude: ["Fixtures"],
      swiftSettings: strict),
    .testTarget(
      name: "SegmenterTests", dependencies: ["Segmenter", "VolumeModel"], exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "ViewerTUITests", dependencies: ["ViewerTUI", "VolumeModel", "Segmenter", "CZlib"],
      exclude: ["Fixtures", "Golden"], swiftSettings: strict),
    .testTarget(name: "CommandTests", dependencies: ["flairscope", "VolumeModel", "Segmenter"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)

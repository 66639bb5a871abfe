// swift-tools-version: 6.3
// A program of another package: it sees what VolumeModel and Segmenter make public, and nothing else.
import PackageDescription

let package = Package(
  name: "agreement-client",
  dependencies: [.package(name: "flairscope", path: "../..")],
  targets: [
    .executableTarget(
      name: "agreement-client",
      dependencies: [
        .product(name: "VolumeModel", package: "flairscope"), .product(name: "Segmenter", package: "flairscope"),
      ],
      path: "Sources")
  ],
  swiftLanguageModes: [.v6]
)

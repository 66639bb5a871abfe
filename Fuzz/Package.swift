// swift-tools-version: 6.3
// A package of its own, because everything in it is compiled with coverage counters: "make fuzz" builds and runs it.
import PackageDescription

let package = Package(
  name: "fuzz",
  dependencies: [.package(name: "flairscope", path: "..")],
  targets: [
    .target(name: "NIfTIFuzzing", dependencies: [.product(name: "VolumeModel", package: "flairscope")]),
    // In C, so that libFuzzer's own main is the program's.
    .executableTarget(name: "fuzz-nifti", dependencies: ["NIfTIFuzzing"]),
  ],
  swiftLanguageModes: [.v6]
)

// swift-tools-version: 6.3
// A package of its own, because everything in it is compiled with coverage counters: "make fuzz" builds and runs it.
import PackageDescription

let package = Package(
  name: "fuzz",
  dependencies: [.package(name: "flairscope", path: "..")],
  // In C, so that libFuzzer's own main is the program's.
  targets: ["images", "weights", "journal", "toml", "terminal"].map {
    .executableTarget(name: "fuzz-\($0)", dependencies: [.product(name: "FuzzTargets", package: "flairscope")])
  },
  swiftLanguageModes: [.v6]
)

import ArgumentParser
import VolumeModel

/// How a soft mask is made; shared by the commands that make or use one.
struct SoftMaskArguments: ParsableArguments {
  @Option(help: "Size of expert mask and grown rim together, relative to the expert mask: 1.2 is 120 %.")
  var size = 1.2

  @Option(help: "Label of the grown voxels, 0 to 1.")
  var label = 0.3

  @Option(
    help: ArgumentHelp(
      "FLAIR value below which no voxel is grown, or auto: mean + 0.5 SD of the brain.", valueName: "auto|value"),
    transform: { text throws in
      if text == "auto" { return FlairThreshold.automatic }
      guard let value = Double(text), value.isFinite else {
        throw ValidationError("'\(text)' is no FLAIR threshold; give a number or auto.")
      }
      return .value(value)
    })
  var threshold = FlairThreshold.automatic

  @Option(help: "What the size is counted over: the whole scan, or each lesion by itself (26-connected).")
  var scope = GrowthScope.scan

  var parameters: SoftMaskParameters {
    SoftMaskParameters(size: size, label: label, threshold: threshold, scope: scope)
  }

  func validate() throws {
    let limits = SoftMaskParameters.sizeLimits
    guard limits.contains(size) else {
      throw ValidationError(
        "--size runs from \(ReadableNumber.short(limits.lowerBound)) to \(ReadableNumber.short(limits.upperBound)), "
          + "as 1.2 for 120 %.")
    }
    guard label >= 0, label <= 1 else { throw ValidationError("--label must lie between 0 and 1.") }
  }
}

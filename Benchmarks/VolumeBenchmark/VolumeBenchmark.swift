import Foundation
import VolumeModel

/// Times the work on volumes and masks, each several times, and prints the shortest of each as one JSON object.
///
///     volume-benchmark FLAIR.nii.gz REFERENCE.nii.gz CANDIDATE.nii.gz
///
/// The shortest, because what else the machine does can only make a run longer.
@main
struct VolumeBenchmark {
  static func main() throws {
    let paths = CommandLine.arguments.dropFirst()
    guard paths.count == 3, let flair = paths.first, let candidate = paths.last else {
      FileHandle.standardError.write(Data("usage: volume-benchmark FLAIR REFERENCE CANDIDATE\n".utf8))
      exit(64)
    }
    let reference = try Images.readMask(paths[paths.startIndex + 1]).mask
    let other = try Images.readMask(candidate, on: reference.grid).mask
    let image = try Images.read(flair, on: reference.grid).volume
    let thick = Mask(on: reference, spacingMM: SIMD3(1, 0.9, 3))
    let box = VoxelBox(thick.grid)
    var seconds: [String: Double] = [:]
    seconds["open_float"] = try shortest { try Images.read(flair).volume.scalars.count }
    seconds["distance_transform"] = shortest { DistanceMap(to: thick, in: box).squaredMM2.count }
    seconds["components_18"] = shortest { Lesions(of: reference, connectivity: .edges).count }
    seconds["components_26"] = shortest { Lesions(of: reference, connectivity: .corners).count }
    seconds["metrics"] = shortest { AgreementReport(reference: reference, candidate: other).lesions.count }
    seconds["soft_mask"] = shortest {
      SoftMaskGrowth(expert: reference, flair: image, brain: Mask(brainOf: image)).softMask(SoftMaskParameters())
        .report.grownVoxels
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    FileHandle.standardOutput.write(try encoder.encode(seconds) + Data("\n".utf8))
  }

  /// The shortest of several runs; their results are added up, so that none is left out by the compiler.
  private static func shortest(_ body: () throws -> Int) rethrows -> Double {
    var shortest = Double.infinity
    var sum = 0
    for _ in 0..<9 {
      let start = ContinuousClock.now
      sum &+= try body()
      let time = start.duration(to: .now)
      shortest = min(shortest, Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18)
    }
    return sum == .min ? .nan : shortest
  }
}

extension Mask {
  /// The same voxels on a grid of another spacing.
  fileprivate init(on other: Mask, spacingMM: SIMD3<Double>) {
    self.init(grid: VoxelGrid(shape: other.grid.shape, affine: Affine(spacingMM: spacingMM)))
    other.forEachLinearIndex { self[grid.voxel(atLinearIndex: $0)] = true }
  }
}

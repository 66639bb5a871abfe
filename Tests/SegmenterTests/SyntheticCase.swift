import Foundation
import Segmenter
import VolumeModel

/// A round brain with bright round lesions, in any axis order.
enum SyntheticCase {
  static func make(
    name: String = "synthetic", shape: SIMD3<Int> = SIMD3(32, 32, 8), seed: UInt64 = 1, axes: [Int] = [0, 1, 2],
    signs: [Double] = [-1, 1, 1], grownLabel: Double = 0.3
  ) -> TrainingCase {
    let grid = grid(shape: shape, axes: axes, signs: signs)
    var flair = Volume<Float>(grid: grid, filledWith: 0)
    var brain = Mask(grid: grid)
    var expert = Mask(grid: grid)
    var grown = Mask(grid: grid)
    // Noise by position, not by order, so that another axis order gives the same picture.
    let middle = SIMD3(Double(shape.x - 1) / 2, Double(shape.y - 1) / 2, Double(shape.z - 1) / 2)
    let lesions = [
      (SIMD3(0.35, 0.4, 0.3), 0.11), (SIMD3(0.65, 0.55, 0.5), 0.14), (SIMD3(0.45, 0.7, 0.7), 0.09),
    ]
    for z in 0..<shape.z {
      for y in 0..<shape.y {
        for x in 0..<shape.x {
          let p = SIMD3(Double(x), Double(y), Double(z))
          let d = (p - middle) / (SIMD3(Double(shape.x), Double(shape.y), Double(2 * shape.z)) * 0.46)
          guard (d * d).sum() < 1 else { continue }
          let voxel = permuted(SIMD3(x, y, z), shape: shape, axes: axes, signs: signs)
          brain[voxel] = true
          var noise = RandomStream(seed: seed, name: "noise", index: UInt64(x + 97 * (y + 89 * z)))
          var value = 100 + 8 * noise.normal()
          for (centre, radius) in lesions {
            let offset = (p / SIMD3(Double(shape.x), Double(shape.y), Double(shape.z)) - centre) * SIMD3(1, 1, 0.6)
            let distance = (offset * offset).sum().squareRoot()
            if distance < radius {
              value += 80
              expert[voxel] = true
              grown[voxel] = false
            } else if distance < radius * 1.25, !expert[voxel] {
              value += 30
              grown[voxel] = true
            }
          }
          flair[voxel] = Float(value)
        }
      }
    }
    let plain = SoftMask(expert: expert)
    let target = SoftMask(expert: expert, grown: grown, label: grownLabel, report: plain.report)
    return TrainingCase(name: name, channels: [flair], brain: brain, target: target, trusted: target)
  }

  /// A grid whose voxel axis `axes[w]` runs along world axis w, forwards or backwards. The reference order is LAS.
  private static func grid(shape: SIMD3<Int>, axes: [Int], signs: [Double]) -> VoxelGrid {
    var columns = [SIMD3<Double>](repeating: .zero, count: 3)
    var permutedShape = SIMD3(0, 0, 0)
    for world in 0..<3 {
      columns[axes[world]][world] = signs[world]
      permutedShape[axes[world]] = shape[world]
    }
    return VoxelGrid(
      shape: permutedShape, affine: Affine(columns: (columns[0], columns[1], columns[2]), origin: SIMD3(3, -7, 11)))
  }

  /// The voxel of a grid with the given axes that shows what `voxel` shows in LAS order.
  static func permuted(_ voxel: SIMD3<Int>, shape: SIMD3<Int>, axes: [Int], signs: [Double]) -> SIMD3<Int> {
    let las: [Double] = [-1, 1, 1]
    var result = SIMD3(0, 0, 0)
    for world in 0..<3 {
      result[axes[world]] = signs[world] == las[world] ? voxel[world] : shape[world] - 1 - voxel[world]
    }
    return result
  }

  static func plan(
    epochs: Int? = 2, base: Int = 4, levels: Int = 2, seed: UInt64 = 5, threads: Int = 2, batch: Int = 3,
    crop: Int? = nil
  ) -> TrainingPlan {
    TrainingPlan(
      architecture: UNetArchitecture(inputChannels: 1, base: base, levels: levels), epochs: epochs, patience: nil,
      seed: seed, threads: threads, batchSize: batch, cropSize: crop, crossEntropySteps: 4)
  }
}

/// A folder that is gone when the test is over.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("flairscope-test-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }
}

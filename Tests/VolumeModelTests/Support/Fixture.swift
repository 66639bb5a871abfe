import Foundation
import VolumeModel

/// Answers of independent programs, kept beside the tests; the scripts that made them are in Scripts/fixtures.
enum Fixture {
  static func load<Content: Decodable>(_ name: String, as type: Content.Type = Content.self) throws -> Content {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let data = try Data(contentsOf: folder.appendingPathComponent("Fixtures/\(name)"))
    return try JSONDecoder().decode(type, from: data)
  }
}

extension VoxelGrid {
  init(shape: [Int], spacingMM: [Double]) {
    self.init(
      shape: SIMD3(shape[0], shape[1], shape[2]),
      affine: Affine(spacingMM: SIMD3(spacingMM[0], spacingMM[1], spacingMM[2])))
  }
}

extension Mask {
  init(grid: VoxelGrid, linearIndices: [Int]) {
    self.init(grid: grid)
    for index in linearIndices { self[grid.voxel(atLinearIndex: index)] = true }
  }

  var linearIndices: [Int] {
    var indices: [Int] = []
    forEachLinearIndex { indices.append($0) }
    return indices
  }
}

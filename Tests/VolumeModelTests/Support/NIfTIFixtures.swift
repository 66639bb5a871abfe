import Foundation
import Testing

/// The files under Fixtures/nifti and what is known of them.
enum NIfTIFixtures {
  static let folder = (#filePath as NSString).deletingLastPathComponent + "/../Fixtures/nifti/"

  static func path(_ name: String) -> String { folder + name }

  static func decoded<Value: Decodable>(_: Value.Type, _ name: String) throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  /// A row of the awkward or bad manifest.
  struct Row: Decodable, Sendable, CustomTestStringConvertible {
    let file: String
    /// "open", "open-note", "open-or-refuse", "refuse", "refuse-or-note".
    let expect: String
    let facts: Facts?
    let kind: String?
    let image: String?
    let samePictureAs: String?

    enum CodingKeys: String, CodingKey {
      case file, expect, facts, kind
      case image = "for_image"
      case samePictureAs = "same_picture_as"
    }
    var testDescription: String { file }
    var mayBeRefused: Bool { expect.contains("refuse") }
  }

  /// What nibabel reads.
  struct Facts: Decodable, Sendable {
    let format: String
    let shape: [Int]
    let dtype: String
    let endian: String
    let zooms: [Double]
    let affine: [[Double]]
    let axcodes: String
    let qformCode: Int
    let sformCode: Int
    let min: Double?
    let max: Double?
    let mean: Double?
    let nanVoxels: Int?
    let infVoxels: Int?
    let nonzeroVoxels: Int?
    let brightestWorldMM: [Double]?
    let nonzeroCentroidWorldMM: [Double]?

    enum CodingKeys: String, CodingKey {
      case format, shape, dtype, endian, zooms, affine, axcodes, min, max, mean
      case qformCode = "qform_code"
      case sformCode = "sform_code"
      case nanVoxels = "nan_voxels"
      case infVoxels = "inf_voxels"
      case nonzeroVoxels = "nonzero_voxels"
      case brightestWorldMM = "brightest_world_mm"
      case nonzeroCentroidWorldMM = "nonzero_centroid_world_mm"
    }
  }

  private struct Manifest: Decodable { let files: [Row] }

  static func rows(_ corpus: String) throws -> [Row] { try decoded(Manifest.self, corpus + "/manifest.json").files }
}

/// Whether two numbers agree to a relative difference.
func agree(_ a: Double?, _ b: Double?, _ tolerance: Double = 1e-6) -> Bool {
  guard let a, let b else { return a == nil && b == nil }
  return abs(a - b) <= tolerance * max(1, abs(b))
}

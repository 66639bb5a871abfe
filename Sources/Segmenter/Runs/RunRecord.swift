internal import Foundation
internal import TOMLKit
import TOMLReading
public import VolumeModel

/// `run.toml`: everything needed to repeat a run.
public struct RunRecord: Sendable, Hashable, Codable {
  /// Of the program that made the run.
  public var version: String
  /// The settings of the run.
  public var plan: TrainingPlan
  /// The weights that it started from; nil for those drawn from its seed.
  public var initialWeights: RunWeights?
  /// What it learned from, in order; empty when the cases lay in no files.
  public var cases: [RunCase]

  init(plan: TrainingPlan, cases: [RunCase], initialWeights: RunWeights?) {
    version = Segmenter.version
    self.plan = plan
    self.cases = cases
    self.initialWeights = initialWeights
  }

  /// - Parameter path: a `run.toml`.
  public static func read(_ path: String) throws(FileError) -> RunRecord {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
      throw FileError(
        .notFound, path: path, problem: isFolder.boolValue ? "is a folder" : "no such file",
        advice: "name the run.toml of a run folder")
    }
    do {
      return try TOMLDocument.decode(
        RunRecord.self, from: EarlierNames.replaced(in: try String(contentsOfFile: path, encoding: .utf8)))
    } catch let error as TOMLProblem {
      throw FileError(.badData, path: path, problem: "\(error)")
    } catch {
      throw FileError(
        .badData, path: path, problem: "is not a run file of this program (\(Self.reason(error)))",
        advice: "name the run.toml of a run folder")
    }
  }

  /// What cannot be read, in words, and where it stands.
  private static func reason(_ error: any Error) -> String {
    let context: DecodingError.Context? =
      switch error as? DecodingError {
      case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context): context
      case .dataCorrupted(let context): context
      case nil: nil
      @unknown default: nil
      }
    guard let context else { return error.localizedDescription }
    let place = context.codingPath.map(\.stringValue).joined(separator: ".")
    return place.isEmpty ? context.debugDescription : "\(place): \(context.debugDescription)"
  }

  func text(path: String) throws(FileError) -> String {
    do {
      return try TOMLEncoder().encode(self)
    } catch {
      throw RunFolder.unwritable(path, "\(error)")
    }
  }
}

/// The files of one case of a run.
public struct RunCase: Sendable, Hashable, Codable {
  /// Of the case or the rater.
  public var name: String
  /// Whose scan it is; nil in records of earlier versions.
  public var patient: String?
  /// Images in channel order, FLAIR first.
  public var images: [String]
  /// The SHA-256 of each image; empty for one that could not be read.
  public var imageSHA256: [String]?
  /// The mask that was trained on, and its SHA-256.
  public var mask: String
  /// Nil when the file could not be read.
  public var maskSHA256: String?
  /// The values of that mask that counted as lesions; nil for all.
  public var maskLabels: [Int]?
  /// Nil where the brain is where the FLAIR is not zero.
  public var brainMask: String?
  /// Likewise.
  public var brainMaskSHA256: String?
  /// The mask that trusted slices are annotated by, where it is another, and its SHA-256.
  public var trustedMask: String?
  /// Likewise.
  public var trustedMaskSHA256: String?
  /// The values of that mask that counted as lesions; nil for all.
  public var trustedLabels: [Int]?
  /// Whether all slices are trusted.
  public var isTrusted: Bool?
  /// The form by which files were read that have two which differ; nil for the usual one.
  public var form: SpatialForm.Source?
  /// All masks that the result is compared with.
  public var raters: [RunRater]

  /// A case by its files.
  public init(
    name: String, patient: String? = nil, images: [String], imageSHA256: [String]? = nil, mask: String,
    maskSHA256: String? = nil,
    maskLabels: [Int]? = nil, brainMask: String? = nil, brainMaskSHA256: String? = nil, trustedMask: String? = nil,
    trustedMaskSHA256: String? = nil, trustedLabels: [Int]? = nil, isTrusted: Bool? = nil,
    form: SpatialForm.Source? = nil,
    raters: [RunRater] = []
  ) {
    self.name = name
    self.patient = patient
    self.images = images
    self.imageSHA256 = imageSHA256
    self.mask = mask
    self.maskSHA256 = maskSHA256
    self.maskLabels = maskLabels
    self.brainMask = brainMask
    self.brainMaskSHA256 = brainMaskSHA256
    self.trustedMask = trustedMask
    self.trustedMaskSHA256 = trustedMaskSHA256
    self.trustedLabels = trustedLabels
    self.isTrusted = isTrusted
    self.form = form
    self.raters = raters
  }
}

/// A rater of a case of a run.
public struct RunRater: Sendable, Hashable, Codable {
  /// Of the case or the rater.
  public var name: String
  /// Absolute.
  public var path: String
  /// The values of the mask that counted as lesions; nil for all.
  public var labels: [Int]?
  /// The SHA-256 of the file, where it was learned from beside the first rater's.
  public var sha256: String?

  /// A rater by the mask's file.
  public init(name: String, path: String, labels: [Int]? = nil, sha256: String? = nil) {
    self.name = name
    self.path = path
    self.labels = labels
    self.sha256 = sha256
  }
}

/// Weights that a run starts from, by file.
public struct RunWeights: Sendable, Hashable, Codable {
  /// Absolute.
  public var path: String
  /// SHA-256; nil when the file could not be read.
  public var sha256: String?

  /// Weights by their file.
  public init(path: String, sha256: String?) {
    self.path = path
    self.sha256 = sha256
  }
}

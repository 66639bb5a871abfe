import Foundation
import Segmenter
import Synchronization
import Testing
import VolumeModel

import ViewerTUI
import ViewerLoop

/// Training and prediction beside the viewer, on a case of a few voxels.
@Suite struct ViewerTrainingTests {
  /// Messages in order, and who waits for one.
  private final class Inbox: Sendable {
    private let messages = Mutex<[Message]>([])
    private let arrived = DispatchSemaphore(value: 0)

    func post(_ message: Message) {
      messages.withLock { $0.append(message) }
      arrived.signal()
    }

    /// Takes the first message that `pick` gives something of; waits for it.
    func next<Value>(_ pick: (Message) -> Value?) throws -> Value {
      while true {
        let found = messages.withLock { messages -> Value? in
          for (number, message) in messages.enumerated() {
            guard let value = pick(message) else { continue }
            messages.remove(at: number)
            return value
          }
          return nil
        }
        if let found { return found }
        try #require(arrived.wait(timeout: .now() + 120) == .success)
      }
    }
  }

  private static let grid = VoxelGrid(shape: SIMD3(20, 16, 10), affine: Affine(spacingMM: SIMD3(1, 1, 2)))
  private static let form = SpatialForm(grid: grid)

  private static func box(_ x: Range<Int>, _ y: Range<Int>, _ z: Range<Int>) -> Mask {
    var mask = Mask(grid: grid)
    for z in z { for y in y { for x in x { mask[SIMD3(x, y, z)] = true } } }
    return mask
  }

  private static func review(in folder: String) throws -> ReviewCase {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let lesion = box(8..<13, 5..<10, 1..<9)
    var flair = Volume<Float>(grid: grid, filledWith: 0)
    for index in 0..<grid.voxelCount {
      let voxel = grid.voxel(atLinearIndex: index)
      flair[voxel] = 100 + Float((voxel.x * 7 + voxel.y * 13 + voxel.z * 29) % 17) + (lesion[voxel] ? 60 : 0)
    }
    try Images.write(flair, like: form, to: folder + "/flair.nii.gz", force: false)
    try Images.write(lesion, like: form, to: folder + "/rater1.nii.gz", force: false)
    try Images.write(box(8..<14, 5..<10, 1..<9), like: form, to: folder + "/rater2.nii.gz", force: false)
    return try ReviewCase.load(
      CaseFiles(
        flair: folder + "/flair.nii.gz", raterMasks: [folder + "/rater1.nii.gz", folder + "/rater2.nii.gz"]))
  }

  @Test("a run from the viewer can be repeated, and what predicts is named after its weights")
  func trains() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("flairscope-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let review = try Self.review(in: folder)
    let architecture = UNetArchitecture(inputChannels: 1, base: 4, levels: 1)
    var settings = ModelSettings(
      threads: 1, runsFolder: folder + "/runs",
      initialModel: TrainedModel(
        weights: try UNetWeights(architecture: architecture, seed: 1, foregroundFraction: 0.1),
        metadata: ModelMetadata()))
    settings.architecture = architecture
    let inbox = Inbox()
    let runner = EffectRunner(
      review: review, settings: settings, reviewing: ReviewSettings(journal: folder + "/journal.jsonl"),
      post: { inbox.post($0) }, postAlways: { inbox.post($0) })
    defer { runner.finish() }

    let expert = try #require(review.raters.first).mask
    let target = SoftMaskGrowth(expert: expert, flair: review.flair.volume, brain: review.brain)
      .softMask(SoftMaskParameters())
    // The trusted mask is one that no file holds.
    let trusted = Self.box(8..<13, 5..<9, 1..<9)
    var method = MethodSettings(.pixelReweighting)
    method.trustedFraction = 0.3
    let request = TrainingRequest(epochs: 100_000, method: method)
    runner.run(.startTraining(target, SoftMaskParameters(), request, trusted: trusted))
    _ = try inbox.next { if case .training(.prepared) = $0 { true } else { nil } }

    // A training that goes on has not made the weights that predict.
    func source() throws -> String {
      runner.run(.predict)
      return try inbox.next { message in
        if case .prediction(let prediction) = message { prediction.source } else { nil }
      }
    }
    #expect(try source() == "given weights")
    _ = try inbox.next { if case .training(.epoch) = $0 { true } else { nil } }
    runner.run(.stopTraining)
    let run = try inbox.next { message -> String? in
      if case .trainingEnded(.model(let run)) = message { run } else { nil }
    }
    #expect(try source() == "new weights")

    let record = try RunRecord.read(run + "/run.toml")
    let one = try #require(record.cases.first)
    #expect(one.mask == folder + "/rater1.nii.gz" && one.maskSHA256 == SHA256.ofFile(one.mask))
    #expect(one.imageSHA256 == [try #require(SHA256.ofFile(folder + "/flair.nii.gz"))])
    #expect(one.raters.map(\.path) == [folder + "/rater1.nii.gz", folder + "/rater2.nii.gz"])
    let trustedPath = try #require(one.trustedMask)
    #expect(trustedPath.hasPrefix(run + "/") && one.trustedMaskSHA256 == SHA256.ofFile(trustedPath))

    // What the command line would read again.
    let again = try TrainingInput(.record(one), roles: record.plan.imageRoles, softMask: record.plan.softMask)
    #expect(again.trainingCase.target.expert == target.expert && again.trainingCase.target.grown == target.grown)
    #expect(again.trainingCase.trusted?.expert == trusted)
  }
}

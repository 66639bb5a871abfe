import Foundation
import Segmenter
import Testing
import VolumeModel

import ViewerTUI
import ViewerLoop

/// Training and prediction beside the viewer, on a case of a few voxels.
@Suite struct ViewerTrainingTests {
  @Test("a run from the viewer can be repeated, and what predicts is named after its weights")
  func trains() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("flairscope-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let review = try SmallCase.review(in: folder)
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
    let trusted = SmallCase.box(8..<13, 5..<9, 1..<9)
    var method = MethodSettings(.pixelReweighting)
    method.trustedFraction = 0.3
    let request = TrainingRequest(epochs: 100_000, method: method)
    runner.run(.startTraining(target, SoftMaskParameters(), request, trusted: trusted))
    _ = try inbox.next { if case .training(.prepared) = $0 { true } else { nil } }

    // A training that goes on predicts with its weights so far as soon as there are any.
    func source() throws -> String {
      runner.run(.predict)
      return try inbox.next { message in
        if case .prediction(let prediction) = message { prediction.source } else { nil }
      }
    }
    _ = try inbox.next { if case .training(.epoch) = $0 { true } else { nil } }
    #expect(try source() == "the training so far")
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

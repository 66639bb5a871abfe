import Foundation
import Segmenter
import Testing
import ViewerLoop
import ViewerTUI
import VolumeModel

/// Training on, and prediction of, the cases of a work list.
@Suite struct StudyLoopTests {
  private static func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("flairscope-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  /// Records events where the viewer would.
  private static func record(_ events: [ReviewEvent], of review: ReviewCase, _ environment: [String: String]) throws {
    let inputs = JournalInput.inputs(of: review)
    let folder = try #require(JournalPlace.folder(of: review, inputs: inputs, environment: environment))
    let journal = try ReviewJournal(
      opening: JournalPlace.journal(of: "ann", isBlind: false, inFolder: folder), grid: review.grid)
    try journal.writeHeader(
      JournalHeader(version: "1", caseName: review.name, inputs: inputs, author: "ann", time: "2026-01-01T00:00:00Z"))
    for event in events { try journal.append(event, author: "ann") }
    journal.close()
  }

  @Test func anApprovedCaseIsLearnedAsItWasAdjudicated() throws {
    try Self.withFolder { folder in
      let review = try SmallCase.review(in: folder + "/case")
      let environment = ["XDG_STATE_HOME": folder + "/state"]
      let reader = StudyReader(preparation: CasePreparation(), author: "ann", environment: environment)
      let path = folder + "/masks/adjudicated_mask.nii.gz"
      func input() throws -> (TrainingInput, isAdjudicated: Bool) {
        try reader.input(review.files, roles: ["FLAIR"], SoftMaskParameters(), maskPath: path)
      }
      #expect(reader.progress(of: review.files) == nil)
      var (learned, isAdjudicated) = try input()
      #expect(!isAdjudicated && learned.trainingCase.target.expert == review.raters[0].mask)

      let lesion = VoxelRegion(review.raters[0].mask)
      let kept = SmallCase.box(8..<11, 5..<10, 1..<9)
      var action = LesionAction(lesion: 1, region: lesion)
      action.verdict = .approved
      action.choice = VoxelChoice(source: .drawn, voxels: VoxelRegion(kept))
      try Self.record([.lesion(action), .wholeCase(CaseAction(verdict: .approved))], of: review, environment)
      #expect(reader.progress(of: review.files)?.verdict == .approved)
      (learned, isAdjudicated) = try input()
      #expect(isAdjudicated && learned.trainingCase.target.expert == kept)
      #expect(learned.record?.mask == path && FileManager.default.fileExists(atPath: path))
      let other = StudyReader(preparation: CasePreparation(), author: "bob", environment: environment)
      #expect(other.progress(of: review.files) == nil, "what another reader decided plays no part")
    }
  }

  @Test func casesArePredictedInTheBackgroundAndShownWhenOpened() throws {
    try Self.withFolder { folder in
      let (open, next) = (try SmallCase.review(in: folder + "/a"), try SmallCase.review(in: folder + "/b"))
      let architecture = UNetArchitecture(inputChannels: 1, base: 4, levels: 1)
      let settings = ModelSettings(
        threads: 1, runsFolder: folder + "/runs",
        initialModel: TrainedModel(
          weights: try UNetWeights(architecture: architecture, seed: 1, foregroundFraction: 0.1),
          metadata: ModelMetadata()))
      let inbox = Inbox()
      let runner = EffectRunner(
        review: open, settings: settings, reviewing: ReviewSettings(journal: folder + "/journal.jsonl"),
        post: { inbox.post($0) }, postAlways: { inbox.post($0) })
      defer { runner.finish() }
      var missing = next.files
      missing.flair = folder + "/none.nii.gz"
      let list = WorkList([open.files, next.files, missing])
      runner.run(.predictCases(Array(list.entries.dropFirst())))
      let summary = try inbox.next { message -> CasePrediction? in
        if case .casePredicted(id: 1, let summary) = message { summary } else { nil }
      }
      let end = try inbox.next { message -> (Int, [String])? in
        if case .casesPredicted(count: let count, failures: let failures) = message { (count, failures) } else { nil }
      }
      #expect(end.0 == 1 && end.1.count == 1 && end.1.first?.contains("none.nii.gz") == true)

      runner.open(next) { inbox.post($0) }
      let shown = try inbox.next { message -> Prediction? in
        if case .prediction(let prediction) = message { prediction } else { nil }
      }
      #expect(shown.source == "the weights given" && CasePrediction(shown, firstRater: next.raters[0].mask) == summary)
    }
  }
}

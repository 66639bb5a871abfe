import Segmenter
import VolumeModel

/// The loop of a study: review some cases, train on them, look first at those that the network is least sure of.
extension Viewer {
  /// Training on every approved case of the work list; nil where there is none, or the open case alone is asked for.
  mutating func startStudyTraining(_ request: TrainingRequest) -> [Effect]? {
    guard !request.isOfOpenCase, let workList, workList.count > 1 else { return nil }
    let approved = workList.approved
    guard !approved.isEmpty else { return nil }
    let method = request.method.name
    guard !method.details.needsTrustedSlices, request.trusted == nil else {
      warn("trusted slices are those of the open case: say :train case with method= and trusted=")
      return []
    }
    model.training = TrainingProgress()
    model.training.phase = .preparing
    model.training.method = method
    let cases = approved.count == 1 ? "the approved case" : "the \(approved.count) approved cases"
    let patients = Set(approved.map(\.files.patient)).count
    say(
      "training on \(cases) of \(patients == 1 ? "one patient" : "\(patients) patients"); \(keyLabel("train")) stops it "
        + "and keeps the weights so far (:train case: this one alone)")
    return [.trainOnCases(approved.map(\.files), view.tuning.soft, request)]
  }

  /// Predicts every case of the work list that has no verdict yet, in the background.
  mutating func predictUnreviewed() -> [Effect] {
    guard let workList, workList.count > 1 else { return [] }
    let cases = workList.unreviewedOthers
    guard !cases.isEmpty else {
      say("every other case has a verdict")
      return []
    }
    self.workList?.removePredictions()
    noteOpenPrediction()
    say("predicting \(cases.count) unreviewed cases in the background; \(keyLabel("cases")) shows how sure each is")
    return [.predictCases(cases)]
  }

  /// What the work list says of the case on the screen.
  mutating func noteOpenPrediction() {
    guard let workList, let prediction = scan.prediction ?? scan.hiddenPrediction else { return }
    let rater = scan.isBlindReview ? nil : scan.raters.first?.mask
    let id = workList.entries[workList.current].id
    self.workList?.predicted(id: id, CasePrediction(prediction, firstRater: rater))
  }

  mutating func noteCasesPredicted(_ count: Int, _ failures: [String]) {
    let doubtful = workList?.entries.count { $0.prediction.map { !$0.doubts.isEmpty } ?? false } ?? 0
    let doubts = doubtful > 0 ? ", \(doubtful) of them doubtful" : ""
    let list = "\(keyLabel("cases")) then \(keyLabel("sort-cases-confidence")) puts the least certain first"
    guard let first = failures.first else {
      say("\(count) unreviewed cases are predicted\(doubts); \(list)")
      return
    }
    warn("\(count) unreviewed cases are predicted, \(failures.count) could not be: \(first)")
  }

  mutating func sortCases(by order: WorkList.Order, otherwise reason: String) -> [Effect] {
    guard workList?.sort(by: order) == true else {
      warn(reason)
      return []
    }
    moveInList(.first)
    return [.reorderedCases]
  }
}

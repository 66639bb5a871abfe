import Foundation
import Pictures
import Segmenter
import ViewerTUI
import VolumeModel

/// Training on, and prediction of, the cases of a work list.
extension EffectRunner {
  /// Reads cases of the work list with their reviews; every one has its journal in the usual place.
  var studyReader: StudyReader {
    StudyReader(
      preparation: preparation, author: reviewing.author, isAdjudication: reviewing.isAdjudicating)
  }

  func trainOnCases(_ cases: [CaseFiles], _ parameters: SoftMaskParameters, _ request: TrainingRequest) {
    let post = postAlways
    let reader = studyReader
    startRun(named: "study-of-\(cases.count)", parameters, request) { roles, folder throws(FileError) in
      var inputs: [TrainingInput] = []
      var adjudicated = 0
      for (index, files) in cases.enumerated() {
        let (input, isAdjudicated) = try reader.input(
          files, roles: roles, parameters, maskPath: "\(folder)/masks/\(index + 1)_adjudicated_mask.nii.gz")
        inputs.append(input)
        adjudicated += isAdjudicated ? 1 : 0
      }
      let words = Wording.learning(adjudicated: adjudicated, unchanged: cases.count - adjudicated)
      post(.notice(.note(words)))
      return inputs
    }
  }

  /// Predicts one case after the other with the newest weights and keeps the maps until the case is opened.
  func predictCases(_ entries: [WorkList.Entry]) {
    let post = postAlways
    let (model, threads, predictions, preparation) = (model, settings.threads, predictions, preparation)
    let isBlind = preparation.blindReviewer != nil
    let folder = "\(settings.runsFolder)/predictions-\(Int(Date().timeIntervalSince1970 * 1000))"
    let cancellation = predictions.begin()
    Self.detach("flairscope-predict-cases") {
      model.whileBusy { weights in
        guard let weights else { return }
        var failures: [String] = []
        var count = 0
        for entry in entries where !cancellation.isCancelled {
          do {
            let review = try preparation.unblinded.load(entry.files)
            let prediction = try weights.predict(review, threads: threads) { _ in !cancellation.isCancelled }
            let path = "\(folder)/\(entry.id + 1)_probability.nii.gz"
            try predictions.keep(prediction, of: review, at: path, cancellation)
            let summary = CasePrediction(prediction, firstRater: isBlind ? nil : review.raters.first?.mask)
            guard !cancellation.isCancelled else { return }
            post(.casePredicted(id: entry.id, summary))
            count += 1
          } catch {
            guard !cancellation.isCancelled else { return }
            failures.append("\(entry.files.name): \(error)")
          }
        }
        guard !cancellation.isCancelled else { return }
        post(.casesPredicted(count: count, failures: failures))
      }
    }
  }

  /// Shows the map that was predicted before the open case was on the screen.
  func showKeptPrediction() {
    guard let kept = predictions.kept(ofFlair: review.flair.path) else { return }
    let (post, grid) = (post, review.grid)
    Self.detach("flairscope-kept-prediction") {
      do {
        let map = try Images.readPrediction(kept.path, on: grid)
        post(
          .prediction(
            Prediction(
              source: kept.source, probability: map.volume, threshold: kept.threshold, filter: kept.filter,
              doubts: kept.doubts)))
      } catch {
        post(.notice(.warning("\(error)")))
      }
    }
  }
}

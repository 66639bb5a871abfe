import Foundation
import Segmenter
import VolumeModel
import Pictures
import ViewerTUI

extension EffectRunner {
  /// - Parameter trusted: the mask that annotates trusted slices; grown as the target is.
  func startTraining(
    _ softMask: SoftMask, _ parameters: SoftMaskParameters, _ request: TrainingRequest, trusted: Mask?
  ) {
    let post = postAlways
    let review = review
    let folder: RunFolder
    do {
      folder = try settings.newRunFolder(named: review.name)
    } catch {
      post(.trainingEnded(.failed("\(error)")))
      return
    }
    let plan = plan(parameters, request)
    let run = TrainingRun.start(
      plan,
      inputsMadeBy: { () throws(FileError) in
        let scan = try TrainingScan(review, roles: plan.imageRoles)
        func filed(_ mask: Mask, _ name: String) throws(FileError) -> TrainingMask {
          try TrainingMask(
            mask, name: name, among: review.raters, orWrittenTo: "\(folder.path)/masks/\(name)_mask.nii.gz",
            like: scan.spatial)
        }
        let trust = try trusted.map { mask throws(FileError) in
          TrainingTrust.mask(try filed(mask, "trusted"), scan.grown(mask, by: parameters))
        }
        return [
          scan.input(
            learningFrom: try filed(softMask.expert, "trained"), target: softMask, trust: trust ?? .nothing)
        ]
      }, initialWeights: nil, folder: folder
    ) { event in
      post(.training(event))
    }
    training = run
    let model = model
    Self.detach("flairscope-train-end") {
      do {
        model.replace(with: try run.wait())
        do { try TrainingChart.write(to: folder) } catch { post(.notice(.warning("\(error)"))) }
        post(.trainingEnded(.model(runFolder: folder.path)))
      } catch {
        post(.trainingEnded(.failed("\(error)")))
      }
    }
  }

  private func plan(_ parameters: SoftMaskParameters, _ request: TrainingRequest) -> TrainingPlan {
    var plan = TrainingPlan(
      architecture: settings.architecture, epochs: request.epochs, budgetSeconds: request.budgetSeconds,
      seed: request.seed, threads: settings.threads, niceness: 19,
      method: request.method, softMask: parameters)
    plan.follow(.standard)
    plan.useDefaultsOfMethod(loss: request.method.name == .plain ? TrainingRecipe.standard.loss : nil)
    if plan.epochs == nil, plan.budgetSeconds == nil { plan.budgetSeconds = settings.defaultBudgetSeconds }
    return plan
  }
}

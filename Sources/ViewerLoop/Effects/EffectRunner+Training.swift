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
    let expertPath = review.raters.first?.path ?? ""
    let record = RunCase(
      name: review.name, images: [review.files.flair], mask: expertPath, brainMask: review.files.brainMask)
    let folder: RunFolder
    do {
      folder = try settings.newRunFolder(for: record)
    } catch {
      post(.trainingEnded(.failed("\(error)")))
      return
    }
    let run = TrainingRun.start(
      plan(parameters, request),
      casesMadeBy: {
        [
          TrainingCase(
            name: review.name, channels: [review.flair.volume], brain: review.brain, target: softMask,
            trusted: trusted.map {
              SoftMaskGrowth(expert: $0, flair: review.flair.volume, brain: review.brain).softMask(parameters)
            }, raters: review.raters, raterHashes: [SHA256.ofFile(expertPath)].compactMap { $0 },
            spatial: review.flair.spatial)
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
      optimizer: OptimizerSettings(request.method.name.usualOptimizer, learningRate: request.method.name.usualLearningRate),
      loss: request.method.name.usualLoss, method: request.method, softMask: parameters)
    if plan.epochs == nil, plan.budgetSeconds == nil { plan.budgetSeconds = settings.defaultBudgetSeconds }
    if request.method.name == .relabelling, plan.architecture.dropout == nil {
      plan.architecture.dropout = UncertaintySampler.dropout
    }
    return plan
  }
}

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
    let review = review
    startRun(named: review.name, parameters, request) { roles, folder throws(FileError) in
      let scan = try TrainingScan(review, roles: roles)
      func filed(_ mask: Mask, _ name: String) throws(FileError) -> TrainingMask {
        try TrainingMask(
          mask, name: name, among: review.raters, orWrittenTo: "\(folder)/masks/\(name)_mask.nii.gz",
          like: scan.spatial)
      }
      let trust = try trusted.map { mask throws(FileError) in
        TrainingTrust.mask(try filed(mask, "trusted"), scan.grown(mask, by: parameters))
      }
      return [
        scan.input(learningFrom: try filed(softMask.expert, "trained"), target: softMask, trust: trust ?? .nothing)
      ]
    }
  }

  /// Trains beside the viewer, from the weights at hand unless asked otherwise.
  /// - Parameter makeInputs: gets the roles of the images and the run's folder; called on the training thread.
  func startRun(
    named name: String, _ parameters: SoftMaskParameters, _ request: TrainingRequest,
    inputs makeInputs: @escaping @Sendable ([String], String) throws(FileError) -> [TrainingInput]
  ) {
    let post = postAlways
    let folder: RunFolder
    let initial = request.startsFresh ? nil : model.weights
    do {
      folder = try settings.newRunFolder(named: name, initialWeights: initial?.record)
    } catch {
      post(.trainingEnded(.failed("\(error)")))
      return
    }
    predictions.cancel()
    let plan = plan(parameters, request, goingOnFrom: initial?.model)
    if let initial {
      post(.notice(.note("training goes on from the \(initial.source); :train fresh begins anew")))
    }
    let run = TrainingRun.start(
      plan,
      inputsMadeBy: { () throws(FileError) in try makeInputs(plan.imageRoles, folder.path) },
      initialWeights: initial?.model.weights, folder: folder
    ) { event in
      post(.training(event))
    }
    training = run
    let model = model
    let settings = settings
    Self.detach("flairscope-train-end") {
      do {
        let trained = try run.wait()
        model.replace(
          with: WeightsAtHand(
            model: trained, source: "new weights", record: RunWeights(file: folder.weightsPath)))
        if !settings.keepsCheckpoints {
          RunFolder.removeCheckpoints(ofEndedRunsIn: settings.runsFolder, except: folder)
        }
        do { try TrainingChart.write(to: folder) } catch { post(.notice(.warning("\(error)"))) }
        post(.trainingEnded(.model(runFolder: folder.path)))
      } catch {
        post(.trainingEnded(.failed("\(error)")))
      }
    }
  }

  private func plan(
    _ parameters: SoftMaskParameters, _ request: TrainingRequest, goingOnFrom initial: TrainedModel?
  ) -> TrainingPlan {
    var plan = TrainingPlan(
      architecture: initial?.architecture ?? settings.architecture, epochs: request.epochs,
      budgetSeconds: request.budgetSeconds,
      patience: TrainingPlan.defaultPatience(hasBudget: request.budgetSeconds != nil), seed: request.seed,
      threads: settings.threads, niceness: 19,
      method: request.method, softMask: parameters)
    plan.follow(.standard)
    if let initial { plan.goOn(from: initial) }
    plan.useDefaultsOfMethod(loss: request.method.name == .plain ? TrainingRecipe.standard.loss : nil)
    if plan.epochs == nil, plan.budgetSeconds == nil { plan.budgetSeconds = settings.defaultBudgetSeconds }
    return plan
  }
}

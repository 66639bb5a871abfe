import Foundation
import Segmenter
import VolumeModel
import ViewerTUI

extension EffectRunner {
  /// Samples the weights at hand, or an ensemble from files, and posts what they would change about an annotation.
  func relabel(_ request: RelabelRequest) {
    let (post, review, threads, model, cancellation) = (post, review, settings.threads, model, cancellation)
    Self.detach("flairscope-relabel") {
      model.whileBusy { weights in
        let trained = weights?.model
        do {
          let members = try request.members.map { path in
            try TrainedModel.read(from: path.hasSuffix(".safetensors") ? path : path + "/weights.safetensors")
          }
          let models = members.isEmpty ? [trained].compactMap { $0 } : members
          guard let roles = models.first?.metadata.imageRoles else {
            post(.relabellingFailed("no weights yet: t trains on this case, or start with --weights FILE"))
            return
          }
          let sampler = request.settings.sampler
          let predictor = UncertaintyPredictor(models: models, sampler: sampler, threads: threads, niceness: 19)
          var images = review
          let prediction = try predictor.uncertainty(
            channels: try images.channels(roles).volumes, brain: review.brain
          ) { fraction in
            post(.relabelProgress(fraction))
            return !cancellation.isCancelled
          }
          let proposal = request.settings.rule.proposal(
            original: request.original, prediction: prediction, brain: review.brain)
          let count = models.count > 1 ? models.count : sampler.count
          post(
            .relabelled(
              RelabelReview(
                proposal, annotation: request.annotation, sampling: "\(sampler.kind.rawValue), \(count) samples",
                smallestMM3: request.smallestMM3),
              uncertainty: PixelMap(.uncertainty, volume: Self.inside(review.brain, proposal.uncertainty))))
        } catch {
          post(.relabellingFailed("\(error)"))
        }
      }
    }
  }

  /// A volume with no values outside a mask.
  private static func inside(_ mask: Mask, _ volume: Volume<Float>) -> Volume<Float> {
    var kept = Volume<Float>(grid: volume.grid, filledWith: .nan)
    kept.withMutableScalars { kept in
      volume.withScalars { scalars in mask.forEachLinearIndex { kept[$0] = scalars[$0] } }
    }
    return kept
  }
}

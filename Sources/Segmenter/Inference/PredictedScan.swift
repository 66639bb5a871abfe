internal import Foundation
internal import VolumeModel

/// A scan as a model takes it: its slices through the brain, and what cuts them out.
struct PredictedScan {
  let cutter: SliceCutter
  let slices: [Int]
  private let preparation: InputPreparation
  /// On the grid of the images.
  private let brain: Mask

  /// The grid that the network's maps are on.
  var grid: VoxelGrid { cutter.brain.grid }

  /// - Parameter firstPeak: of the first channel's brain, where it is known.
  init(
    model: TrainedModel, channels: [Volume<Float>], brain: Mask, firstPeak: BrainPeak? = nil
  ) throws(PredictionError) {
    let expected = model.architecture.inputChannels
    guard channels.count == expected else {
      throw .channels(found: channels.count, expected: expected, roles: model.metadata.imageRoles)
    }
    guard channels.allSatisfy({ $0.grid.shape == brain.grid.shape }) else { throw .shapes }
    preparation = model.metadata.preparation
    self.brain = brain
    let firstPeak = preparation.changesNothing(of: brain.grid) ? firstPeak : nil
    let channels = preparation.images(channels)
    let brain = preparation.mask(brain)
    let frame = AxialFrame(brain.grid)
    guard let box = frame.box(of: brain) else { throw .emptyBrain }
    cutter = SliceCutter(
      frame: frame,
      window: SliceWindow(
        around: box.window, margin: SliceWindow.margin, multiple: model.architecture.sliceMultiple),
      channels: channels,
      scales: channels.enumerated().map { number, channel in
        IntensityScale(
          model.metadata.normalisation, volume: channel, brain: brain, peak: number == 0 ? firstPeak : nil)
      }, brain: brain)
    slices = Array(box.slices)
  }

  /// Whether the network's grid is another than that of the images.
  var isResampled: Bool { preparation.resamples(brain.grid) }

  /// Logits of the network's grid as probabilities on that of the images; 0 outside the brain.
  func probabilities(ofLogits logits: Volume<Float>) -> Volume<Float> {
    preparation.probabilities(ofLogits: logits, inside: brain)
  }

  /// Probabilities of the network's grid on that of the images; 0 outside the brain.
  func probabilities(ofProbabilities probabilities: Volume<Float>) -> Volume<Float> {
    guard isResampled else { return probabilities }
    var logits = Volume<Float>(grid: grid, filledWith: -InputPreparation.largestLogit)
    logits.withMutableScalars { scalars in
      cutter.brain.forEachLinearIndex { index in
        let p = probabilities.scalars[index]
        scalars[index] = min(InputPreparation.largestLogit, max(-InputPreparation.largestLogit, log(p) - log1p(-p)))
      }
    }
    return self.probabilities(ofLogits: logits)
  }

  /// A map of the network's grid on that of the images; 0 outside the brain.
  func back(_ map: Volume<Float>) -> Volume<Float> { preparation.back(map, inside: brain) }
}

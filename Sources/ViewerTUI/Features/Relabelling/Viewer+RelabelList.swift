import Pictures
import TerminalIO
import VolumeModel

extension Viewer {
  /// The picture while changes are looked at: the annotation in the place of rater 1, the proposal in that of rater 2.
  func relabelledMasks(_ layers: LayerStack) -> MarkedMasks? {
    guard interface.mode == .relabelling, let proposal = model.relabelling, !layers.isPeeking else { return nil }
    var masks = MarkedMasks(rater1: proposal.original, rater2: proposal.proposed)
    if layers.isShown(.adjudicated) { masks.adjudicated = review.adjudicated }
    return masks
  }

  /// The layers as the picture draws them: both sides of a relabelling are always shown, and over a map of a training
  /// masks are outlines, because filled ones would hide it just where it matters most.
  func drawnLayers(_ layers: LayerStack) -> LayerStack {
    var drawn = layers
    if interface.mode == .relabelling, !layers.isPeeking {
      drawn[.rater1].isVisible = true
      drawn[.rater2].isVisible = true
    }
    return drawn.isShown(.entropy) && shownPixelMap != nil ? drawn.outlined : drawn
  }
}

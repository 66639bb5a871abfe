import Pictures

extension Viewer {
  /// The picture while changes are looked at: the annotation in the place of rater 1, the proposal in that of rater 2,
  /// both always shown. Nil at other times.
  func relabelledOverlays(_ stack: OverlayStack) -> [DrawnOverlay]? {
    guard interface.mode == .relabelling, let proposal = model.relabelling else { return nil }
    return [proposal.original, proposal.proposed].enumerated().map { index, mask in
      DrawnOverlay(.mask(mask), look: .rater(index), settings: stack[.rater(index)])
    }
  }
}

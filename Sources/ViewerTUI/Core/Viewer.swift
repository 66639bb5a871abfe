import Pictures
import VolumeModel

/// Everything the screen depends on, in parts. Only ``update(_:)`` changes it: other modules can read it and nothing
/// more. ``view()`` draws it without side effects.
package struct Viewer: Sendable {
  /// The case that is looked at.
  package internal(set) var scan: ScanState
  /// Where in the case one looks.
  package internal(set) var place: PlaceState
  /// How cases are looked at.
  package internal(set) var view: ViewState
  /// What was decided about the case.
  package internal(set) var review: CaseReview
  package internal(set) var model: ModelState
  package internal(set) var interface: InterfaceState
  /// The cases of the sitting; nil when there is one.
  package internal(set) var workList: WorkList?

  mutating func say(_ text: String) { interface.say(text) }
  mutating func warn(_ text: String) { interface.warn(text) }
}

extension Viewer {
  /// Ends the blindness to the prediction, once the verdict on the case is stored.
  mutating func revealPrediction() {
    guard let hidden = scan.revealPrediction() else { return }
    view.tuning.binarisation = hidden.threshold
    rethreshold()
  }
}

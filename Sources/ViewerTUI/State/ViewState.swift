package import Pictures
package import VolumeModel

/// How cases are looked at. It goes along from case to case.
package struct ViewState: Sendable {
  package internal(set) var plane: Plane = .axial
  package internal(set) var convention: SliceGeometry.Convention = .radiological
  package internal(set) var sagittalNose: SliceGeometry.Nose = .left
  package internal(set) var arrangement: Arrangement = .single
  /// Whether the marks show who drew what, region by region, in place of overlays.
  package internal(set) var mapsDisagreement = false
  package internal(set) var isInterpolated = false
  package internal(set) var showsColourBar = false
  package internal(set) var showsCrosshair = true
  package internal(set) var overlays: OverlayStack
  package internal(set) var tuning = Tuning()
  /// Steps of grey with 24-bit colour; fewer while a key is held on a slow line.
  package internal(set) var greyLevels = 256
  package internal(set) var hurry = Hurry()

  init(overlays: OverlayStack) { self.overlays = overlays }

  /// The view as it goes on to another case.
  func forAnotherCase() -> ViewState {
    var next = self
    // An absolute threshold belongs to the intensities of one scan.
    next.tuning.soft.threshold = .automatic
    return next
  }
}

import Pictures
import TerminalIO
import VolumeModel

/// Keys choose, grow and paint the voxels of the lesion in hand.
struct EditingMode: ScreenComponent {
  package var mode: KeyMode { .edit }

  package func cancel(in viewer: inout Viewer) { viewer.say("editing ended; everything is kept") }
}

extension Viewer {
  mutating func toggleEditing() {
    if interface.mode == .polygon { closeTop() }
    review.editsRegions = false
    toggle(EditingMode())
    guard interface.mode == .edit else { return }
    view.overlays[.adjudicated].isVisible = true
    view.showsCrosshair = true
    if review.selected == nil { review.selected = lesionInHand?.id }
  }
}

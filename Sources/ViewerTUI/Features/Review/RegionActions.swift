import TerminalIO
import VolumeModel

extension Action.Group {
  static let regions = Action.Group(
    title: "Verdict on the region of disagreement",
    actions: [
      .asking("take-region", "take the region into the lesion", ["T"], needs: .findings) { $0.decideRegion(.approved) }
        .hinted("take region"),
      .asking("leave-region", "leave the region out of the lesion", ["V"], needs: .findings) {
        $0.decideRegion(.rejected)
      }.hinted("leave region"),
      Action("edit-region", "edit the voxels of the region alone", [.alt("e")], needs: .findings) {
        $0.toggleRegionEditing()
      }.hinted("edit region"),
    ])
}

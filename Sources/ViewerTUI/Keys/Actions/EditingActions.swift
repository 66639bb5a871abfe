import VolumeModel
import TerminalIO

extension Action.Group {
  static let editing = Action.Group(
    title: "Editing",
    actions: [
      Action("edit", "choose, grow, paint the lesion's voxels", ["E"]) { $0.toggleEditing() },
      .asking("take-rater-1", "take rater 1's voxels") { $0.take(.rater1) },
      .asking("take-rater-2", "take rater 2's voxels") { $0.take(.rater2) },
      .asking("take-union", "take what either rater drew") { $0.take(.union) },
      .asking("take-intersection", "take what both raters drew") { $0.take(.intersection) },
      .asking("take-prediction", "take the prediction's voxels") { $0.take(.prediction) },
      .asking("take-nothing", "take nothing, as reject") { $0.take(.nothing) },
      .asking("grow", "grow by a voxel's side") { $0.growLesion(by: 1) },
      .asking("shrink", "shrink by a voxel's side") { $0.growLesion(by: -1) },
      .asking("paint", "paint at the crosshair") { $0.brush(adds: true) },
      .asking("erase", "erase at the crosshair") { $0.brush(adds: false) },
    ])
}

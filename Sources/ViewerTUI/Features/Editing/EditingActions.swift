import VolumeModel
import TerminalIO

extension Action.Group {
  static let editing = Action.Group(
    title: "Editing (E); drags paint, with the right button erase", mode: .edit,
    actions: [
      .asking("take-rater-1", "take rater 1's voxels", ["1"]) { $0.take(.rater1) }.hinted("take r1"),
      .asking("take-rater-2", "take rater 2's voxels", ["2"]) { $0.take(.rater2) }.hinted("r2"),
      .asking("take-union", "take what either rater drew", ["U"]) { $0.take(.union) }.hinted("union"),
      .asking("take-intersection", "take what both raters drew", ["I"]) { $0.take(.intersection) }.hinted("both"),
      .asking("take-majority", "take what most raters drew", ["M"]) { $0.take(.majority) }.hinted("most"),
      .asking("take-prediction", "take the prediction's voxels", ["p"]) { $0.take(.prediction) }.hinted("prediction"),
      .asking("take-nothing", "take nothing, as reject", ["0"]) { $0.take(.nothing) }.hinted("none"),
      .asking("shrink", "shrink by a voxel's side", ["["]) { $0.growLesion(by: -1) }.hinted("shrink"),
      .asking("grow", "grow by a voxel's side", ["]"]) { $0.growLesion(by: 1) }.hinted("grow"),
      .asking("paint", "paint at the crosshair", [.enter]) { $0.brush(adds: true) }.hinted("paint"),
      .asking("erase", "erase at the crosshair", [.key(.backspace), .key(.delete)]) { $0.brush(adds: false) }
        .hinted("erase"),
      Action("brush-smaller", "smaller brush", [","]) { $0.changeBrush(by: -0.5) },
      Action("brush-larger", "larger brush", ["."]) { $0.changeBrush(by: 0.5) },
      Action("brush-shape", "brush: a ball, or a disc on the slice", ["*"]) { $0.toggleBrushShape() }.hinted("disc"),
      Action("brush-above", "brush paints only from the FLAIR threshold on, or all", ["^"]) {
        $0.toggleBrushThreshold()
      }
      .hinted("bright only"),
      Action("eraser", "the left button erases and the right one paints, or the other way round", ["\\"]) {
        $0.toggleEraser()
      },
      Action("polygon", "polygon: clicks set its corners", ["y"]) { $0.openPolygon() }.hinted("polygon"),
      .asking("flood", "add what is joined to the crosshair and as bright", ["~"]) { $0.flood() }.hinted("flood"),
      .asking("fill-holes", "fill the lesion's holes on this slice", ["#"]) { $0.fillHoles() }.hinted("holes"),
      .asking("copy-up", "copy to the next slice and go there", ["\""]) { $0.copyToSlice(by: 1) }.hinted("copy on"),
      .asking("copy-down", "copy to the slice before and go there", ["_"]) { $0.copyToSlice(by: -1) }.hinted("back"),
      .asking("interpolate", "fill the slices between two that are drawn", ["%"]) { $0.interpolateSlices() }
        .hinted("interpolate"),
    ])
}

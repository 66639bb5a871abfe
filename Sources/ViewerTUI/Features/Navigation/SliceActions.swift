import VolumeModel
import TerminalIO

extension Action.Group {
  static let slices = Action.Group(
    title: "Slices and planes",
    actions: [
      Action("next-slice", "next slice (up, front, right)", [.up, "k", .pageUp]) { $0.step(by: 1) },
      Action("previous-slice", "previous slice", [.down, "j", .pageDown]) { $0.step(by: -1) },
      Action("forward-5", "5 slices on", [.shift(.up), .control("u")]) { $0.step(by: 5) },
      Action("back-5", "5 slices back", [.shift(.down), .control("d")]) { $0.step(by: -5) },
      Action("first-slice", "first slice of the brain", [.home, .then("g", "g")]) { $0.showFirstSlice() },
      Action("last-slice", "last slice of the brain", [.end, "G"]) { $0.showLastSlice() },
      Action("go", "go to slice, voxel or mm", ["g"]) { $0.openPrompt(.position) },
      Action("next-channel", "next image (FLAIR, T1, T2)", [.right], needs: .channels) { $0.changeChannel(by: 1) },
      Action("previous-channel", "previous image", [.left], needs: .channels) { $0.changeChannel(by: -1) },
      Action("axial", "axial plane", ["a"]) { $0.view.plane = .axial }.hinted("planes"),
      Action("coronal", "coronal plane", ["c"]) { $0.view.plane = .coronal }.hinted("planes"),
      Action("sagittal", "sagittal plane", ["s"]) { $0.view.plane = .sagittal }.hinted("planes"),
      Action("cursor-left", "crosshair left") { $0.moveCursor(columns: -1, rows: 0) }
        .also(.moveCursor, [.left]).also(.edit, [.left]).also(.cutting, [.left]).hinted("move the crosshair"),
      Action("cursor-right", "crosshair right") { $0.moveCursor(columns: 1, rows: 0) }
        .also(.moveCursor, [.right]).also(.edit, [.right]).also(.cutting, [.right]).hinted("move the crosshair"),
      Action("cursor-up", "crosshair up") { $0.moveCursor(columns: 0, rows: -1) }
        .also(.moveCursor, [.up]).also(.edit, [.up]).also(.cutting, [.up]).hinted("move the crosshair"),
      Action("cursor-down", "crosshair down") { $0.moveCursor(columns: 0, rows: 1) }
        .also(.moveCursor, [.down]).also(.edit, [.down]).also(.cutting, [.down]).hinted("move the crosshair"),
      Action("cursor-left-5", "crosshair 5 voxels left") { $0.moveCursor(columns: -5, rows: 0) },
      Action("cursor-right-5", "crosshair 5 voxels right") { $0.moveCursor(columns: 5, rows: 0) },
      Action("cursor-up-5", "crosshair 5 voxels up") { $0.moveCursor(columns: 0, rows: -5) },
      Action("cursor-down-5", "crosshair 5 voxels down") { $0.moveCursor(columns: 0, rows: 5) },
      Action("jump-back", "back to where the last jump came from", [.control("o")]) { $0.jumpBack() },
      Action("jump-forward", "forward again", [.control("n")]) { $0.jumpForward() },
      Action("flip-sides", "radiological or neurological sides", ["R"]) { $0.flipConvention() },
      Action("flip-nose", "nose left or right in sagittal slices") { $0.flipSagittal() },
    ])
}

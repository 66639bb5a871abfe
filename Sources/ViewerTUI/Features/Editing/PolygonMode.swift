import Foundation
import Pictures
import TerminalIO
import VolumeModel

/// Clicks and a key set the corners of a polygon on the slice shown.
struct PolygonMode: ScreenComponent {
  package var mode: KeyMode { .polygon }

  package func cancel(in viewer: inout Viewer) {
    guard viewer.review.tools.polygon != nil else { return }
    viewer.review.tools.polygon = nil
    viewer.say("no polygon was filled")
  }
}

extension Action.Group {
  static let polygon = Action.Group(
    title: "Polygon (y while editing)", mode: .polygon,
    actions: [
      Action("polygon-corner", "a corner at the crosshair; a click sets one too", [.enter]) {
        $0.addCorner($0.place.cursor, acrossVoxelAxis: $0.geometry.normal.voxelAxis)
      }.hinted("corner"),
      .asking("polygon-fill", "fill the polygon; so does a click on its first corner", ["y"]) { $0.fillPolygon() }
        .hinted("fill"),
      Action("polygon-back", "take the last corner back", [.key(.backspace), .key(.delete)]) { $0.removeCorner() }
        .hinted("corner back"),
    ])
}

extension Viewer {
  mutating func openPolygon() {
    review.tools.polygon = PolygonDraft(axis: geometry.normal.voxelAxis, corners: [])
    open(PolygonMode())
    view.showsCrosshair = true
  }

  mutating func addCorner(_ voxel: SIMD3<Int>, acrossVoxelAxis axis: Int) {
    guard let polygon = review.tools.polygon else { return }
    guard let first = polygon.corners.first else {
      review.tools.polygon = PolygonDraft(axis: axis, corners: [voxel])
      return
    }
    guard polygon.axis == axis, voxel[axis] == first[axis] else {
      warn("all corners lie on one slice; go back to it, or \(keyLabel("close")) leaves the polygon")
      return
    }
    guard voxel != polygon.corners.last else { return }
    review.tools.polygon?.corners.append(voxel)
  }

  mutating func removeCorner() {
    guard review.tools.polygon?.corners.popLast() != nil else {
      say("no corner to take back")
      return
    }
  }

  /// A click while the polygon is open: a corner, or on the first corner, or with the right button, the end.
  mutating func pressPolygon(
    at voxel: SIMD3<Int>, acrossVoxelAxis axis: Int, with button: PointerEvent.Button
  ) -> [Effect] {
    let corners = review.tools.polygon?.corners ?? []
    if button == .right || corners.count > 2 && voxel == corners.first { return fillPolygon() }
    addCorner(voxel, acrossVoxelAxis: axis)
    return []
  }

  /// Paints what the polygon encloses, or erases it where the eraser is on, and closes it.
  mutating func fillPolygon() -> [Effect] {
    guard let polygon = review.tools.polygon, polygon.corners.count > 2 else {
      warn("a polygon needs three corners: \(keyLabel("polygon-corner")) or a click sets one")
      return []
    }
    let adds = !review.tools.erases
    let inside = VoxelRegion.polygon(polygon.corners, acrossVoxelAxis: polygon.axis, on: scan.grid)
    let voxels =
      adds ? review.tools.paintsAbove.map { inside.brighter(than: $0, in: scan.channels[0].image) } ?? inside : inside
    review.tools.polygon = nil
    interface.open.removeAll { $0.mode == .polygon }
    return draw(
      voxels, adds: adds, of: lesionOfPolygon(voxels), adds ? "painted" : "erased")
  }

  /// The lesion under the crosshair, or the one that most of the polygon's voxels belong to.
  private func lesionOfPolygon(_ voxels: VoxelRegion) -> EditedLesion? {
    if let lesion = editedLesion() { return lesion }
    guard let row = review.row(sharingMostWith: voxels) else { return editedLesion(touching: voxels) }
    return EditedLesion(
      number: row.id, region: row.record.region,
      before: standingChoice(of: row)?.voxels ?? review.adjudicated.part(inside: row.record.region))
  }

  // MARK: - The picture

  /// The polygon's sides so far, and one to the crosshair.
  func drawPolygon(on painted: inout [PaintedSample], _ viewport: Viewport, slice: Int) {
    guard let polygon = review.tools.polygon, viewport.geometry.normal.voxelAxis == polygon.axis else { return }
    let points = (polygon.corners + [place.cursor]).map { viewport.geometry.position(of: $0) }
    guard points.allSatisfy({ $0.slice == slice }) else { return }
    let samples = points.map { viewport.sample(ofColumn: $0.column, row: $0.row) }
    for (start, end) in zip(samples, samples.dropFirst()) {
      drawLine(from: start, to: end, every: 1, on: &painted, viewport)
    }
  }

  /// The outline of the brush about the crosshair.
  func drawBrush(on painted: inout [PaintedSample], _ viewport: Viewport) {
    guard interface.mode == .edit else { return }
    let at = viewport.geometry.position(of: place.cursor)
    let centre = viewport.sample(ofColumn: at.column, row: at.row)
    let across = max(1, review.tools.radiusMM / viewport.sampleWidthMM)
    let down = max(1, review.tools.radiusMM / viewport.sampleHeightMM)
    let dots = max(8, Int(6 * max(across, down)))
    for dot in 0..<dots {
      let angle = 2 * Double.pi * Double(dot) / Double(dots)
      drawDot(
        column: centre.column + Int((across * cos(angle)).rounded()),
        row: centre.row + Int((down * sin(angle)).rounded()), opacity: 0.7, on: &painted, viewport)
    }
  }
}

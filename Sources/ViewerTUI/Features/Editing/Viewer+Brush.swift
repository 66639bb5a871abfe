import Pictures
import TerminalIO
import VolumeModel

/// The brush: by keys at the crosshair, by drags of the mouse along its way.
extension Viewer {
  /// The voxels of the brush at a place, those bright enough where it paints by threshold.
  private func brushVoxels(at voxel: SIMD3<Int>, acrossVoxelAxis axis: Int, adds: Bool) -> VoxelRegion {
    let (tools, grid) = (review.tools, scan.grid)
    let all: VoxelRegion =
      tools.isFlat
      ? .disc(at: voxel, radiusMM: tools.radiusMM, acrossVoxelAxis: axis, on: grid)
      : .ball(at: voxel, radiusMM: tools.radiusMM, on: grid)
    guard adds, let threshold = tools.paintsAbove else { return all }
    return all.brighter(than: threshold, in: scan.channels[0].image)
  }

  /// Paints or erases with the brush at the crosshair.
  mutating func brush(adds: Bool) -> [Effect] {
    let voxels = brushVoxels(at: place.cursor, acrossVoxelAxis: geometry.normal.voxelAxis, adds: adds)
    return draw(voxels, adds: adds, of: editedLesion(touching: voxels), adds ? "painted" : "erased")
  }

  mutating func changeBrush(by change: Double) { setBrush(radiusMM: review.tools.radiusMM + change) }

  mutating func setBrush(radiusMM: Double) {
    let limits = EditingTools.radiusLimitsMM
    review.tools.radiusMM = min(limits.upperBound, max(limits.lowerBound, radiusMM))
    say(brushText)
  }

  mutating func toggleBrushShape() {
    review.tools.isFlat.toggle()
    say(brushText)
  }

  mutating func toggleEraser() {
    review.tools.erases.toggle()
    say(
      review.tools.erases
        ? "the left button erases, the right one paints" : "the left button paints, the right one erases")
  }

  /// Has the brush paint only what is as bright as the soft mask's FLAIR threshold, or all.
  mutating func toggleBrushThreshold() {
    guard review.tools.paintsAbove == nil else {
      setBrush(above: nil)
      return
    }
    guard let threshold = scan.softMask?.report.threshold, threshold.isFinite else {
      warn("no FLAIR threshold yet; :brush above VALUE sets one")
      return
    }
    setBrush(above: threshold)
  }

  mutating func setBrush(above threshold: Double?) {
    review.tools.paintsAbove = threshold
    say(brushText)
  }

  /// "brush of 2.0 mm radius, a disc on the slice, only on FLAIR ≥ 95.0"
  private var brushText: String {
    let tools = review.tools
    return "brush of \(Wording.fixed(tools.radiusMM, 1)) mm radius, \(tools.isFlat ? "a disc on the slice" : "a ball")"
      + (tools.paintsAbove.map {
        ", only on FLAIR \(Wording.atLeast(interface.display.glyphs)) \(Wording.intensity($0))"
      } ?? "")
  }

  /// What the hint line says of the brush.
  var brushHint: String {
    let tools = review.tools
    return "brush \(Wording.fixed(tools.radiusMM, 1)) mm\(tools.isFlat ? " flat" : "")"
      + (tools.paintsAbove.map { " \(Wording.atLeast(interface.display.glyphs))\(Wording.intensity($0))" } ?? "")
      + (tools.erases ? ", eraser" : "")
  }

  // MARK: - Strokes

  /// Begins a stroke where the button was pressed.
  mutating func beginStroke(at voxel: SIMD3<Int>, acrossVoxelAxis axis: Int, with button: PointerEvent.Button) {
    let adds = (button == .right) == review.tools.erases
    let voxels = brushVoxels(at: voxel, acrossVoxelAxis: axis, adds: adds)
    review.tools.stroke = BrushStroke(
      adds: adds, axis: axis, lesion: editedLesion(touching: voxels), finding: isEditingRegion ? findingInHand : nil,
      start: voxel, last: voxel, voxels: voxels)
  }

  /// Leads a stroke on to another voxel, through all between.
  mutating func continueStroke(to voxel: SIMD3<Int>) {
    guard var stroke = review.tools.stroke, voxel != stroke.last else { return }
    for step in VoxelRegion.voxels(from: stroke.last, to: voxel).dropFirst() {
      stroke.voxels = stroke.voxels.union(brushVoxels(at: step, acrossVoxelAxis: stroke.axis, adds: stroke.adds))
    }
    stroke.last = voxel
    review.tools.stroke = stroke
    place.cursor = voxel
  }

  /// Makes one action of a stroke.
  mutating func endStroke() -> [Effect] {
    guard let stroke = review.tools.stroke else { return [] }
    review.tools.stroke = nil
    // What it is about lies where it began, wherever it led.
    let end = place.cursor
    place.cursor = stroke.start
    defer { place.cursor = end }
    return draw(stroke.voxels, adds: stroke.adds, of: stroke.lesion, stroke.adds ? "painted" : "erased")
  }

  /// The adjudicated mask with what a drag is painting.
  var shownAdjudicated: Mask {
    guard let stroke = review.tools.stroke else { return review.adjudicated }
    var mask = review.adjudicated
    var voxels = stroke.voxels
    if let index = stroke.finding, review.findings.indices.contains(index) {
      voxels = voxels.intersection(review.findings[index])
    } else if !stroke.adds {
      voxels = voxels.intersection(stroke.lesion?.before ?? VoxelRegion())
    }
    if stroke.adds { mask.insert(voxels) } else { mask.remove(voxels) }
    return mask
  }
}

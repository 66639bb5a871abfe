import VolumeModel
package import Pictures

extension Session {
  package var geometry: SliceGeometry { geometry(of: plane) }

  /// The slice shown, counted from the patient's lower, back or left end.
  package var slice: Int { geometry.position(of: cursor).slice }

  mutating func flipConvention() {
    convention = convention == .radiological ? .neurological : .radiological
    say("\(convention.rawValue): the patient's \(convention == .radiological ? "right" : "left") is on the left")
  }

  mutating func flipSagittal() {
    sagittalNose = sagittalNose == .left ? .right : .left
    say("sagittal slices: nose to the \(sagittalNose.rawValue)")
  }

  mutating func toggleCursorMode() {
    mode = mode == .moveCursor ? .browse : .moveCursor
    showsCrosshair = showsCrosshair || mode == .moveCursor
    say(mode == .moveCursor ? "arrows move the crosshair; x or Esc ends it" : "arrows step through slices")
  }

  mutating func toggleWindowMode() {
    mode = mode == .window ? .browse : .window
    if mode == .window { say("up/down: brighter, darker; left/right: narrower, wider; Enter keeps, Esc resets") }
  }

  // MARK: - Slices

  var slicesOfCrop: ClosedRange<Int> {
    let normal = geometry.normal
    let a = normal.index(crop.lower[normal.voxelAxis])
    let b = normal.index(crop.upper[normal.voxelAxis] - 1)
    return min(a, b)...max(a, b)
  }

  mutating func showFirstSlice() { show(slice: slicesOfCrop.lowerBound) }
  mutating func showLastSlice() { show(slice: slicesOfCrop.upperBound) }

  mutating func step(by slices: Int) {
    let wanted = slice + slices * slicesPerStep
    show(slice: wanted)
    if slice != wanted { say(slices > 0 ? "last slice" : "first slice") }
  }

  mutating func show(slice wanted: Int) {
    let normal = geometry.normal
    cursor[normal.voxelAxis] = normal.index(min(normal.count - 1, max(0, wanted)))
  }

  mutating func changeChannel(by change: Int) {
    channel = (channel + change + channels.count) % channels.count
    say("image \(channels[channel].role)")
  }

  // MARK: - View

  /// The next of the windows for this image: automatic, narrow about lesions, the whole range.
  mutating func nextWindowPreset() {
    let presets = WindowPreset.allCases
    let now = presets.firstIndex { channels[channel].window == channels[channel].window(for: $0) }
    let next = presets[((now ?? -1) + 1) % presets.count]
    channels[channel].window = channels[channel].window(for: next)
    say("window \(next.rawValue)")
  }

  mutating func fit() {
    zoom = 1
    viewCentre = nil
    channels[channel].window = channels[channel].automaticWindow
  }

  mutating func magnify(by factor: Double) {
    let wanted = min(16, max(0.5, zoom * factor))
    if viewCentre == nil, wanted > 1 { viewCentre = SIMD3<Double>(cursor) + 0.5 }
    zoom = abs(wanted - 1) < 0.01 ? 1 : wanted
    if zoom <= 1 { viewCentre = nil }
  }

  /// Moves the view by a share of the crop's size.
  mutating func pan(columns: Double, rows: Double) {
    let geometry = geometry
    var centre = viewCentre ?? (SIMD3<Double>(crop.lower) + SIMD3<Double>(crop.upper)) / 2
    func move(_ axis: SliceGeometry.ScreenAxis, _ share: Double) {
      let extent = Double(crop.upper[axis.voxelAxis] - crop.lower[axis.voxelAxis])
      let moved = centre[axis.voxelAxis] + share * extent / zoom * (axis.isReversed ? -1 : 1)
      centre[axis.voxelAxis] = min(Double(axis.count), max(0, moved))
    }
    move(geometry.right, columns)
    move(geometry.down, rows)
    viewCentre = centre
  }

  mutating func moveCursor(columns: Int, rows: Int) {
    let geometry = geometry
    let at = geometry.position(of: cursor)
    let column = min(geometry.right.count - 1, max(0, at.column + columns))
    let row = min(geometry.down.count - 1, max(0, at.row + rows))
    cursor = geometry.voxel(column: column, row: row, slice: at.slice)
    if zoom > 1 { keepCursorInView() }
  }

  private mutating func keepCursorInView() {
    guard let centre = viewCentre else { return }
    let geometry = geometry
    for axis in [geometry.right, geometry.down] {
      let extent = Double(crop.upper[axis.voxelAxis] - crop.lower[axis.voxelAxis])
      let half = extent / zoom / 2 * 0.8
      let distance = Double(cursor[axis.voxelAxis]) + 0.5 - centre[axis.voxelAxis]
      if abs(distance) > half { viewCentre?[axis.voxelAxis] += distance - (distance > 0 ? half : -half) }
    }
  }

  // MARK: - Findings

  mutating func goToFinding(by change: Int) {
    guard !findings.isEmpty else { return }
    selectFinding(
      finding.map { ($0 + change + findings.count) % findings.count } ?? (change > 0 ? 0 : findings.count - 1))
  }

  /// Goes to a finding, on its largest slice.
  mutating func selectFinding(_ index: Int) {
    guard findings.indices.contains(index) else { return }
    finding = index
    let found = findings[index]
    jump(to: voxelToShow(found.region))
    desk.selected = desk.table?.record(at: cursor)?.id ?? desk.selected
    say("\(index + 1) of \(findings.count): \(Wording.sentence(found, maskNames))")
  }

  /// Where a region is looked at: a voxel of it on the slice of the present plane that holds most of it.
  func voxelToShow(_ region: Lesion) -> SIMD3<Int> {
    region.voxelOnLargestSlice(alongVoxelAxis: geometry.normal.voxelAxis)
  }

  mutating func zoomToFinding() {
    if finding == nil { goToFinding(by: 1) }
    guard let index = finding else { return }
    jump(to: voxelToShow(findings[index].region))
    viewCentre = SIMD3<Double>(cursor) + 0.5
    zoom = fieldZoom(around: findings[index].region)
  }
}

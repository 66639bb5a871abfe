import VolumeModel
package import Pictures

extension Viewer {
  package var geometry: SliceGeometry { geometry(of: view.plane) }

  /// The slice shown, counted from the patient's lower, back or left end.
  package var slice: Int { geometry.position(of: place.cursor).slice }

  mutating func flipConvention() {
    view.convention = view.convention == .radiological ? .neurological : .radiological
    say(
      "\(view.convention.rawValue): the patient's \(view.convention == .radiological ? "right" : "left") is on the left"
    )
  }

  mutating func flipSagittal() {
    view.sagittalNose = view.sagittalNose == .left ? .right : .left
    say("sagittal slices: nose to the \(view.sagittalNose.rawValue)")
  }

  mutating func toggleCursorMode() {
    guard !interface.isOpen(.edit) else {
      say("arrows move the crosshair while editing")
      return
    }
    toggle(CrosshairMode())
    guard interface.mode == .moveCursor else { return }
    view.showsCrosshair = true
    say("arrows move the crosshair; \(keyLabel("cursor-mode")) or \(keyLabel("close")) ends it")
  }

  // MARK: - Slices

  var slicesOfCrop: ClosedRange<Int> {
    let normal = geometry.normal
    let a = normal.index(scan.crop.lower[normal.voxelAxis])
    let b = normal.index(scan.crop.upper[normal.voxelAxis] - 1)
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
    place.cursor[normal.voxelAxis] = normal.index(min(normal.count - 1, max(0, wanted)))
  }

  mutating func changeChannel(by change: Int) {
    place.channel = (place.channel + change + scan.channels.count) % scan.channels.count
    say("image \(scan.channels[place.channel].role)")
  }

  // MARK: - View

  /// The next of the windows for this image: automatic, narrow about lesions, the whole range.
  mutating func nextWindowPreset() {
    let presets = WindowPreset.allCases
    let now = presets.firstIndex { scan.channels[place.channel].window == scan.channels[place.channel].window(for: $0) }
    let next = presets[((now ?? -1) + 1) % presets.count]
    scan.channels[place.channel].window = scan.channels[place.channel].window(for: next)
    say("window \(next.rawValue)")
  }

  mutating func fit() {
    place.zoom = 1
    place.centre = nil
    scan.channels[place.channel].window = scan.channels[place.channel].automaticWindow
  }

  /// Moves the view by a fraction of the crop's size.
  mutating func pan(columns: Double, rows: Double) {
    let geometry = geometry
    var centre = place.centre ?? (SIMD3<Double>(scan.crop.lower) + SIMD3<Double>(scan.crop.upper)) / 2
    func move(_ axis: SliceGeometry.ScreenAxis, _ fraction: Double) {
      let extent = Double(scan.crop.upper[axis.voxelAxis] - scan.crop.lower[axis.voxelAxis])
      let moved = centre[axis.voxelAxis] + fraction * extent / place.zoom * (axis.isReversed ? -1 : 1)
      centre[axis.voxelAxis] = min(Double(axis.count), max(0, moved))
    }
    move(geometry.right, columns)
    move(geometry.down, rows)
    place.centre = centre
  }

  mutating func moveCursor(columns: Int, rows: Int) {
    let geometry = geometry
    let at = geometry.position(of: place.cursor)
    let column = min(geometry.right.count - 1, max(0, at.column + columns))
    let row = min(geometry.down.count - 1, max(0, at.row + rows))
    place.cursor = geometry.voxel(column: column, row: row, slice: at.slice)
    if place.zoom > 1 { keepCursorInView() }
  }

  private mutating func keepCursorInView() {
    guard let centre = place.centre else { return }
    let geometry = geometry
    for axis in [geometry.right, geometry.down] {
      let extent = Double(scan.crop.upper[axis.voxelAxis] - scan.crop.lower[axis.voxelAxis])
      let half = extent / place.zoom / 2 * 0.8
      let distance = Double(place.cursor[axis.voxelAxis]) + 0.5 - centre[axis.voxelAxis]
      if abs(distance) > half { place.centre?[axis.voxelAxis] += distance - (distance > 0 ? half : -half) }
    }
  }

  // MARK: - Findings

  /// To the next one without a verdict, or where all are decided to the next; who adjudicates goes to the next place over
  /// which the readers differ.
  mutating func goToFinding(by change: Int) {
    if interface.isAdjudicating { return goToDifference(by: change) }
    guard !scan.findings.isEmpty else { return }
    selectFinding(
      undecidedFinding(after: place.finding, by: change)
        ?? place.finding.map { ($0 + change + scan.findings.count) % scan.findings.count }
        ?? (change > 0 ? 0 : scan.findings.count - 1))
  }

  /// Goes to a finding, on its largest slice.
  mutating func selectFinding(_ index: Int) {
    guard scan.findings.indices.contains(index) else { return }
    place.finding = index
    let found = scan.findings[index]
    place.jump(to: voxelToShow(found.region))
    review.selected = review.table?.record(at: place.cursor)?.id ?? review.selected
    let verdict = review.findingVerdicts.indices.contains(index) ? review.findingVerdicts[index] : nil
    let decided = verdict.map { $0 == .approved ? "; taken" : "; left out" } ?? ""
    say("\(index + 1) of \(scan.findings.count): \(Wording.sentence(found, scan.maskNames))\(decided)")
  }

  /// Where a region is looked at: a voxel of it on the slice of the present plane that holds most of it.
  func voxelToShow(_ region: Lesion) -> SIMD3<Int> {
    region.voxelOnLargestSlice(alongVoxelAxis: geometry.normal.voxelAxis)
  }

  mutating func zoomToFinding() {
    if place.finding == nil, !interface.isAdjudicating { goToFinding(by: 1) }
    guard let index = place.finding else { return }
    place.jump(to: voxelToShow(scan.findings[index].region))
    place.centre = SIMD3<Double>(place.cursor) + 0.5
    place.zoom = fieldZoom(around: scan.findings[index].region)
  }
}

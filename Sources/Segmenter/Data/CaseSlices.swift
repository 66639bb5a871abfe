internal import VolumeModel

/// Cuts the slices of one case that a run may look at, or its blocks of slices, which are numbered by their first ones.
struct CaseSlices {
  let cutter: SliceCutter
  /// The axial slices that hold at least one voxel of T, or of what another rater drew, from below.
  let lesionSlices: [Int]
  private let target: SoftMask
  private let readings: [SoftMask]
  let caseNumber: Int
  private let labels: LesionLabels?
  private let emptyFraction: Double
  private let name: String
  /// Slices of a block, 1 of a network of pictures.
  private let depth: Int
  /// All axial slices through the brain, from below.
  let brainSlices: [Int]

  init(_ one: TrainingCase, number: Int, frame: AxialFrame, window: SliceWindow, plan: TrainingPlan) {
    cutter = SliceCutter(
      frame: frame, window: window, channels: one.channels,
      scales: one.channels.map { IntensityScale(plan.normalisation, volume: $0, brain: one.brain) }, brain: one.brain)
    depth = plan.architecture.slicesPerImage
    let lesions = frame.slices(holding: one.lesionRegion)
    let brain = frame.box(of: one.brain).map { Array($0.slices) }
    if depth == 1 {
      (lesionSlices, brainSlices) = (lesions, brain ?? lesions)
    } else {
      let all = (lesions + (brain ?? [])).sorted()
      let blocks = SliceBlock.sideBySide((all.first ?? 0)..<(all.last.map { $0 + 1 } ?? 0), depth: depth)
      brainSlices = blocks.map(\.first)
      lesionSlices = blocks.filter { block in lesions.contains { block.kept.contains($0) } }.map(\.first)
    }
    target = one.target
    readings = one.readings
    caseNumber = number
    name = one.name
    emptyFraction = plan.emptySliceFraction ?? 0
    labels = plan.weighting == .none ? nil : LesionLabels(one.target.expert, frame: frame, window: window)
  }

  func cut(_ slice: Int) -> TrainingSlice {
    let pixels = cutter.window.width * cutter.window.height
    let lesions = labels?.block(slice..<slice + depth, pixelsPerSlice: pixels)
    var cut = TrainingSlice(
      caseNumber: caseNumber, slice: slice, intensities: cutter.intensities(slices: slice..<slice + depth),
      classes: classes(slice, target),
      lesions: lesions?.labels ?? [], lesionCount: lesions?.count ?? 0)
    cut.readings = readings.map { classes(slice, $0) }
    return cut
  }

  private func classes(_ slice: Int, _ target: SoftMask) -> [UInt8] {
    (slice..<slice + depth).flatMap { cutter.classes(slice: $0, target: target) }
  }

  /// Brain slices without a voxel of T, drawn by the seed: as many as the plan's fraction of the lesion slices, or all.
  func emptySlices(seed: UInt64) -> [Int] {
    let needed = Int((emptyFraction * Double(lesionSlices.count)).rounded())
    guard needed > 0 else { return [] }
    let candidates = Array(Set(brainSlices).subtracting(lesionSlices)).sorted()
    var random = RandomStream(seed: seed, name: "empty slices of \(name)")
    return random.permutation(candidates.count).prefix(needed).map { candidates[$0] }.sorted()
  }
}

extension AxialFrame {
  /// The slices that hold at least one voxel of a mask, from below.
  func slices(holding mask: Mask) -> [Int] {
    var holds = [Bool](repeating: false, count: sliceCount)
    mask.forEachLinearIndex { holds[position(ofLinearIndex: $0).slice] = true }
    return holds.indices.filter { holds[$0] }
  }
}

internal import VolumeModel

/// One slice to learn from, in a window that all slices of a run share in size.
struct TrainingSlice: Sendable {
  let caseNumber: Int
  let slice: Int
  /// Normalised intensities [channel][row][column], 0 outside the brain.
  let intensities: [Float]
  /// 0 outside the brain, 1 in the brain, 2 in D, 3 in T, row by row.
  var classes: [UInt8]
  /// Which lesion a pixel of T belongs to, numbered from 1 within the slice, 0 elsewhere; empty when lesions are not
  /// weighed.
  let lesions: [UInt16]
  let lesionCount: Int

  static let brain: UInt8 = 1
  static let grown: UInt8 = 2
  static let expert: UInt8 = 3
}

/// The lesion slices of all cases, cut out, normalised, and split.
package struct SliceStore: Sendable {
  let width: Int
  let height: Int
  let channels: Int
  /// Methods that correct annotations replace classes here.
  var training: [TrainingSlice]
  let validation: [TrainingSlice]
  /// Slices whose annotation is trusted; they are neither trained on as others are nor validated.
  let trusted: [TrainingSlice]
  let frames: [AxialFrame]
  let windows: [SliceWindow]
  let scales: [[IntensityScale]]
  let caseNames: [String]
  /// gamma of each case.
  let softLabels: [Float]

  /// Millimetre margin is pointless in pixels of any size: 4 pixels keep rotated brains inside.
  static let margin = 4

  package init(_ cases: [TrainingCase], plan: TrainingPlan) throws(TrainingError) {
    guard !cases.isEmpty else { throw .noCases }
    channels = plan.architecture.inputChannels
    var frames: [AxialFrame] = []
    var boxes: [SliceWindow] = []
    for one in cases {
      try one.check(channels: channels)
      let frame = AxialFrame(one.brain.grid)
      frames.append(frame)
      let whole = SliceWindow(column: 0, row: 0, width: frame.width, height: frame.height)
      boxes.append(frame.box(of: one.brain)?.window ?? whole)
    }
    let multiple = plan.architecture.sliceMultiple
    let wanted = boxes.map { SliceWindow(around: $0, margin: Self.margin, multiple: multiple) }
    let width = wanted.map(\.width).max() ?? multiple
    let height = wanted.map(\.height).max() ?? multiple
    windows = wanted.map { $0.resized(width: width, height: height) }
    self.width = width
    self.height = height
    self.frames = frames
    caseNames = cases.map(\.name)
    softLabels = cases.map { Float($0.target.label) }

    var slices: [TrainingSlice] = []
    var trusted: [TrainingSlice] = []
    var trustedClasses: [Int: [UInt8]] = [:]
    var scales: [[IntensityScale]] = []
    for (number, one) in cases.enumerated() {
      let scale = one.channels.map { IntensityScale(plan.normalisation, volume: $0, brain: one.brain) }
      scales.append(scale)
      let cutter = SliceCutter(
        frame: frames[number], window: windows[number], channels: one.channels, scales: scale, brain: one.brain)
      let labels =
        plan.weighting == .none
        ? nil : LesionLabels(one.target.expert, frame: frames[number], window: windows[number])
      for slice in lesionSlices(of: one.target.expert, frame: frames[number]) {
        let cut = TrainingSlice(
          caseNumber: number, slice: slice, intensities: cutter.intensities(slice: slice),
          classes: cutter.classes(slice: slice, target: one.target), lesions: labels?.slices[slice]?.labels ?? [],
          lesionCount: labels?.slices[slice]?.count ?? 0)
        if one.isTrusted {
          if plan.method.name.needsTrustedSlices { trusted.append(cut) }
          continue
        }
        if let confirmed = one.trusted { trustedClasses[slices.count] = cutter.classes(slice: slice, target: confirmed) }
        slices.append(cut)
      }
    }
    self.scales = scales
    guard slices.count >= 2 else { throw .noLesionSlices(cases: cases.map(\.name)) }
    var random = RandomStream(seed: plan.seed, name: "split")
    let order = random.permutation(slices.count)
    let held = min(max(Int((Double(slices.count) * plan.validationShare).rounded()), 1), slices.count - 1)
    validation = order.suffix(held).sorted().map { slices[$0] }
    var rest = order.dropLast(held)
    if plan.method.name.needsTrustedSlices, trusted.isEmpty {
      // The last of the random order, so that all methods of one seed and share trust the same slices.
      let count = min(max(Int((Double(rest.count) * plan.method.trustedShare).rounded()), 1), rest.count - 1)
      trusted = rest.suffix(count).map { number in
        var slice = slices[number]
        slice.classes = trustedClasses[number] ?? slice.classes
        return slice
      }
      rest = rest.dropLast(count)
    }
    training = plan.method.name == .trustedOnly ? trusted : rest.map { slices[$0] }
    self.trusted = trusted
    guard !training.isEmpty else { throw .noLesionSlices(cases: cases.map(\.name)) }
  }

  /// The share of target pixels among the pixels of the training slices.
  var foregroundFraction: Double {
    let lesion = training.reduce(0) { $0 + $1.classes.reduce(0) { $0 + ($1 == TrainingSlice.expert ? 1 : 0) } }
    return Double(lesion) / Double(max(1, training.count * width * height))
  }

  /// Images, targets and masks as tensors [slice][row][column], for comparing other programs on the same slices; of the
  /// first channel.
  package var tensors: [SafeTensor] {
    func tensor(_ name: String, _ slices: [TrainingSlice], _ value: (TrainingSlice, Int) -> Float) -> SafeTensor {
      SafeTensor(
        name: name, shape: [slices.count, height, width],
        scalars: slices.flatMap { slice in (0..<width * height).map { value(slice, $0) } })
    }
    func target(_ slice: TrainingSlice, _ pixel: Int) -> Float {
      switch slice.classes[pixel] {
      case TrainingSlice.expert: 1
      case TrainingSlice.grown: softLabels[slice.caseNumber]
      default: 0
      }
    }
    return [
      tensor("training.images", training) { $0.intensities[$1] }, tensor("training.target", training, target),
      tensor("validation.images", validation) { $0.intensities[$1] },
      tensor("validation.expert", validation) { $0.classes[$1] == TrainingSlice.expert ? 1 : 0 },
      tensor("validation.brain", validation) { $0.classes[$1] == 0 ? 0 : 1 },
    ]
  }

  var bytes: Int {
    (training + validation + trusted).reduce(0) { $0 + $1.intensities.count * 4 + $1.classes.count + $1.lesions.count * 2 }
  }
}

extension TrainingCase {
  func check(channels expected: Int) throws(TrainingError) {
    guard channels.count == expected else {
      throw .channels(caseName: name, found: channels.count, expected: expected)
    }
    let shape = brain.grid.shape
    guard channels.allSatisfy({ $0.grid.shape == shape }), target.grid.shape == shape,
      trusted.map({ $0.grid.shape == shape }) ?? true,
      raters.allSatisfy({ $0.mask.grid.shape == shape })
    else {
      throw .shapes(caseName: name, reason: "images, brain and mask have different shapes")
    }
  }
}

/// The axial slices that hold at least one voxel of T.
func lesionSlices(of expert: Mask, frame: AxialFrame) -> [Int] {
  var holds = [Bool](repeating: false, count: frame.sliceCount)
  expert.forEachLinearIndex { holds[frame.position(ofLinearIndex: $0).slice] = true }
  return holds.indices.filter { holds[$0] }
}

/// Cuts windows out of axial slices.
struct SliceCutter {
  let frame: AxialFrame
  let window: SliceWindow
  let channels: [Volume<Float>]
  let scales: [IntensityScale]
  let brain: Mask

  /// [channel][row][column]; 0 outside the brain and outside the image.
  func intensities(slice: Int) -> [Float] {
    var result = [Float](repeating: 0, count: channels.count * window.width * window.height)
    let inside = brainPixels(slice: slice)
    for (number, (volume, scale)) in zip(channels, scales).enumerated() {
      let base = number * window.width * window.height
      volume.withScalars { scalars in
        for (pixel, index) in inside {
          let value = scalars[index]
          result[base + pixel] = value.isFinite ? scale(value) : 0
        }
      }
    }
    return result
  }

  /// Pixels of the window that lie in the brain, with the linear index of their voxels.
  func brainPixels(slice: Int) -> [(pixel: Int, index: Int)] {
    var found: [(pixel: Int, index: Int)] = []
    found.reserveCapacity(window.width * window.height)
    brain.words.withUnsafeBufferPointer { words in
      forEachPixel(slice: slice) { pixel, index in
        if contains(words, index) { found.append((pixel, index)) }
      }
    }
    return found
  }

  func classes(slice: Int, target: SoftMask) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: window.width * window.height)
    brain.words.withUnsafeBufferPointer { brain in
      target.expert.words.withUnsafeBufferPointer { expert in
        target.grown.words.withUnsafeBufferPointer { grown in
          forEachPixel(slice: slice) { pixel, index in
            if contains(expert, index) {
              result[pixel] = TrainingSlice.expert
            } else if contains(grown, index) {
              result[pixel] = TrainingSlice.grown
            } else if contains(brain, index) {
              result[pixel] = TrainingSlice.brain
            }
          }
        }
      }
    }
    return result
  }

  private func contains(_ words: UnsafeBufferPointer<UInt64>, _ index: Int) -> Bool {
    let width = brain.grid.shape.x
    let row = index / width
    let column = index - row * width
    return words[row * brain.wordsPerRow + column >> 6] >> UInt64(column & 63) & 1 == 1
  }

  private func forEachPixel(slice: Int, _ body: (_ pixel: Int, _ index: Int) -> Void) {
    let columns = max(0, -window.column)..<max(max(0, -window.column), min(window.width, frame.width - window.column))
    for row in 0..<window.height where (0..<frame.height).contains(window.row + row) {
      for column in columns {
        body(
          row * window.width + column,
          frame.linearIndex(column: window.column + column, row: window.row + row, slice: slice))
      }
    }
  }
}

internal import VolumeModel

/// The slices of all cases that a run looks at, cut out, normalised, and split into those for training, for validation, and
/// trusted ones. Lesion slices, and as many without a lesion as the plan asks for.
package struct SliceStore: Sendable {
  /// Pixels of every slice's window.
  package let width: Int
  package let height: Int
  let channels: Int
  /// Slices of a training slice: 1, or those of a block.
  let depth: Int
  /// Methods that correct annotations replace classes here.
  package internal(set) var training: [TrainingSlice]
  package let validation: [TrainingSlice]
  /// The patients that are held out whole; empty where slices are.
  let heldOutPatients: [String]
  /// Slices whose annotation is trusted; they are neither trained on as others are nor validated.
  package let trusted: [TrainingSlice]
  /// How many of the training slices hold no lesion.
  package let emptySlices: Int
  let frames: [AxialFrame]
  let windows: [SliceWindow]
  let scales: [[IntensityScale]]
  let caseNames: [String]
  /// gamma of each case.
  package let softLabels: [Float]

  /// - Parameter trustedSlices: what the plan's method does with slices whose annotation is trusted.
  /// - Throws: when there is too little to train on, or a method that needs trusted slices is given none.
  init(_ cases: [TrainingCase], plan: TrainingPlan, trustedSlices: TrustedSliceUse) throws(TrainingError) {
    guard !cases.isEmpty else { throw .noCases }
    channels = plan.architecture.inputChannels
    depth = plan.architecture.slicesPerImage
    for one in cases { try one.check(channels: channels) }
    frames = cases.map { AxialFrame($0.brain.grid) }
    windows = Self.windows(of: cases, frames: frames, multiple: plan.architecture.sliceMultiple)
    width = windows.first?.width ?? 0
    height = windows.first?.height ?? 0
    caseNames = cases.map(\.name)
    softLabels = cases.map { Float($0.target.label) }

    var slices: [TrainingSlice] = []
    var empty: [TrainingSlice] = []
    var wholeCases: [TrainingSlice] = []
    var trustedClasses: [Int: [UInt8]] = [:]
    var scales: [[IntensityScale]] = []
    var allCuts: [CaseSlices] = []
    for (number, one) in cases.enumerated() {
      let cuts = CaseSlices(one, number: number, frame: frames[number], window: windows[number], plan: plan)
      allCuts.append(cuts)
      scales.append(cuts.cutter.scales)
      for slice in cuts.lesionSlices {
        guard !one.isTrusted else {
          if trustedSlices != .none { wholeCases.append(cuts.cut(slice)) }
          continue
        }
        if let confirmed = one.trusted {
          trustedClasses[slices.count] = cuts.cutter.classes(slice: slice, target: confirmed)
        }
        slices.append(cuts.cut(slice))
      }
      if !one.isTrusted { empty += cuts.emptySlices(seed: plan.seed).map(cuts.cut) }
    }
    self.scales = scales
    guard slices.count >= 2 else { throw .noLesionSlices(cases: cases.map(\.name), blockSlices: depth) }
    var random = RandomStream(seed: plan.seed, name: "split")
    let order = random.permutation(slices.count)
    let heldOutPatients =
      plan.validationUnit == .patients
      ? HeldOutPatients(of: cases, fraction: plan.validationFraction, seed: plan.seed).names : []
    self.heldOutPatients = heldOutPatients
    var rest: [Int]
    if heldOutPatients.isEmpty {
      let held = min(max(Int((Double(slices.count) * plan.validationFraction).rounded()), 1), slices.count - 1)
      validation = order.suffix(held).sorted().map { slices[$0] }
      rest = Array(order.dropLast(held))
    } else {
      let held = Set(cases.indices.filter { heldOutPatients.contains(cases[$0].patient) })
      // Every slice of their brain: a network that was shown lesions only finds them everywhere.
      validation = allCuts.filter { held.contains($0.caseNumber) }.flatMap { cuts in cuts.brainSlices.map(cuts.cut) }
      rest = order.filter { !held.contains(slices[$0].caseNumber) }
      empty.removeAll { held.contains($0.caseNumber) }
      guard rest.count >= 2 else { throw .noLesionSlices(cases: cases.map(\.name), blockSlices: depth) }
    }
    var trusted = wholeCases
    if trustedSlices != .none, trusted.isEmpty {
      guard cases.allSatisfy({ $0.isTrusted || $0.trusted != nil }) else {
        throw .noTrustedAnnotation(method: plan.method.name)
      }
      guard rest.count >= 2 else { throw .tooFewTrustedSlices(method: plan.method.name, found: slices.count) }
      // The last of the random order, so that all methods of one seed and fraction trust the same slices.
      let count = min(max(Int((Double(rest.count) * plan.method.trustedFraction).rounded()), 1), rest.count - 1)
      trusted = rest.suffix(count).map { number in
        var slice = slices[number]
        slice.classes = trustedClasses[number] ?? slice.classes
        return slice
      }
      rest.removeLast(count)
    }
    training = trustedSlices == .only ? trusted : rest.map { slices[$0] } + empty
    emptySlices = trustedSlices == .only ? 0 : empty.count
    self.trusted = trusted
    guard !training.isEmpty else { throw .noLesionSlices(cases: cases.map(\.name), blockSlices: depth) }
  }

  /// The fraction of target pixels among the pixels of the training slices.
  var foregroundFraction: Double {
    let lesion = training.reduce(0) { $0 + $1.classes.reduce(0) { $0 + ($1 == TrainingSlice.expert ? 1 : 0) } }
    return Double(lesion) / Double(max(1, training.count * depth * width * height))
  }

  /// Memory that the slices take.
  var bytes: Int {
    (training + validation + trusted).reduce(0) {
      $0 + $1.intensities.count * 4 + $1.classes.count * (1 + $1.readings.count) + $1.lesions.count * 2
    }
  }

  /// A window around each brain, all of one size.
  private static func windows(of cases: [TrainingCase], frames: [AxialFrame], multiple: Int) -> [SliceWindow] {
    let own = zip(cases, frames).map { one, frame in
      let whole = SliceWindow(column: 0, row: 0, width: frame.width, height: frame.height)
      return SliceWindow(
        around: frame.box(of: one.brain)?.window ?? whole, margin: SliceWindow.margin, multiple: multiple)
    }
    let width = own.map(\.width).max() ?? multiple
    let height = own.map(\.height).max() ?? multiple
    return own.map { $0.resized(width: width, height: height) }
  }
}

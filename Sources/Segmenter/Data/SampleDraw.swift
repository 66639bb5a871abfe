internal import VolumeModel

/// Draws the samples of steps into networks: slices, changed at random, with target and weights.
struct SampleDraw {
  let plan: TrainingPlan
  let pool: WorkerPool
  private let lesionSampling: LesionSampling?
  private let lesionCopying: LesionCopying?
  /// Trusted samples are numbered from here, so that none has the random changes of a training sample.
  private static let firstTrustedSample: UInt64 = 1 << 62

  init(plan: TrainingPlan, cases: [TrainingCase], store: SliceStore, pool: WorkerPool) {
    self.plan = plan
    self.pool = pool
    lesionSampling = plan.sampling == .lesions ? LesionSampling(cases, store: store) : nil
    lesionCopying =
      plan.augmentations?.contains(.lesions) == true ? LesionCopying(cases, store: store, seed: plan.seed) : nil
  }

  /// Training slices of one step.
  /// - Parameter firstSample: samples drawn before it in the run.
  func draw(
    _ slices: ArraySlice<Int>, of store: SliceStore, firstSample: UInt64, into network: UNet,
    _ batch: inout SampleBatch
  ) {
    batch.imageCount = slices.count
    batch.firstSample = firstSample
    for item in 0..<slices.count {
      let place = lesionSampling?.place(seed: plan.seed, sample: firstSample + UInt64(item))
      batch.slices[item] = place?.slice ?? slices[slices.startIndex + item]
    }
    write(store.training, of: store, into: network, &batch) { item, slice in
      let sample = firstSample + UInt64(item)
      let change = Augmentation(
        of: slice, in: store, plan: plan, width: network.width, height: network.height, sample: sample,
        centre: lesionSampling?.place(seed: plan.seed, sample: sample)?.pixel)
      return (lesionCopying?.changed(slice, sample: sample, in: store) ?? read(slice, sample: sample), change)
    }
  }

  /// The slice as one rater, drawn at random, annotated it, where the plan says so.
  private func read(_ slice: TrainingSlice, sample: UInt64) -> TrainingSlice {
    guard plan.usedRaters == .random, !slice.readings.isEmpty else { return slice }
    var random = RandomStream(seed: plan.seed, name: "rater", index: sample)
    var read = slice
    read.classes = slice.readings[random.index(below: slice.readings.count)]
    read.readings = []
    return read
  }

  /// Trusted slices of one step: all of them in random order, then all again in another.
  /// - Parameter firstImage: the image of the network that the first goes to.
  func drawTrusted(
    _ count: Int, step: Int, of store: SliceStore, into network: UNet, firstImage: Int, _ batch: inout SampleBatch
  ) {
    let first = step * count
    batch.imageCount = count
    batch.firstSample = Self.firstTrustedSample + UInt64(first)
    var order: [Int] = []
    var round = -1
    for item in 0..<count {
      let (number, place) = (first + item).quotientAndRemainder(dividingBy: store.trusted.count)
      if number != round {
        var random = RandomStream(seed: plan.seed, name: "trusted", index: UInt64(number))
        order = random.permutation(store.trusted.count)
        round = number
      }
      batch.slices[item] = order[place]
    }
    let firstSample = batch.firstSample
    write(store.trusted, of: store, into: network, firstImage: firstImage, &batch) { item, slice in
      let change = Augmentation(
        of: slice, in: store, plan: plan, width: network.width, height: network.height,
        sample: firstSample + UInt64(item))
      return (slice, change)
    }
  }

  /// Slices as they are: whole, or the window of the network's size with its upper left corner at `corner`.
  func drawUnchanged(
    _ slices: [TrainingSlice], of store: SliceStore, into network: UNet, corner: SliceCorner? = nil,
    _ batch: inout SampleBatch
  ) {
    batch.imageCount = slices.count
    for item in slices.indices { batch.slices[item] = item }
    var unchanged = Augmentation(width: store.width, height: store.height)
    if let corner {
      unchanged.centreColumn = Double(corner.column) + Double(network.width - 1) / 2
      unchanged.centreRow = Double(corner.row) + Double(network.height - 1) / 2
    }
    write(slices, of: store, into: network, &batch) { ($1, unchanged) }
  }

  private func write(
    _ source: [TrainingSlice], of store: SliceStore, into network: UNet, firstImage: Int = 0,
    _ batch: inout SampleBatch,
    _ changed: (Int, TrainingSlice) -> (TrainingSlice, Augmentation)
  ) {
    let writer = SampleWriter(
      store: store, width: network.width, height: network.height, weighting: plan.weighting)
    let (pixels, count) = (network.pixelsPerImage, batch.imageCount)
    batch.slices.withUnsafeBufferPointer { slices in
      batch.target.withUnsafeMutableBufferPointer { target in
        batch.weights.withUnsafeMutableBufferPointer { weights in
          pool.run(count) { item, _ in
            let (slice, change) = changed(item, source[slices[item]])
            writer.write(
              slice, change, input: network.input(image: firstImage + item),
              target: target.image(item, pixels: pixels),
              weights: weights.image(item, pixels: pixels))
          }
        }
      }
    }
  }
}

/// A pixel of a slice's window.
struct SliceCorner {
  var column: Int
  var row: Int
}

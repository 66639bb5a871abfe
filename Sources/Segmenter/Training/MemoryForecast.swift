internal import VolumeModel

/// What a run will take of memory, known before its first step.
package struct MemoryForecast: Sendable {
  private let plan: TrainingPlan
  private let sliceWidth: Int
  private let sliceHeight: Int
  /// The slices cut out, and what judging the largest scan takes at the end.
  private let dataBytes: Int

  /// - Parameters:
  ///   - sliceWidth, sliceHeight: pixels of the windows that slices are cut out with.
  ///   - sliceBytes: of all slices together.
  ///   - scanVoxels: of the largest scan.
  package init(_ plan: TrainingPlan, sliceWidth: Int, sliceHeight: Int, sliceBytes: Int, scanVoxels: Int) {
    self.plan = plan
    self.sliceWidth = sliceWidth
    self.sliceHeight = sliceHeight
    // A probability map, and a mask for each threshold at one bit a voxel with what finding components needs.
    dataBytes = sliceBytes + scanVoxels * 9
  }

  init(_ plan: TrainingPlan, cases: [TrainingCase], store: SliceStore) {
    self.init(
      plan, sliceWidth: store.width, sliceHeight: store.height, sliceBytes: store.bytes,
      scanVoxels: cases.map(\.brain.grid.voxelCount).max() ?? 0)
  }

  /// Bytes of networks, optimiser, slices and what else grows with the work.
  package func bytes(batchSize: Int) -> Int {
    let size = plan.inputSize(sliceWidth: sliceWidth, sliceHeight: sliceHeight)
    var bytes = UNet.memoryBytes(
      plan.architecture, width: size.width, height: size.height, capacity: batchSize, trains: true,
      hasTangents: plan.method.name.details.needsTangents, workerCount: plan.threads)
    bytes += plan.method.name.details.bytes(
      MethodSizes(plan: plan, width: size.width, height: size.height, batchSize: batchSize))
    if size.width < sliceWidth || size.height < sliceHeight {
      bytes += UNet.memoryBytes(
        plan.architecture, width: sliceWidth, height: sliceHeight,
        capacity: plan.architecture.usualImagesAtOnce, trains: false,
        workerCount: plan.threads)
    }
    // Target, weights and a second gradient of every pixel.
    bytes += batchSize * plan.architecture.slicesPerImage * size.width * size.height * 12
    // Two moments, the average and the best weights, and copies while validating and while a checkpoint is written.
    return bytes + plan.architecture.parameterCount * 4 * 10 + dataBytes
  }

  /// The largest batch up to the plan's that takes no more than so many bytes; nil when not even one slice does.
  package func largestBatch(within availableBytes: Int) -> Int? {
    var (fits, tooLarge) = (0, plan.batchSize + 1)
    while tooLarge - fits > 1 {
      let middle = (fits + tooLarge) / 2
      if bytes(batchSize: middle) <= availableBytes { fits = middle } else { tooLarge = middle }
    }
    return fits > 0 ? fits : nil
  }

  /// Refuses a run that would not fit, with the batch that does.
  /// - Parameter availableBytes: nil when it is not known; the run is then started.
  package func check(availableBytes: Int?) throws(TrainingError) {
    guard let availableBytes else { return }
    let needed = bytes(batchSize: plan.batchSize)
    guard needed > availableBytes else { return }
    throw .memory(
      neededBytes: needed, availableBytes: availableBytes, fittingBatch: largestBatch(within: availableBytes))
  }
}

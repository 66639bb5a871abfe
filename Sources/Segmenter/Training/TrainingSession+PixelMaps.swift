internal import VolumeModel

extension TrainingSession {
  /// What the weights in training and the method make of the slices of a case, which are passed through the network
  /// unchanged. Nothing that training depends on changes; the batch at hand is overwritten.
  ///
  /// The loss is that of every slice, against what is learned from it now. What a method tells is of the slices that it
  /// trains on: validation and trusted slices have no such values.
  func pixelMaps(ofCase caseNumber: Int, grid: VoxelGrid) -> [PixelMap] {
    let nowhere = Volume<Float>(grid: grid, filledWith: .nan)
    var volumes: [PixelMapKind: Volume<Float>] = [:]
    func numbers(_ slices: [TrainingSlice]) -> [Int] { slices.indices.filter { slices[$0].caseNumber == caseNumber } }
    func pass(_ slices: [TrainingSlice], asksMethod: Bool) {
      let chosen = numbers(slices)
      for corner in tileCorners {
        for start in stride(from: 0, to: chosen.count, by: network.capacity) {
          let part = Array(chosen[start..<min(chosen.count, start + network.capacity)])
          draw.drawUnchanged(part.map { slices[$0] }, of: store, into: network, corner: corner, &batch)
          for (item, number) in part.enumerated() { batch.slices[item] = number }
          network.forward(imageCount: part.count)
          // The method may pass the batch forward again.
          let losses = crossEntropies()
          var values = asksMethod ? method.pixelMaps(self) : [:]
          values[.loss] = losses
          for (kind, values) in values {
            place(values, of: part.map { slices[$0] }, corner: corner, in: &volumes[kind, default: nowhere])
          }
        }
      }
    }
    pass(store.training, asksMethod: true)
    pass(store.validation, asksMethod: false)
    return PixelMapKind.allCases.compactMap { kind in volumes[kind].map { PixelMap(kind, volume: $0) } }
  }

  /// The upper left corners of windows of the network's size that cover a slice; one where it sees whole slices.
  private var tileCorners: [SliceCorner] {
    func starts(_ size: Int, _ extent: Int) -> [Int] {
      let last = max(extent - size, 0)
      return Array(stride(from: 0, to: last, by: size)) + [last]
    }
    return starts(network.height, store.height).flatMap { row in
      starts(network.width, store.width).map { SliceCorner(column: $0, row: row) }
    }
  }

  /// The cross-entropy of every pixel of the batch.
  private func crossEntropies() -> [Float] {
    var losses = [Float](repeating: 0, count: batch.pixelCount)
    var none: [Float] = []
    var noDerivatives = none.mutableSpan
    var lossSpan = losses.mutableSpan
    let (logits, target) = (Array(network.logits), Array(batch.target[..<batch.pixelCount]))
    BinaryCrossEntropy().writeMap(
      logits: logits.span, target: target.span, losses: &lossSpan, derivatives: &noDerivatives)
    return losses
  }

  /// Puts the values of a batch where its brain pixels lie in their case.
  private func place(_ values: [Float], of slices: [TrainingSlice], corner: SliceCorner, in volume: inout Volume<Float>)
  {
    volume.withMutableScalars { scalars in
      for (item, slice) in slices.enumerated() {
        let frame = store.frames[slice.caseNumber]
        let window = store.windows[slice.caseNumber]
        for line in 0..<store.depth * network.height {
          let (z, row) = line.quotientAndRemainder(dividingBy: network.height)
          let y = window.row + corner.row + row
          for column in 0..<network.width {
            let x = window.column + corner.column + column
            guard (0..<frame.width).contains(x), (0..<frame.height).contains(y),
              (0..<frame.sliceCount).contains(slice.slice + z),
              slice.classes[(z * store.height + corner.row + row) * store.width + corner.column + column] != 0
            else { continue }
            scalars[frame.linearIndex(column: x, row: y, slice: slice.slice + z)] =
              values[item * network.pixelsPerImage + line * network.width + column]
          }
        }
      }
    }
  }
}

extension TrainingLoop {
  /// Reports the maps of some cases, by the weights that the session's network holds, and writes those of the end into
  /// the run's folder.
  mutating func reportMaps(ofCases numbers: [Int], _ session: TrainingSession, isEnd: Bool) throws(TrainingError) {
    for number in numbers where cases.indices.contains(number) {
      let one = cases[number]
      let maps = PixelMaps(
        caseName: one.name, epoch: isEnd ? session.state.bestEpoch : session.state.epoch,
        maps: session.pixelMaps(ofCase: number, grid: one.brain.grid).map {
          PixelMap($0.kind, volume: plan.usedPreparation.backNearest($0.volume, on: imageGrids[number]))
        })
      if isEnd, let folder = recorder?.folder, let spatial = one.spatial {
        do throws(FileError) {
          try maps.write(toRun: folder.path, like: spatial)
        } catch {
          throw .file(error)
        }
      }
      try report(.maps(maps))
    }
  }
}

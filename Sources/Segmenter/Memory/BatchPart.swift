internal import CKernels

/// Some images of the batch, and who works on them.
struct BatchPart {
  let workspace: Workspace
  let images: Range<Int>
  /// The one worker of an image by itself; nil where the whole pool works on the batch.
  let worker: Int?
  /// Sums over pixels that the batch is split into: one an image, or `reductionParts`. Never a matter of the number of
  /// threads, so that their results have the same bits on any machine.
  let sumCount: Int
  /// Whether there is one sum an image.
  let sumsByImage: Bool

  var imageCount: Int { images.count }
  var kernels: FSKernels { workspace.kernels }
  func pointer(_ slot: ArenaSlot?) -> UnsafeMutablePointer<Float> { workspace.arena.pointer(slot) }

  func pointer(_ slot: WorkerSlot?, worker: Int) -> UnsafeMutablePointer<Float> {
    workspace.arena.pointer(slot, worker: worker)
  }

  /// A map's values from the part's first image on.
  func values(_ map: FeatureMap) -> UnsafeMutablePointer<Float> {
    workspace.values(map, image: images.lowerBound, worker: worker ?? 0)
  }

  func gradients(_ map: FeatureMap) -> UnsafeMutablePointer<Float> {
    workspace.gradients(map, image: images.lowerBound, worker: worker ?? 0)
  }

  /// Calls `body` for every item from 0 up to `count`.
  func run(_ count: Int, _ body: WorkerPool.Body) {
    if let worker {
      for item in 0..<count { body(item, worker) }
    } else {
      workspace.pool.run(count, body)
    }
  }

  /// Adds to the gradient of a map, image by image, and applies the ReLU's derivative where this is the last contribution.
  /// - Parameter body: gets an image's number in the part and where its gradient lies: zero, or what others wrote there.
  func addGradients(
    of map: FeatureMap, _ write: GradientWrite,
    _ body: (_ image: Int, _ gradient: UnsafeMutablePointer<Float>) -> Void
  ) {
    let (to, values) = (gradients(map), values(map))
    run(imageCount) { image, _ in
      let start = image * map.floatsPerImage
      if !write.accumulates { (to + start).update(repeating: 0, count: map.floatsPerImage) }
      body(image, to + start)
      if write.gates { kernels.gate(values + start, to + start, map.floatsPerImage) }
    }
  }

  /// Calls `body` for each of the part's sums: its number in the batch, and its block of the part's units, of which
  /// every image has `unitsPerImage`.
  func runSums(_ unitsPerImage: Int, _ body: (_ sum: Int, _ units: Range<Int>, _ worker: Int) -> Void) {
    if let worker {
      body(images.lowerBound, 0..<unitsPerImage, worker)
    } else {
      workspace.pool.run(sumCount) { sum, worker in
        body(sum, block(sum, of: sumCount, over: imageCount * unitsPerImage), worker)
      }
    }
  }
}

/// Sums over the pixels of a whole batch are split into this many, whatever the number of threads.
let reductionParts = 4

/// The `part`-th of `parts` nearly equal blocks of 0 ..< count.
func block(_ part: Int, of parts: Int, over count: Int) -> Range<Int> {
  count * part / parts..<count * (part + 1) / parts
}

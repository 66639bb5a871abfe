internal import CKernels

/// What the layers of one network work on.
final class Workspace {
  let arena: Arena
  let pool: WorkerPool
  let kernels: FSKernels
  private let valuePlaces: [MapPlace?]
  private let gradientPlaces: [MapPlace?]
  private let parameterSlot: ArenaSlot
  private let parameterGradientSlot: ArenaSlot?

  init(
    arena: Arena, pool: WorkerPool, kernels: FSKernels, valuePlaces: [MapPlace?], gradientPlaces: [MapPlace?],
    parameterSlot: ArenaSlot, parameterGradientSlot: ArenaSlot?
  ) {
    self.arena = arena
    self.pool = pool
    self.kernels = kernels
    self.valuePlaces = valuePlaces
    self.gradientPlaces = gradientPlaces
    self.parameterSlot = parameterSlot
    self.parameterGradientSlot = parameterGradientSlot
  }

  /// A map's values from the given image on; `worker` says whose place it is where every worker has one.
  func values(_ map: FeatureMap, image: Int = 0, worker: Int = 0) -> UnsafeMutablePointer<Float> {
    place(valuePlaces[map.number], of: map, image, worker)
  }

  func gradients(_ map: FeatureMap, image: Int = 0, worker: Int = 0) -> UnsafeMutablePointer<Float> {
    place(gradientPlaces[map.number], of: map, image, worker)
  }

  private func place(
    _ place: MapPlace?, of map: FeatureMap, _ image: Int, _ worker: Int
  ) -> UnsafeMutablePointer<Float> {
    switch place {
    case .image(let slot): arena.pointer(slot) + image * map.floatsPerImage
    case .worker(let slot): arena.pointer(slot, worker: worker)
    case nil: preconditionFailure("map \(map.number) has no such place")
    }
  }

  var parameters: UnsafeMutablePointer<Float> { arena.pointer(parameterSlot) }

  var parameterGradients: UnsafeMutablePointer<Float> {
    guard let slot = parameterGradientSlot else { preconditionFailure("an inference network has no gradients") }
    return arena.pointer(slot)
  }

  /// The direction of a tangent pass, in the order of the parameters.
  var direction: UnsafePointer<Float>?
  /// What this pass draws.
  var draw = RandomDraw.off

  func parameters(_ block: ParameterBlock, in slab: ParameterSlab) -> UnsafePointer<Float> {
    switch slab {
    case .weights: return UnsafePointer(parameters(block))
    case .direction:
      guard let direction else { preconditionFailure("a tangent pass needs a direction") }
      return direction + block.offset
    }
  }

  func parameters(_ block: ParameterBlock) -> UnsafeMutablePointer<Float> { parameters + block.offset }
  func gradients(_ block: ParameterBlock) -> UnsafeMutablePointer<Float> { parameterGradients + block.offset }
}

/// Where a map lies: one place an image, or one a worker where nothing outside a run by image sees it.
enum MapPlace {
  case image(ArenaSlot)
  case worker(WorkerSlot)
}

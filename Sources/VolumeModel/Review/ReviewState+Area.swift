/// What an action changes, so that not everything has to be looked at again after it.
extension ReviewState {
  /// Where an action may change what stands: to be asked before the action and after it. Nil where many lesions are
  /// concerned, and everything is to be looked at again.
  public func area(of action: ReviewEvent) -> VoxelRegion? {
    switch action {
    case .wholeCase, .undo, .redo: VoxelRegion()
    case .division: nil
    case .lesion(let action): area(ofActions: [action])
    case .lesions(let many), .regions(let many): many.actions.count > 32 ? nil : area(ofActions: many.actions)
    }
  }

  private func area(ofActions actions: [LesionAction]) -> VoxelRegion {
    actions.reduce(into: VoxelRegion()) { area, action in
      area = area.union(action.region)
      if let choice = action.choice { area = area.union(choice.voxels) }
      let parts = regionReviews(near: action.region).filter { $0.region.overlapCount(with: action.region) > 0 }
      for review in [review(of: action.region)].compactMap({ $0 }) + parts {
        area = area.union(review.region)
        if let choice = review.choice { area = area.union(choice.voxels) }
      }
    }
  }

  /// Makes a part of the voxels that the reviewer alone has again: what ``kept(outside:on:)`` has there.
  /// - Parameter drawn: what any mask of the case has.
  public func refreshKept(_ kept: inout Mask, inside area: VoxelRegion, outside drawn: Mask) {
    kept.remove(area)
    for review in lesionReviews(near: area) {
      guard let choice = review.choice, drawn.part(inside: review.region).isEmpty else { continue }
      kept.insert(choice.voxels.intersection(area))
    }
  }

  /// Makes a part of an adjudicated mask again: what ``adjudicatedMask(of:on:undecided:rows:)`` has there.
  /// - Parameters:
  ///   - rule: the mask where nothing was decided.
  ///   - agreed: what all raters drew, where undecided lesions become nothing; nil otherwise.
  ///   - rows: the lesions of that part.
  public func refresh(
    _ mask: inout Mask, inside area: VoxelRegion, rule: Mask, agreed: Mask?, rows: [LesionRow]
  ) {
    mask.remove(area)
    mask.insert(rule.part(inside: area))
    if let agreed {
      for row in rows where row.isDecidedByRegions {
        mask.insert(agreed.part(inside: row.record.region.intersection(area)))
      }
    }
    let touching = lesionReviews(near: area) + regionReviews(near: area)
    for review in touching.sorted(by: { $0.chosenAt < $1.chosenAt }) {
      guard let choice = review.choice else { continue }
      mask.remove(review.region.intersection(area))
      mask.insert(choice.voxels.intersection(area))
    }
  }
}

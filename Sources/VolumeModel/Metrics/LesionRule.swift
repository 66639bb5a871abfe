/// When a lesion counts as found.
public enum LesionRule: String, Sendable, Hashable, Codable, CaseIterable {
  /// One shared voxel is enough (ISBI 2015 challenge).
  case anyOverlap = "any-overlap"
  /// The rule of the MSSEG 2016 challenge: enough of the lesion covered, by lesions that are mostly on target.
  case msseg
  /// The best intersection over union with a lesion of the other mask is at least 0.25 (Shifts challenge).
  case iou

  /// The connectivity that the rule's authors count lesions with.
  public var usualConnectivity: Connectivity { self == .anyOverlap ? .edges : .faces }

  /// Lesions of up to so many voxels do not count on either side.
  public func largestIgnoredCount(on grid: VoxelGrid) -> Int {
    self == .msseg ? LesionSizeFilter(largestRemovedMM3: 3).largestRemovedCount(on: grid) : 0
  }
}

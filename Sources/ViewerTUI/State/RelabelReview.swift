package import Segmenter
package import VolumeModel

/// What relabelling would change about an annotation, place by place, for a reviewer to accept or refuse. What was
/// accepted is not kept here: it shows in the adjudicated mask, so that undo and the journal need nothing more.
package struct RelabelReview: Sendable {
  /// A connected region that would be added, or taken away.
  package struct Change: Sendable, Identifiable {
    /// 1 and up, by falling volume.
    package let id: Int
    package let lesion: Lesion
    package let region: VoxelRegion
    package let adds: Bool
    package let meanUncertainty: Double

    /// Whether a mask has it.
    package func holds(in mask: Mask) -> Bool {
      lesion.overlapCount(with: mask) == (adds ? lesion.voxelCount : 0)
    }
  }

  package enum Status: Sendable, Hashable {
    case open, accepted, refused
  }

  /// What was relabelled, and by what: "rater 1", "dropout, 10 samples".
  package let annotation: String
  package let sampling: String
  package let original: Mask
  /// As proposed, without what was refused.
  package private(set) var proposed: Mask
  package let delta: Double
  package let isDeltaRaised: Bool
  package private(set) var changes: [Change]
  /// Regions too small to be asked about; they stay as annotated.
  package let smallCount: Int
  package let smallestMM3: Double
  package private(set) var refused: Set<Int> = []
  package var selected: Int?

  /// - Parameter smallestMM3: regions of no more than this are left out, as small components of a prediction are.
  package init(_ proposal: RelabelProposal, annotation: String, sampling: String, smallestMM3: Double = 3) {
    self.smallestMM3 = smallestMM3
    self.annotation = annotation
    self.sampling = sampling
    original = proposal.original
    proposed = proposal.proposed
    delta = proposal.delta
    isDeltaRaised = proposal.isDeltaRaised
    func regions(_ mask: Mask, adds: Bool) -> [(lesion: Lesion, adds: Bool)] {
      Lesions(of: mask, connectivity: .edges).lesions.map { ($0, adds) }
    }
    let all =
      regions(proposal.proposed.subtracting(proposal.original), adds: true)
      + regions(proposal.original.subtracting(proposal.proposed), adds: false)
    let found = all.filter { $0.lesion.volumeMM3 > smallestMM3 }
    smallCount = all.count - found.count
    for (lesion, adds) in all where lesion.volumeMM3 <= smallestMM3 {
      let region = VoxelRegion(lesion, on: original.grid)
      if adds { proposed.remove(region) } else { proposed.insert(region) }
    }
    changes = found.sorted { $0.lesion.voxelCount > $1.lesion.voxelCount }.enumerated().map { index, item in
      var sum = 0.0
      item.lesion.forEachVoxel { sum += Double(proposal.uncertainty[$0]) }
      return Change(
        id: index + 1, lesion: item.lesion, region: VoxelRegion(item.lesion, on: proposal.original.grid),
        adds: item.adds,
        meanUncertainty: sum / Double(max(1, item.lesion.voxelCount)))
    }
    selected = changes.first?.id
  }

  package var selectedIndex: Int? { selected.flatMap { id in changes.firstIndex { $0.id == id } } }
  package var selectedChange: Change? { selectedIndex.map { changes[$0] } }

  package func status(of change: Change, adjudicated: Mask) -> Status {
    change.holds(in: adjudicated) ? .accepted : refused.contains(change.id) ? .refused : .open
  }

  /// Leaves out what a mask has already; there is nothing to decide about it.
  /// - Returns: how many changes that were.
  package mutating func leaveOut(holdingIn mask: Mask) -> Int {
    let count = changes.count
    changes.removeAll { $0.holds(in: mask) }
    selected = changes.first?.id
    return count - changes.count
  }

  /// Refuses a change, or takes its refusal back.
  package mutating func setRefused(_ isRefused: Bool, _ change: Change) {
    if isRefused { refused.insert(change.id) } else { refused.remove(change.id) }
    if change.adds == isRefused { proposed.remove(change.region) } else { proposed.insert(change.region) }
  }
}

/// What `:relabel` asks for.
package struct RelabelRequest: Sendable {
  package var annotation: String
  package var original: Mask
  package var settings: RelabelSettings
  package var smallestMM3: Double
  /// The members of an ensemble: run folders, or weights files. Otherwise the weights at hand are sampled.
  package var members: [String]
}

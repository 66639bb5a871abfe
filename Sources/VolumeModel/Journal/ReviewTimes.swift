import Foundation

/// How long a review took, from the times in its journal. What passed before an action is the time it took, unless that
/// was longer than a pause; the first action of all has nothing before it.
public struct ReviewTimes: Sendable {
  /// A longer time between two actions is a pause and counts for nothing.
  public static let longestSeconds = 300.0

  /// The time of all actions, in seconds.
  public private(set) var seconds = 0.0
  /// How often there was a pause.
  public private(set) var pauses = 0
  private var lesions: [(region: VoxelRegion, seconds: Double)] = []

  /// The times of a journal's actions. Lines without a readable time are passed over.
  public init(_ records: [JournalRecord]) {
    var last: Date?
    for record in records {
      guard let time = try? Date(record.time, strategy: .iso8601) else { continue }
      defer { last = time }
      guard let last else { continue }
      let passed = time.timeIntervalSince(last)
      guard passed <= Self.longestSeconds else {
        pauses += 1
        continue
      }
      // A clock that was set back says nothing.
      let taken = max(0, passed)
      seconds += taken
      if let region = record.event.regionOfOne { lesions.append((region, taken)) }
    }
  }

  /// The time of the actions on each lesion of a table, by its number; a decision on many lesions at once counts for none.
  public func seconds(in table: LesionTable) -> [Int: Double] {
    lesions.reduce(into: [:]) { times, timed in
      let owner = table.places(touching: timed.region)
        .max {
          table.records[$0].region.overlapCount(with: timed.region)
            < table.records[$1].region.overlapCount(with: timed.region)
        }
      if let owner { times[table.records[owner].id, default: 0] += timed.seconds }
    }
  }
}

extension ReviewEvent {
  /// The voxels of the one lesion, or part of one, that it is about; nil for others.
  fileprivate var regionOfOne: VoxelRegion? {
    switch self {
    case .lesion(let action): action.region
    case .lesions(let many), .regions(let many): many.actions.count == 1 ? many.actions.first?.region : nil
    case .division, .wholeCase, .undo, .redo: nil
    }
  }
}

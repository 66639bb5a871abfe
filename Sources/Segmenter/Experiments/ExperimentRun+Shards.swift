public import VolumeModel

/// An experiment that several programs work on in one folder.
extension ExperimentRun {
  /// What is there when a shard has nothing more to do.
  public enum ShardOutcome: Sendable {
    /// Every cell is done or has failed, and this shard was the last.
    case whole(ExperimentResults, failures: [ExperimentError])
    /// So many cells are other shards'.
    case left(Int, failures: [ExperimentError])
  }

  /// Where it stands which cell is whose.
  public var shardFolder: ShardFolder { ShardFolder(in: folder.path, items: cells.map(\.name)) }

  /// Makes the folder ready for shards, so that they need not all do so at once, and has cells that failed tried again.
  public func prepareShards() throws(ExperimentError) {
    try onFiles { () throws(FileError) in
      try folder.begin(setting, cases: cases)
      try shardFolder.begin(cells.map(\.name))
      try shardFolder.retryFailed()
    }
  }

  /// Works on the cells that this shard can claim. A cell that fails is reported and left out of the tables.
  /// - Throws: `interrupted`, or what kept the folder from being written. The cell in work stays this shard's.
  public func run(
    shard: Shard, onEvent: @escaping @Sendable (Event) -> Void
  ) throws(ExperimentError) -> ShardOutcome {
    var queue = try onFiles { () throws(FileError) in
      try folder.begin(setting, cases: cases)
      return try ShardQueue(cells.map(\.name), in: shardFolder, shard: shard)
    }
    var failures: [ExperimentError] = []
    try queue.finishAll(onFileError: ExperimentError.file) { number throws(ExperimentError) in
      do throws(ExperimentError) {
        if try stored(cells[number]) != nil {
          onEvent(.cell(number, isDone: true))
        } else {
          _ = try work(on: number, onEvent)
        }
        return .done(nil)
      } catch {
        guard case .cell(_, let reason) = error else { throw error }
        failures.append(error)
        onEvent(.failed(error))
        return .failed(reason)
      }
    }
    guard queue.isWholeWorkDone else { return .left(shardFolder.status.left, failures: failures) }
    let (results, all, _) = try collected()
    return .whole(results, failures: all)
  }

  /// What is done by now; nothing is trained.
  /// - Returns: the results, the cells that failed in a shard, and how many are neither.
  public func collected() throws(ExperimentError) -> (
    results: ExperimentResults, failures: [ExperimentError], left: Int
  ) {
    var results: [Int: CellResult] = [:]
    for (number, cell) in cells.enumerated() { results[number] = try stored(cell) }
    let done = Set(results.keys.map { cells[$0].name })
    let failures = shardFolder.status.failures.filter { !done.contains($0.item) }
    return (
      gathered(results), failures.map { .cell(name: $0.item, reason: $0.reason) },
      cells.count - results.count - failures.count
    )
  }
}

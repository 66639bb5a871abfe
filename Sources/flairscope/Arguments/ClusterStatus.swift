import Foundation
import VolumeModel

/// What `--status` says of the shards that work in a folder.
struct ClusterStatus: Encodable {
  private let status: ShardStatus

  /// - Throws: when no shards have worked there.
  init(of output: String) throws {
    guard let folder = ShardFolder.latest(in: output) else {
      throw CommandFailure(.noInput, "\(output): no shards have worked in it; begin with --shard K/N or --slurm")
    }
    status = folder.status
  }

  func write(json: Bool, command: String) throws {
    if json { return try JSONDocument(command: command, self).write() }
    var lines = [
      "\(status.count) in all: \(status.done) done, \(status.claims.count) claimed, \(status.failures.count) failed, "
        + "\(status.waiting) not begun"
    ]
    lines += status.claims.map { "claimed by shard \(name: $0.shard): \(name: $0.item)" }
    lines += status.failures.map { "failed: \(name: $0.item): \(name: $0.reason)" }
    try Results.write(lines.joined(separator: "\n") + "\n")
  }

  private enum CodingKeys: String, CodingKey { case count, done, waiting, claimed, failed }

  private struct Claimed: Encodable {
    let item: String
    let shard: String
  }

  private struct Failed: Encodable {
    let item: String
    let reason: String
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(status.count, forKey: .count)
    try container.encode(status.done, forKey: .done)
    try container.encode(status.waiting, forKey: .waiting)
    try container.encode(status.claims.map { Claimed(item: $0.item, shard: $0.shard) }, forKey: .claimed)
    try container.encode(status.failures.map { Failed(item: $0.item, reason: $0.reason) }, forKey: .failed)
  }
}

internal import Foundation
internal import VolumeModel

/// Where a cell stands after an epoch: a row of `epochs.csv` in its folder, so that a cell that was interrupted has the curve of
/// one that was not.
public struct EpochPoint: Sendable, Hashable, Codable {
  /// Counted from 1.
  public var epoch: Int
  /// Dice of the left-out scans, cut at 0.5, against their clean masks; the mean over the scans.
  public var cleanDice: Double
  /// The same against their noisy masks.
  public var noisyDice: Double
  /// How far the uncertainty of the training slices changed since the epoch before, relative to what it was; nil for methods
  /// that do not ask for it.
  public var uncertaintyChange: Double?

  private enum CodingKeys: String, CodingKey {
    case epoch
    case cleanDice = "clean_dice"
    case noisyDice = "noisy_dice"
    case uncertaintyChange = "uncertainty_change"
  }
}

extension EpochPoint {
  static let file = "epochs.csv"
  static let csvHeading = "epoch,clean_dice,noisy_dice,uncertainty_change"

  var csvRow: String {
    "\(epoch),\(cleanDice),\(noisyDice),\(uncertaintyChange.map { "\($0)" } ?? "")"
  }

  /// A row of the file; nil for its heading, and for one that was cut off.
  init?(csvRow: some StringProtocol) {
    let fields = csvRow.split(separator: ",", omittingEmptySubsequences: false)
    guard fields.count == 4, let epoch = Int(fields[0]), let clean = Double(fields[1]), let noisy = Double(fields[2])
    else { return nil }
    self.init(epoch: epoch, cleanDice: clean, noisyDice: noisy, uncertaintyChange: Double(fields[3]))
  }

  /// The curve of a run's folder, empty where it has none. Epochs that were done again after an interruption count once.
  package static func curve(ofRun folder: String) -> [EpochPoint] {
    let text = (try? String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)) ?? ""
    let points = text.split(separator: "\n").compactMap { EpochPoint(csvRow: $0) }
    return Dictionary(points.map { ($0.epoch, $0) }) { $1 }.values.sorted { $0.epoch < $1.epoch }
  }
}

/// Follows a run epoch by epoch with the scans that it does not train on.
struct EpochJudge: Sendable {
  private let scans: [(scan: ExperimentCase, noisy: Mask)]
  private let threads: Int

  /// Makes the noisy masks, once for all epochs.
  init(scans: [ExperimentCase], noise: NoiseChoice, seed: UInt64, threads: Int) {
    self.scans = scans.map { ($0, $0.noisyMask(noise, rate: 1, seed: seed)) }
    self.threads = threads
  }

  /// - Throws: `cancelled` when the run was stopped meanwhile.
  func point(
    after record: EpochRecord, _ model: TrainedModel, holder: RunInProgress
  ) throws(PredictionError) -> EpochPoint {
    let predictor = Predictor(model: model, threads: threads)
    var (clean, noisy): ([Double], [Double]) = ([], [])
    for (scan, noisyMask) in scans {
      let probability = try predictor.probability(channels: scan.channels, brain: scan.brain) { _ in !holder.isStopped }
      let prediction = Mask(probability, atLeast: 0.5)
      func dice(_ reference: Mask) -> Double { OverlapCounts(reference: reference, candidate: prediction).dice }
      clean.append(dice(scan.clean))
      noisy.append(dice(noisyMask))
    }
    return EpochPoint(
      epoch: record.epoch, cleanDice: SampleSummary(clean)?.mean ?? 0, noisyDice: SampleSummary(noisy)?.mean ?? 0,
      uncertaintyChange: record.uncertaintyChange)
  }
}

import Segmenter
import VolumeModel

/// What `score` found, as JSON and as a table.
struct ScoreResult: Encodable {
  struct Rater: Encodable {
    let name: String
    let path: String
    let simulated: Bool
    let metrics: AgreementMetrics

    init(file: RaterFile, metrics: AgreementMetrics) {
      name = file.name
      path = file.path
      simulated = file.isSimulated
      self.metrics = metrics
    }
  }

  /// nil for files that were named one by one.
  let `case`: String?
  let prediction: String
  let kind: String
  /// Nil where the mask that was written beside the map is scored.
  let threshold: Double?
  /// That mask.
  let mask: String?
  let removedMM3: Double
  let raters: [Rater]
  let interRater: AgreementMetrics?
  /// One for each rater.
  let sweeps: [ThresholdSweep]?
  let losses: [(loss: ScoredLoss, value: Double?)]
  let retention: RetentionCurve?
  let isbi: CompositeScore
  let notes: [String]

  private enum CodingKeys: String, CodingKey {
    case `case`, prediction, kind, threshold, mask, raters, sweep, losses, retention, isbi, notes
    case removedMM3 = "removed_up_to_mm3"
    case interRater = "inter_rater"
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(`case`, forKey: .case)
    try container.encode(prediction, forKey: .prediction)
    try container.encode(kind, forKey: .kind)
    try container.encode(threshold, forKey: .threshold)
    try container.encodeIfPresent(mask, forKey: .mask)
    try container.encode(removedMM3, forKey: .removedMM3)
    try container.encode(raters, forKey: .raters)
    try container.encode(interRater, forKey: .interRater)
    if let sweeps {
      try container.encode(
        Dictionary(uniqueKeysWithValues: zip(raters.map(\.name), sweeps)), forKey: .sweep)
    }
    try container.encode(
      Dictionary(uniqueKeysWithValues: losses.map { ($0.loss.title, $0.value) }), forKey: .losses)
    try container.encodeIfPresent(retention, forKey: .retention)
    try container.encode(isbi, forKey: .isbi)
    try container.encode(notes, forKey: .notes)
  }

  var text: String {
    var parts = [heading]
    if let sweeps { parts.append(text(of: sweeps)) }
    parts.append(metricsTable)
    if !losses.isEmpty { parts.append(lossTable) }
    if let retention { parts.append(text(of: retention)) }
    parts.append(isbi.text)
    return parts.joined(separator: "\n")
  }

  private var heading: String {
    var first = "prediction  \(name: prediction) (\(kind))"
    if kind == "probability", let threshold {
      first += ", cut at \(ReadableNumber.text(threshold, decimals: 2))"
      if sweeps != nil { first += ", the best for rater 1" }
    }
    if removedMM3 > 0 {
      first += ", components up to \(ReadableNumber.text(removedMM3, decimals: 1)) mm^3 removed"
    }
    let lines = [first] + raters.map { "\(name: $0.name)      \(name: $0.path)\($0.simulated ? " (simulated)" : "")" }
    return lines.joined(separator: "\n") + "\n"
  }

  private var lossTable: String {
    var table = TextTable([("loss, against rater 1", .left), ("value", .right), ("inverse weighted", .right)])
    for name in LossName.allCases {
      let cells = [false, true].map { isWeighted in
        losses.first { $0.loss == ScoredLoss(name: name, isWeighted: isWeighted) }
          .map { ReadableNumber.text($0.value, decimals: 4) }
      }
      guard cells.contains(where: { $0 != nil }) else { continue }
      table.add([name.rawValue] + cells.map { $0 ?? "" })
    }
    return table.text
  }

  private var metricsTable: String {
    var columns: [(heading: String, alignment: TextTable.Alignment)] = [("measure", .left)]
    columns += raters.map { ("prediction : \($0.name)", .right) }
    if interRater != nil { columns.append(("rater2 : rater1", .right)) }
    var table = TextTable(columns)
    let each = raters.map(\.metrics) + (interRater.map { [$0] } ?? [])
    for measure in AgreementMeasure.forPeople { table.add([measure.title] + each.map { measure.text(of: $0) }) }
    return table.text
  }

  private func text(of sweeps: [ThresholdSweep]) -> String {
    var columns: [(heading: String, alignment: TextTable.Alignment)] = [("threshold", .right)]
    for rater in raters {
      columns += [("Dice : \(rater.name)", .right), ("precision", .right), ("recall", .right)]
    }
    var table = TextTable(columns + [("", .left)])
    for (index, threshold) in ThresholdSweep.grid.enumerated() {
      let cells = sweeps.flatMap { sweep in
        let counts = sweep.rows[index].counts
        return [counts.dice, counts.precision, counts.recall].map { ReadableNumber.text($0) }
      }
      table.add(
        [ReadableNumber.text(threshold, decimals: 2)] + cells + [threshold == self.threshold ? "<- best" : ""])
    }
    return table.text
  }

  private func text(of curve: RetentionCurve) -> String {
    var table = TextTable([("voxels kept", .right), ("nDSC : rater1", .right)])
    // A few of the 200 points, by what fraction of voxels was replaced.
    for fraction in [0.5, 0.9, 0.95, 0.99, 1] {
      guard let point = curve.points.min(by: { abs($0.retained - fraction) < abs($1.retained - fraction) }) else {
        continue
      }
      table.add([
        ReadableNumber.text(point.retained * 100, decimals: 2) + " %", ReadableNumber.text(point.normalisedDice),
      ])
    }
    return table.text
      + "area above the retention curve \(ReadableNumber.text(curve.areaAbove, decimals: 4)), smaller is better\n"
  }
}

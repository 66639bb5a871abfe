package import VolumeModel

extension Wording {
  /// A lesion in one sentence, for screen readers and logs.
  package static func sentence(_ row: LesionRow) -> String {
    let record = row.record
    var parts = [
      "Lesion \(row.id): \(volume(mm3: record.volumeMM3)), \(fixed(record.diameterMM, 1)) mm long, "
        + (record.side == .unknown
          ? "side unknown" : record.side == .midline ? "on the midline" : "on the \(record.side.rawValue)")
        + (record.slices.count == 1
          ? ", axial slice \(record.slices.lowerBound)"
          : ", axial slices \(record.slices.lowerBound) to \(record.slices.upperBound)")
    ]
    let isVisit = record.change != nil
    let names =
      [
        "r1": isVisit ? "the earlier visit" : "rater 1", "r2": isVisit ? "this visit" : "rater 2",
        "p": "the prediction",
      ]
    let drawn = record.drawnBy.split(separator: " ").map { word in
      names[String(word)]
        ?? (word.hasPrefix("r") && Int(word.dropFirst()) != nil ? "rater \(word.dropFirst())" : "the reviewer")
    }
    parts.append((isVisit ? "there in " : "drawn by ") + drawn.joined(separator: " and "))
    if let agreement = record.agreement, !isVisit { parts.append("Dice of the raters \(fixed(agreement, 2))") }
    if let change = record.change {
      parts.append(
        "\(change.rawValue) since the earlier visit: \(volume(mm3: record.rater1MM3)) then, "
          + "\(volume(mm3: record.rater2MM3)) now")
    }
    if let contrast = record.contrast {
      parts.append("\(percent(abs(contrast))) \(contrast < 0 ? "darker" : "brighter") than its surroundings")
    }
    if let probability = record.meanProbability { parts.append("mean probability \(fixed(probability, 2))") }
    parts.append(row.verdict?.rawValue ?? undecided(row.regions))
    if row.review?.isFlagged == true { parts.append("flagged") }
    if let lesionClass = row.review?.lesionClass { parts.append(lesionClass.title) }
    if let reason = row.review?.reason, !reason.isEmpty { parts.append("reason: \(reason)") }
    if let comment = row.review?.comment, !comment.isEmpty { parts.append("comment: \(comment)") }
    return parts.joined(separator: ", ") + "."
  }
}

extension Wording {
  /// "+25 %" of the earlier visit's volume, "new" where there was nothing, "-" where it does not apply.
  package static func growth(_ record: LesionRecord) -> String {
    guard let growth = record.growth else { return record.change?.rawValue ?? "-" }
    return (growth > 0 ? "+" : "") + fixed(growth * 100, 1) + " %"
  }

  /// "52-58", or "52" of a lesion on one slice.
  package static func slices(_ slices: ClosedRange<Int>) -> String {
    slices.count == 1 ? "\(slices.lowerBound)" : "\(slices.lowerBound)-\(slices.upperBound)"
  }

  /// "undecided", with how many regions of disagreement inside are decided where some are: "undecided, 3/7 regions".
  package static func undecided(_ regions: RegionProgress?) -> String {
    guard let regions, regions.decided > 0 else { return "undecided" }
    return "undecided, \(regions.decided)/\(regions.total) regions"
  }
}

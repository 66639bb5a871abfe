/// Which rater is shown as the first when a reviewer must not know who drew what.
public enum Blinding: Sendable, Hashable {
  case asGiven
  case swapped

  /// A choice that looks random and stays the same for a case and a reviewer, so that a review that is taken up again
  /// shows the same sides (FNV-1a over both texts).
  public init(casePath: String, reviewer: String) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in casePath.utf8 + [0] + reviewer.utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }
    // The low bit of FNV follows the bytes' parity; a bit from the middle does not.
    self = hash >> 29 & 1 == 0 ? .asGiven : .swapped
  }
}

extension ReviewCase {
  /// The case with its raters called A and B, and in an order that tells nothing. Paths stay, for the record of the review;
  /// notes that name files of raters are left out.
  public func blinded(_ blinding: Blinding) -> ReviewCase {
    var order = raters
    if blinding == .swapped, order.count > 1 { order.swapAt(0, 1) }
    let hidden = order.enumerated().map { index, rater in
      RaterMask(
        name: "rater \(UnicodeScalar(UInt8(ascii: "A") + UInt8(min(index, 25))))", mask: rater.mask,
        isSimulated: false, path: rater.path, notes: [], labels: rater.labels,
        labelsInFile: rater.labelsInFile)
    }
    let telling = raters.flatMap { [$0.name, FileName($0.path).name] }
    var kept = notes.filter { note in !telling.contains { note.contains($0) } }
    kept.append("Blind review: the raters' names and order are hidden, the prediction until the verdict on the case.")
    if raters.contains(where: \.isSimulated) {
      kept.append(
        "One of the masks is SIMULATED, not a human annotation: its numbers say nothing about human agreement.")
    }
    var blinded = self
    (blinded.raters, blinded.notes, blinded.isBlinded) = (hidden, kept, true)
    blinded.warnings.removeAll { warning in telling.contains { warning.contains($0) } }
    return blinded
  }
}

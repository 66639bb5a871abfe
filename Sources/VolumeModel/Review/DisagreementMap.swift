/// Who says lesion where, as a number for each voxel: 1 for rater 1, 2 for rater 2, 4 for the prediction, added up. With
/// more than two raters every rater has a bit (1, 2, 4, 8, ...), and the prediction the one after the last. Any viewer of
/// label maps shows it, and nothing is lost.
public enum DisagreementMap {
  /// A byte has a bit for so many raters and the prediction; the labels leave out raters after these.
  public static let mostRaters = 7

  /// A label number a voxel, for what sets of masks it belongs to.
  public static func labels(raters: [Mask], prediction: Mask?, on grid: VoxelGrid) -> Volume<UInt8> {
    var volume = Volume<UInt8>(grid: grid, filledWith: 0)
    let drawn = raters.prefix(mostRaters)
    volume.withMutableScalars { scalars in
      for (index, mask) in drawn.enumerated() { mask.forEachLinearIndex { scalars[$0] |= 1 << UInt8(index) } }
      let bit = UInt8(predictionBit(raterCount: raters.count))
      prediction?.forEachLinearIndex { scalars[$0] |= bit }
    }
    return volume
  }

  /// The number of the prediction: 4, or the one after the last rater's.
  public static func predictionBit(raterCount: Int) -> Int { 1 << max(2, min(raterCount, mostRaters)) }

  /// What a number of the map means.
  public static func name(of label: Int, raterCount: Int = 2) -> String {
    let prediction = predictionBit(raterCount: raterCount)
    let raters = (0..<max(2, min(raterCount, mostRaters))).map { (1 << $0, "rater \($0 + 1)") }
    let parts = (raters + [(prediction, "prediction")]).filter { label & $0.0 != 0 }.map(\.1)
    return parts.isEmpty ? "background" : parts.count == 1 ? "\(parts[0]) only" : parts.joined(separator: " and ")
  }

  /// The labels that can occur with so many raters, with and without a prediction.
  public static func labels(raterCount: Int, hasPrediction: Bool) -> [Int] {
    let prediction = predictionBit(raterCount: raterCount)
    let all = (1 << min(raterCount, mostRaters)) - 1 | (hasPrediction ? prediction : 0)
    return (1..<2 * prediction).filter { $0 & ~all == 0 }
  }

  /// What the bits mean, in a sentence.
  public static func description(raterCount: Int) -> String {
    let count = max(2, min(raterCount, mostRaters))
    let raters = (0..<count).map { "\(1 << $0) rater \($0 + 1)" }.joined(separator: ", ")
    let left = raterCount > mostRaters ? "; raters after the \(mostRaters)th are left out" : ""
    return "Bit mask: \(raters), \(predictionBit(raterCount: raterCount)) prediction, added up\(left)"
  }
}

/// One label of a label map, for the description files of other programs.
public struct LabelDescription: Sendable, Hashable {
  /// The label in the volume.
  public let number: Int
  /// What the label means.
  public let name: String
  /// Of its colour, 0 to 255.
  public let red: UInt8
  /// Of its colour, 0 to 255.
  public let green: UInt8
  /// Of its colour, 0 to 255.
  public let blue: UInt8

  /// A label with its colour.
  public init(number: Int, name: String, red: UInt8, green: UInt8, blue: UInt8) {
    self.number = number
    self.name = name
    self.red = red
    self.green = green
    self.blue = blue
  }
}

/// Files that tell other programs what labels mean.
public enum LabelFile {
  /// The label description file of ITK-SNAP: number, red, green, blue, opacity, visibility, mesh visibility, name.
  public static func itkSnap(_ labels: [LabelDescription]) -> String {
    let header = """
      ################################################
      # ITK-SnAP Label Description File
      # File format:
      # IDX   -R-  -G-  -B-  -A--  VIS MSH  LABEL
      ################################################

      """
    let clear = "    0     0    0    0        0  0  0    \"Clear Label\"\n"
    return header + clear
      + labels.map { label in
        let numbers = [(label.number, 5), (Int(label.red), 6), (Int(label.green), 5), (Int(label.blue), 5)]
        return numbers.map { padded($0, to: $1) }.joined() + "        1  1  1    \"\(label.name.visibleOnOneLine)\"\n"
      }.joined()
  }

  /// The look-up table that BIDS wants beside a `_dseg` file.
  public static func bidsTable(_ labels: [LabelDescription]) -> String {
    "index\tname\tcolor\n"
      + labels.map { label in
        let color = [label.red, label.green, label.blue].map { hexadecimal($0) }.joined()
        return "\(label.number)\t\(label.name.visibleOnOneLine)\t#\(color)\n"
      }.joined()
  }

  private static func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: " ", count: max(0, width - digits.count)) + digits
  }

  private static func hexadecimal(_ value: UInt8) -> String {
    let digits = String(value, radix: 16)
    return digits.count < 2 ? "0" + digits : digits
  }
}

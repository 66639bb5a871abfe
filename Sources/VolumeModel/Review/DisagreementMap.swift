/// Who says lesion where, as a number for each voxel: 1 for rater 1, 2 for rater 2, 4 for the prediction, added up. Any
/// viewer of label maps shows it, and nothing is lost.
public enum DisagreementMap {
  /// A label number a voxel, for what sets of masks it belongs to.
  public static func labels(raters: [Mask], prediction: Mask?, on grid: VoxelGrid) -> Volume<UInt8> {
    var volume = Volume<UInt8>(grid: grid, filledWith: 0)
    let masks: [(Mask?, UInt8)] = [(raters.first, 1), (raters.count > 1 ? raters[1] : nil, 2), (prediction, 4)]
    volume.withMutableScalars { scalars in
      for (mask, bit) in masks { mask?.forEachLinearIndex { scalars[$0] |= bit } }
    }
    return volume
  }

  /// What a number of the map means.
  public static func name(of label: Int) -> String {
    let parts = [(1, "rater 1"), (2, "rater 2"), (4, "prediction")].filter { label & $0.0 != 0 }.map(\.1)
    return parts.isEmpty ? "background" : parts.count == 1 ? "\(parts[0]) only" : parts.joined(separator: " and ")
  }

  /// The labels that occur with so many raters, with and without a prediction.
  public static func labels(raterCount: Int, hasPrediction: Bool) -> [Int] {
    let all = (raterCount > 0 ? 1 : 0) | (raterCount > 1 ? 2 : 0) | (hasPrediction ? 4 : 0)
    return (1...7).filter { $0 & ~all == 0 }
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
        return numbers.map { padded($0, to: $1) }.joined() + "        1  1  1    \"\(label.name)\"\n"
      }.joined()
  }

  /// The look-up table that BIDS wants beside a `_dseg` file.
  public static func bidsTable(_ labels: [LabelDescription]) -> String {
    "index\tname\tcolor\n"
      + labels.map { label in
        let color = [label.red, label.green, label.blue].map { hexadecimal($0) }.joined()
        return "\(label.number)\t\(label.name)\t#\(color)\n"
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

import Foundation
import Testing

/// However the files of a case are stored, the numbers of every command are the same.
@Suite struct EncodingTests {
  struct Variant: CustomTestStringConvertible {
    let testDescription: String
    let flair: EncodedImage
    let mask: EncodedImage

    init(_ name: String, _ flair: EncodedImage, _ mask: EncodedImage? = nil) {
      (testDescription, self.flair, self.mask) = (name, flair, mask ?? flair)
    }
  }

  static let variants: [Variant] =
    EncodedImage.types.flatMap { type in
      [false, true].map { isBig in
        Variant("\(type), \(isBig ? "big" : "little") endian", EncodedImage(type: type, isBigEndian: isBig))
      }
    }
    + ["uint8", "int16", "uint16", "float32", "float64"].map { type in
      Variant(
        "\(type), scaled", EncodedImage(type: type, slope: 0.5),
        EncodedImage(type: type, isBigEndian: true, slope: 1.0 / 128))
    }
    + ["int16", "int32", "float32"].map { type in
      Variant("\(type), with an intercept", EncodedImage(type: type, slope: 0.25, intercept: -8, forms: .quaternion))
    }
    + [EncodedImage.Forms.quaternion, .matrix].map { Variant("\($0.rawValue) alone", EncodedImage(forms: $0)) }
    + [Variant("the second volume", EncodedImage(isSecondVolume: true))]
    + ["uint8", "int16", "float32"].flatMap { type in
      [
        Variant("NRRD of \(type)", EncodedImage(format: .nrrd, type: type)),
        Variant("NRRD of \(type), big endian", EncodedImage(format: .nrrd, type: type, isBigEndian: true)),
        Variant("MetaImage of \(type)", EncodedImage(format: .metaImage, type: type)),
        Variant("MGH of \(type)", EncodedImage(format: .mgh, type: type, isBigEndian: true)),
      ]
    }

  private static let shape = SIMD3(18, 16, 8)

  /// Writes the case, and returns its folder, which removes it.
  private static func study(_ variant: Variant) throws -> (folder: ScratchFolder, files: [String: String]) {
    let folder = try ScratchFolder()
    var files: [String: String] = [:]
    func write(_ name: String, _ image: EncodedImage, _ value: (SIMD3<Int>) -> Double) throws {
      var values: [Double] = []
      for z in 0..<shape.z { for y in 0..<shape.y { for x in 0..<shape.x { values.append(value(SIMD3(x, y, z))) } } }
      let path = folder.file(name + image.ending)
      let bytes = image.bytes(
        of: values, shape: shape, spacingMM: SIMD3(1, 1.25, 2.5), originMM: SIMD3(-9, -20, 12))
      try bytes.write(to: URL(fileURLWithPath: path))
      files[name] = path + (image.isSecondVolume ? ":2" : "")
    }
    func isIn(_ low: SIMD3<Int>, _ high: SIMD3<Int>, _ voxel: SIMD3<Int>) -> Bool {
      all(voxel .>= low) && all(voxel .< high)
    }
    func ana(_ voxel: SIMD3<Int>) -> Bool {
      isIn(SIMD3(4, 4, 2), SIMD3(9, 8, 5), voxel) || isIn(SIMD3(13, 11, 5), SIMD3(15, 13, 6), voxel)
    }
    try write("flair", variant.flair) { voxel in
      isIn(SIMD3(1, 1, 1), SIMD3(17, 15, 7), voxel)
        ? Double(40 + (voxel.x * 7 + voxel.y * 5) % 20) + (ana(voxel) ? 40 : 0) : 0
    }
    try write("ana", variant.mask) { ana($0) ? 1 : 0 }
    try write("ben", variant.mask) { isIn(SIMD3(5, 4, 2), SIMD3(11, 9, 4), $0) ? 1 : 0 }
    let text = """
      flair = "\(files["flair"] ?? "")"
      [[rater]]
      name = "ana"
      mask = "\(files["ana"] ?? "")"
      [[rater]]
      name = "ben"
      mask = "\(files["ben"] ?? "")"
      """
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file("case.toml")))
    return (folder, files)
  }

  /// Commands in which FLAIR, ANA, BEN and CASE stand for what the variant has.
  static let commands = [
    "compare ANA BEN --json", "softmask --flair FLAIR --mask ANA --output CASE/soft.nii --json",
    "score --prediction ANA --rater1 BEN --rater2 ANA --flair FLAIR --losses --json", "lesions CASE --json",
    "agreement CASE --json", "consensus --method staple --output CASE/consensus.nii ANA BEN --json",
  ]

  /// All numbers of a document, by where they stand.
  private static func numbers(_ value: Any, _ place: String = "") -> [String: Double] {
    switch value {
    case let fields as [String: Any]:
      fields.reduce(into: [:]) { $0.merge(numbers($1.value, place + "." + $1.key)) { $1 } }
    case let list as [Any]:
      list.enumerated().reduce(into: [:]) { $0.merge(numbers($1.element, place + "[\($1.offset)]")) { $1 } }
    case let number as NSNumber: [place: number.doubleValue]
    default: [:]
    }
  }

  private static func numbers(of command: String, _ study: (folder: ScratchFolder, files: [String: String])) throws
    -> [String: Double]
  {
    let words = command.split(separator: " ").map { word -> String in
      study.files[word.lowercased()] ?? word.replacingOccurrences(of: "CASE", with: study.folder.path)
    }
    let run = try CommandRun(words)
    #expect(run.status == 0, "\(command): \(run.errors)")
    return numbers(run.json)
  }

  private static let expected = Result<[[String: Double]], any Error> {
    let plain = try study(Variant("base", EncodedImage()))
    return try commands.map { try numbers(of: $0, plain) }
  }

  @Test(arguments: variants) func theNumbersAreTheSame(variant: Variant) throws {
    let expected = try Self.expected.get()
    let study = try Self.study(variant)
    for (command, wanted) in zip(Self.commands, expected as [[String: Double]]) {
      let found = try Self.numbers(of: command, study)
      #expect(wanted.count > 5 && Set(found.keys) == Set(wanted.keys), "\(command)")
      for (place, value) in wanted {
        let other = found[place] ?? Double.nan
        #expect(
          abs(other - value) <= 1e-6 * max(1, abs(value)) as Double, "\(command): \(place) is \(other), not \(value)")
      }
    }
  }
}

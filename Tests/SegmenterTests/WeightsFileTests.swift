import Foundation
import Segmenter
import Testing
import VolumeModel

@Suite struct WeightsFileTests {
  private func model() throws -> TrainedModel {
    let architecture = UNetArchitecture(inputChannels: 2, base: 4, levels: 2)
    return TrainedModel(
      weights: try UNetWeights(architecture: architecture, seed: 9, foregroundFraction: 0.02),
      metadata: ModelMetadata(
        normalisation: .zScore, imageRoles: ["FLAIR", "T1"], spacingMM: [1, 0.5, 2.5],
        softMask: ["size": "1.2", "label": "0.3"], binarisationThreshold: 0.35, seed: 9, maskHashes: ["ab", "cd"],
        validationDice: 0.875))
  }

  @Test func comesBackAsItWas() throws {
    let scratch = try TemporaryFolder()
    let model = try model()
    try model.write(to: scratch.file("w.safetensors"))
    #expect(try TrainedModel.read(from: scratch.file("w.safetensors")) == model)
    #expect(throws: ModelError.self) { try model.write(to: scratch.file("w.safetensors")) }
    try model.write(to: scratch.file("w.safetensors"), force: true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["w.safetensors"])
  }

  @Test func everyHalfPrecisionNumberIsReadAsTheStandardLibraryReadsIt() {
    for pattern in UInt16.min...UInt16.max {
      let (read, expected) = (StoredPrecision.single(half: pattern), Float(Float16(bitPattern: pattern)))
      #expect(read.bitPattern == expected.bitPattern || read.isNaN && expected.isNaN, "pattern \(pattern)")
    }
  }

  @Test func halfPrecisionIsRoundedAsNumpyRounds() throws {
    let scratch = try TemporaryFolder()
    let path = scratch.file("half.safetensors")
    // numpy.float32([...]).astype("float16").view("uint16"): ties to even, subnormal numbers, the largest number.
    let numbers: [Float] = [0.1, -1.0 / 3, 1.00048828125, 1.00146484375, 3e-7, -5.9604645e-8, 65504, 0]
    let bits: [UInt16] = [0x2e66, 0xb555, 0x3c00, 0x3c02, 0x0005, 0x8001, 0x7bff, 0x0000]
    try Safetensors.write(
      [SafeTensor(name: "a", shape: [2, 4], scalars: numbers)], metadata: [:], precision: .half, to: path)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(Array(bytes.suffix(16)) == bits.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
    let back = try #require(try Safetensors.read(path).tensors["a"])
    #expect(back.shape == [2, 4])
    #expect(
      back.scalars == [
        0.0999755859375, -0.333251953125, 1, 1.001953125, 2.98023223876953125e-7, -5.9604644775390625e-8, 65504, 0,
      ])
  }

  @Test func aModelInHalfPrecisionIsHalfTheSizeAndReadAsSuch() throws {
    let scratch = try TemporaryFolder()
    let model = try model()
    try model.write(to: scratch.file("half.safetensors"), precision: .half)
    let back = try TrainedModel.read(from: scratch.file("half.safetensors"))
    #expect(back.metadata == model.metadata)
    #expect(back.weights.scalars == model.weights.scalars.map { Float(Float16($0)) })
  }

  @Test("a file with one bit changed is refused", arguments: [0.3, 0.6, 0.95])
  func changedBit(place: Double) throws {
    let scratch = try TemporaryFolder()
    let path = scratch.file("w.safetensors")
    try model().write(to: path)
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    let header = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) } + 8
    bytes[header + Int(place * Double(bytes.count - header))] ^= 4
    try bytes.write(to: URL(fileURLWithPath: path))
    #expect {
      try TrainedModel.read(from: path)
    } throws: { error in
      "\(error)".contains("checksum")
    }
  }

  @Test func namesAndShapesAreThoseOfTheDesign() throws {
    let layout = ParameterLayout(UNetArchitecture(inputChannels: 2, base: 4, levels: 2))
    #expect(layout["encoder.0.conv1.weight"]?.shape == [4, 2, 3, 3])
    #expect(layout["encoder.1.conv2.bias"]?.shape == [8])
    #expect(layout["bottleneck.conv1.weight"]?.shape == [16, 8, 3, 3])
    #expect(layout["up.1.weight"]?.shape == [16, 8, 2, 2])
    #expect(layout["decoder.0.conv1.weight"]?.shape == [4, 8, 3, 3])
    #expect(layout["head.weight"]?.shape == [1, 4, 1, 1])
    #expect(UNetArchitecture(inputChannels: 1, base: 16, levels: 4).parameterCount == 1_940_817)
  }

  @Test func headStartsAtTheForegroundRate() throws {
    let bias = try #require(try model().weights["head.bias"]?.first)
    #expect(abs(Double(bias) - log(0.02 / 0.98)) < 1e-6)
  }

  private static func header(_ json: String, body: Data = Data(count: 16)) -> Data {
    var bytes = Data()
    withUnsafeBytes(of: UInt64(json.utf8.count).littleEndian) { bytes.append(contentsOf: $0) }
    bytes.append(Data(json.utf8))
    bytes.append(body)
    return bytes
  }

  static let hostile: [(name: String, bytes: Data)] = [
    ("empty", Data()),
    ("short", Data([1, 2, 3])),
    ("huge header length", Data(repeating: 0xff, count: 64)),
    ("header longer than the file", Data([200, 0, 0, 0, 0, 0, 0, 0]) + Data(count: 10)),
    ("no JSON", header("this is not JSON")),
    ("JSON array", header("[1, 2]")),
    ("no tensors", header("{}")),
    ("wrong type", header(#"{"a":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}}"#)),
    ("negative offset", header(#"{"a":{"dtype":"F32","shape":[4],"data_offsets":[-16,0]}}"#)),
    ("offsets beyond the end", header(#"{"a":{"dtype":"F32","shape":[400],"data_offsets":[0,1600]}}"#)),
    ("backward offsets", header(#"{"a":{"dtype":"F32","shape":[0],"data_offsets":[16,0]}}"#)),
    ("shape and size differ", header(#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,16]}}"#)),
    (
      "overflowing shape",
      header(#"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,16]}}"#)
    ),
    ("negative shape", header(#"{"a":{"dtype":"F32","shape":[-4],"data_offsets":[0,16]}}"#)),
    ("entry is a number", header(#"{"a":3}"#)),
    (
      "overlapping tensors",
      header(
        #"{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]},"b":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}"#
      )
    ),
  ]

  @Test("a hostile file is refused in one sentence", arguments: hostile.indices)
  func refuses(index: Int) throws {
    let scratch = try TemporaryFolder()
    let path = scratch.file("bad.safetensors")
    try Self.hostile[index].bytes.write(to: URL(fileURLWithPath: path))
    #expect {
      try TrainedModel.read(from: path)
    } throws: { error in
      guard case ModelError.file(let file) = error else { return false }
      return file.kind == .badData && !"\(error)".contains("\n")
    }
  }

  @Test func otherNetworksAreRefused() throws {
    let scratch = try TemporaryFolder()
    let path = scratch.file("w.safetensors")
    try model().write(to: path)
    var tensors = try Safetensors.read(path).tensors
    tensors["decoder.0.conv1.weight"] = nil
    try Safetensors.write(Array(tensors.values), metadata: [:], to: path)
    #expect { try TrainedModel.read(from: path) } throws: { "\($0)".contains("'decoder.0.conv1.weight' is missing") }
    #expect { try TrainedModel.read(from: scratch.file("none")) } throws: { error in
      guard case ModelError.file(let file) = error else { return false }
      return file.kind == .notFound
    }
  }
}

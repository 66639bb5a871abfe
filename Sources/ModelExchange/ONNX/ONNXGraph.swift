import Foundation
import Segmenter

/// The U-Net as a list of ONNX operators.
struct ONNXGraph {
  private(set) var message = Onnx_GraphProto()
  private let weights: UNetWeights

  init(_ weights: UNetWeights) throws(ModelError) {
    self.weights = weights
    let architecture = weights.architecture
    guard architecture.kind == .unet else {
      throw .architecture("the ONNX export knows the U-Net alone, not '\(architecture.name)'")
    }
    message.name = architecture.name
    message.input = [Self.value("image", channels: architecture.inputChannels)]
    message.output = [Self.value("probability", channels: 1)]

    if case .group(let groups) = architecture.normalisation {
      // Reshaped so, one group of one image is what InstanceNormalization takes for a channel.
      store([0, groups, -1].map { Int64($0) }, as: "group.shape", .int64, shape: [3])
      store([Float](repeating: 1, count: groups), as: "group.scale", .float, shape: [groups])
      store([Float](repeating: 0, count: groups), as: "group.shift", .float, shape: [groups])
    }
    var current = "image"
    var skips: [String] = []
    for level in 0..<architecture.levels {
      current = try pair("encoder.\(level)", current)
      skips.append(current)
      current = node("MaxPool", [current], name: "pool.\(level)", ["kernel_shape": [2, 2], "strides": [2, 2]])
    }
    current = try pair("bottleneck", current)
    for level in (0..<architecture.levels).reversed() {
      let upsampled = try weighted(
        "ConvTranspose", "up.\(level)", current, ["kernel_shape": [2, 2], "strides": [2, 2]])
      current = node("Concat", [skips[level], upsampled], name: "concatenation.\(level)", ["axis": 1])
      current = try pair("decoder.\(level)", current)
    }
    current = try weighted("Conv", "head", current, ["kernel_shape": [1, 1]])
    _ = node("Sigmoid", [current], name: "probability", [:])
    let known = Set(message.initializer.map(\.name))
    if let unknown = weights.layout.blocks.first(where: { !known.contains($0.name) }) {
      throw .architecture("the ONNX export does not know its tensor '\(unknown.name)'")
    }
  }

  /// Two 3x3 convolutions with what the architecture has of normalisation, and ReLU.
  private mutating func pair(_ name: String, _ input: String) throws(ModelError) -> String {
    var current = input
    for number in 1...2 {
      let convolution = "\(name).conv\(number)"
      current = try weighted(
        "Conv", convolution, current, ["kernel_shape": [3, 3], "pads": [1, 1, 1, 1]])
      current = try normalised("\(name).norm\(number)", current)
      current = node("Relu", [current], name: "\(convolution).relu", [:])
    }
    return current
  }

  /// GroupNorm in the operators of opset 17, which has none; their epsilon is 1e-5 as ours.
  private mutating func normalised(_ name: String, _ input: String) throws(ModelError) -> String {
    guard weights.architecture.normalisation != .none else { return input }
    let grouped = node("Reshape", [input, "group.shape"], name: "\(name).grouped", [:])
    let standard = node(
      "InstanceNormalization", [grouped, "group.scale", "group.shift"], name: "\(name).standard", [:])
    let shape = node("Shape", [input], name: "\(name).shape", [:])
    let ungrouped = node("Reshape", [standard, shape], name: "\(name).ungrouped", [:])
    let scale = try parameter("\(name).weight", isPerMap: true)
    let shift = try parameter("\(name).bias", isPerMap: true)
    let scaled = node("Mul", [ungrouped, scale], name: "\(name).scaled", [:])
    return node("Add", [scaled, shift], name: name, [:])
  }

  /// An operator with a weight and a bias.
  private mutating func weighted(
    _ type: String, _ name: String, _ input: String, _ attributes: KeyValuePairs<String, Attribute>
  ) throws(ModelError) -> String {
    let weight = try parameter("\(name).weight")
    let bias = try parameter("\(name).bias")
    return node(type, [input, weight, bias], name: name, attributes)
  }

  /// Appends an operator and gives the name of its output, which is its own.
  private mutating func node(
    _ type: String, _ inputs: [String], name: String, _ attributes: KeyValuePairs<String, Attribute>
  ) -> String {
    var node = Onnx_NodeProto()
    node.input = inputs
    node.output = [name]
    node.name = name
    node.opType = type
    node.attribute = attributes.map { $0.value.message(named: $0.key) }
    message.node.append(node)
    return name
  }

  /// Stores a tensor of the weights and gives its name.
  /// - Parameter isPerMap: for one number a channel, shaped so that it spreads over rows and columns.
  private mutating func parameter(_ name: String, isPerMap: Bool = false) throws(ModelError) -> String {
    guard let block = weights.layout.blocks.first(where: { $0.name == name }) else {
      throw .architecture("it has no tensor '\(name)'")
    }
    store(Array(weights.scalars[block.range]), as: name, .float, shape: block.shape + (isPerMap ? [1, 1] : []))
    return name
  }

  private mutating func store(
    _ numbers: [some BitwiseCopyable], as name: String, _ type: Onnx_TensorProto.DataType, shape: [Int]
  ) {
    var tensor = Onnx_TensorProto()
    tensor.name = name
    tensor.dims = shape.map { Int64($0) }
    tensor.dataType = Int32(type.rawValue)
    // Little-endian machines only, like every platform of this package.
    tensor.rawData = numbers.withUnsafeBytes { Data($0) }
    message.initializer.append(tensor)
  }

  /// A float32 [batch, channels, row, column] of any batch, height and width.
  private static func value(_ name: String, channels: Int) -> Onnx_ValueInfoProto {
    func dimension(_ value: Onnx_TensorShapeProto.Dimension.OneOf_Value) -> Onnx_TensorShapeProto.Dimension {
      var dimension = Onnx_TensorShapeProto.Dimension()
      dimension.value = value
      return dimension
    }
    var tensor = Onnx_TypeProto.Tensor()
    tensor.elemType = Int32(Onnx_TensorProto.DataType.float.rawValue)
    tensor.shape.dim = [
      dimension(.dimParam("batch")), dimension(.dimValue(Int64(channels))), dimension(.dimParam("height")),
      dimension(.dimParam("width")),
    ]
    var info = Onnx_ValueInfoProto()
    info.name = name
    info.type.tensorType = tensor
    return info
  }
}

/// A whole number, or several.
private enum Attribute: ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
  case one(Int64)
  case several([Int64])

  init(integerLiteral value: Int64) { self = .one(value) }
  init(arrayLiteral elements: Int64...) { self = .several(elements) }

  func message(named name: String) -> Onnx_AttributeProto {
    var attribute = Onnx_AttributeProto()
    attribute.name = name
    switch self {
    case .one(let value): (attribute.type, attribute.i) = (.int, value)
    case .several(let values): (attribute.type, attribute.ints) = (.ints, values)
    }
    return attribute
  }
}

/// Where each tensor of a network lies in one flat slab; weights, gradients and optimiser moments share it.
public struct ParameterLayout: Sendable, Hashable {
  public let blocks: [ParameterBlock]
  public let scalarCount: Int

  public init(_ architecture: UNetArchitecture) {
    var blocks: [ParameterBlock] = []
    var offset = 0
    func add(_ name: String, _ shape: [Int]) {
      let block = ParameterBlock(name: name, shape: shape, offset: offset)
      blocks.append(block)
      offset += block.count
    }
    func addConvolution(_ name: String, number: Int, from input: Int, to output: Int) {
      add("\(name).conv\(number).weight", [output, input, 3, 3])
      add("\(name).conv\(number).bias", [output])
      guard architecture.normalisation != .none else { return }
      add("\(name).norm\(number).weight", [output])
      add("\(name).norm\(number).bias", [output])
    }
    func addPair(_ name: String, from input: Int, to output: Int) {
      addConvolution(name, number: 1, from: input, to: output)
      addConvolution(name, number: 2, from: output, to: output)
    }
    let levels = architecture.levels
    for level in 0..<levels {
      let input = level == 0 ? architecture.inputChannels : architecture.channels(atLevel: level - 1)
      addPair("encoder.\(level)", from: input, to: architecture.channels(atLevel: level))
    }
    let deepest = architecture.channels(atLevel: levels)
    addPair("bottleneck", from: architecture.channels(atLevel: levels - 1), to: deepest)
    for level in (0..<levels).reversed() {
      let width = architecture.channels(atLevel: level)
      add("up.\(level).weight", [2 * width, width, 2, 2])
      add("up.\(level).bias", [width])
      // Input order: skip channels first, then upsampled.
      addPair("decoder.\(level)", from: 2 * width, to: width)
    }
    add("head.weight", [1, architecture.base, 1, 1])
    add("head.bias", [1])
    self.blocks = blocks
    scalarCount = offset
  }

  /// The block of a tensor name, or nil when the network has none of that name.
  public subscript(name: String) -> ParameterBlock? { blocks.first { $0.name == name } }

  /// The block of a name that the layout itself made.
  package func block(_ name: String) -> ParameterBlock {
    guard let block = self[name] else { preconditionFailure("no parameter named \(name)") }
    return block
  }
}

/// The state of a method between steps, as a checkpoint stores it: numbers and slabs of floats by name.
package struct MethodMemory: Sendable, Hashable {
  package private(set) var numbers: [String: Int64] = [:]
  /// Weights of other networks, moments of other optimisers.
  package private(set) var slabs: [String: [Float]] = [:]

  init() {}

  /// What a checkpoint held.
  init(numbers: [String: Int64], slabs: [String: [Float]]) {
    self.numbers = numbers
    self.slabs = slabs
  }

  subscript(key: MemoryKey<Int>) -> Int? {
    get { numbers[key.name].flatMap { Int(exactly: $0) } }
    set { numbers[key.name] = newValue.map { Int64($0) } }
  }

  /// Kept as its bits, so that it comes back exactly.
  subscript(key: MemoryKey<Double>) -> Double? {
    get { numbers[key.name].map { Double(bitPattern: UInt64(bitPattern: $0)) } }
    set { numbers[key.name] = newValue.map { Int64(bitPattern: $0.bitPattern) } }
  }

  subscript(key: MemoryKey<[Float]>) -> [Float]? {
    get { slabs[key.name] }
    set { slabs[key.name] = newValue }
  }

  /// A slab of the length that a network has; a checkpoint is a file, which may hold another.
  func slab(_ key: MemoryKey<[Float]>, count: Int) -> [Float]? {
    self[key].flatMap { $0.count == count ? $0 : nil }
  }

  /// An optimiser of a method's own network.
  mutating func store(_ optimizer: any Optimizer, of network: String) {
    self[.optimizerSteps(network)] = optimizer.stepCount
    for moment in optimizer.moments { self[.moment(moment.name, network)] = moment.scalars }
  }

  /// Brings an optimiser of the same kind to where the stored one was; moments that do not fit stay.
  func restore(_ optimizer: inout any Optimizer, of network: String) {
    optimizer.stepCount = self[.optimizerSteps(network)] ?? 0
    for index in optimizer.moments.indices {
      let moment = optimizer.moments[index]
      guard let scalars = slab(.moment(moment.name, network), count: moment.scalars.count) else { continue }
      optimizer.moments[index].scalars = scalars
    }
  }
}

/// The name of something that a method remembers, and its type. A method declares its own beside itself.
struct MemoryKey<Value>: Sendable, Hashable {
  /// As in a checkpoint.
  let name: String

  init(_ name: String) { self.name = name }
}

extension MemoryKey<Int> {
  fileprivate static func optimizerSteps(_ network: String) -> Self { Self(network + ".optimizer_steps") }
}

extension MemoryKey<[Float]> {
  fileprivate static func moment(_ name: String, _ network: String) -> Self { Self("\(network).\(name)") }
}

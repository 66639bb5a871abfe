import Segmenter
import Testing

@Suite struct TangentTests {
  @Test(
    "the derivative along a direction agrees with PyTorch's forward mode in double precision",
    arguments: KernelChoice.all, ReferenceNetwork.files)
  func agreesWithPyTorch(choice: KernelChoice, file: String) throws {
    let probe = try ReferenceNetwork(
      file, algorithm: choice.algorithm, instructionSet: choice.instructionSet, hasTangents: true)
    let name = probe.reference.tensors["direction.head.bias"] == nil ? "gradients" : "direction"
    let direction = try probe.reference.slab(name, probe.network.layout)
    probe.network.forward(imageCount: probe.batch)
    let tangent = probe.network.tangentArray(direction)
    #expect(relativeDistance(tangent, try probe.reference.scalars("tangent")) < 3e-5)
  }

  @Test("<J v, u> = <v, J^T u>: tangent and backward pass are each other's transposes", arguments: NetworkShape.all)
  func adjoint(shape: NetworkShape) throws {
    let network = try UNet.random(shape)
    network.dropout = .drawn(seed: 5, firstSample: 11)
    network.forward(imageCount: shape.images)
    let u = normals(shape.images * network.pixelsPerImage, "u")
    let gradient = network.gradientArray(u)
    // In any order, any number of times.
    let v = normals(network.parameterCount, "v", scale: 0.1)
    let tangent = network.tangentArray(v)
    #expect(network.gradientArray(u) == gradient)
    #expect(network.tangentArray(v) == tangent)
    let size = euclideanNorm(tangent) * euclideanNorm(u)
    #expect(abs(dot(tangent, u) - dot(v, gradient)) < 1e-5 * size)
    // Along its own gradient a function climbs by the gradient's square.
    let climb = dot(network.tangentArray(gradient), u)
    #expect(abs(climb / dot(gradient, gradient) - 1) < 1e-4)
  }

  @Test("central differences point the same way", arguments: NetworkShape.all)
  func centralDifferences(shape: NetworkShape) throws {
    let network = try UNet.random(shape, algorithm: .patches)
    network.dropout = .drawn(seed: 5, firstSample: 2)
    network.forward(imageCount: shape.images)
    let direction = network.gradientArray(normals(shape.images * network.pixelsPerImage, "u"))
    let tangent = network.tangentArray(direction)
    // Steps of 1e-3 along the direction, as methods that have no tangent pass take them: ReLUs that flip on the way are
    // what the tolerance is for. With normalisations the logits bend more, so that shorter steps are needed.
    let step = Float((shape.groups > 0 ? 3e-4 : 1e-3) / euclideanNorm(direction))
    let origin = Array(network.parameters)
    func logits(_ length: Float) -> [Float] {
      origin.withUnsafeBufferPointer { origin in
        direction.withUnsafeBufferPointer { network.takeWeights(from: origin, plus: length, times: $0) }
      }
      network.forward(imageCount: shape.images)
      return Array(network.logits)
    }
    let differences = zip(logits(step), logits(-step)).map { ($0 - $1) / (2 * step) }
    let cosine = dot(differences, tangent) / (euclideanNorm(differences) * euclideanNorm(tangent))
    #expect(cosine > 0.999)
    #expect(abs(euclideanNorm(differences) / euclideanNorm(tangent) - 1) < 0.02)
  }

  @Test(
    "a batch smaller than the largest has the gradients and tangents of its own",
    arguments: [NetworkShape.all[0], NetworkShape.all[4], NetworkShape.all[6]], [1, 2])
  func smallerBatch(shape: NetworkShape, images: Int) throws {
    var small = shape
    small.images = images
    let network = try UNet.random(shape)
    let exact = try UNet.random(small)
    let u = normals(images * network.pixelsPerImage, "u")
    let direction = normals(network.parameterCount, "direction", scale: 0.1)
    // Once with all images first, so that what they leave is there.
    network.forward(imageCount: shape.images)
    _ = network.gradientArray(normals(shape.images * network.pixelsPerImage, "all"))
    network.forward(imageCount: images)
    exact.forward(imageCount: images)
    #expect(relativeDistance(network.gradientArray(u), exact.gradientArray(u)) < 1e-5)
    #expect(relativeDistance(network.tangentArray(direction), exact.tangentArray(direction)) < 1e-5)
  }

  @Test("gradients and tangents have the same bits with any number of threads", arguments: NetworkShape.all)
  func threads(shape: NetworkShape) throws {
    func results(_ threads: Int) throws -> [[Float]] {
      let network = try UNet.random(shape, pool: WorkerPool(workerCount: threads))
      network.dropout = .drawn(seed: 1, firstSample: 7)
      network.forward(imageCount: shape.images)
      let logits = Array(network.logits)
      let gradient = network.gradientArray(normals(logits.count, "u"))
      return [logits, gradient, network.tangentArray(gradient)]
    }
    let one = try results(1)
    let isSame = try [2, 3].allSatisfy { try results($0) == one }
    #expect(isSame)
  }

  @Test("it is linear in the direction, and a pixel that no weight moves stays")
  func linear() throws {
    let network = try UNet.random(NetworkShape.all[1])
    network.forward(imageCount: 1)
    let first = normals(network.parameterCount, "first")
    let second = normals(network.parameterCount, "second")
    let sum = zip(first, second).map { 2 * $0 - $1 }
    let wanted = zip(network.tangentArray(first), network.tangentArray(second)).map { 2 * $0 - $1 }
    #expect(relativeDistance(network.tangentArray(sum), wanted) < 1e-5)
    #expect(network.tangentArray([Float](repeating: 0, count: network.parameterCount)).allSatisfy { $0 == 0 })
  }

  @Test("the head's bias moves every logit by itself")
  func headBias() throws {
    let network = try UNet.random(NetworkShape.all[4])
    network.forward(imageCount: 3)
    var direction = [Float](repeating: 0, count: network.parameterCount)
    direction[network.layout.block("head.bias").offset] = 0.5
    #expect(network.tangentArray(direction).allSatisfy { $0 == 0.5 })
  }
}

/// Voxels of a grid, numbered in ascending order of their linear indices, each with its neighbours among them.
package struct VoxelLattice: Sendable {
  let grid: VoxelGrid
  /// Linear indices, ascending.
  let indices: [Int]
  /// The different lengths of a step to a neighbour, in millimetres.
  let lengthsMM: [Double]
  /// For each voxel of a box around them its number, or -1. A border of one voxel keeps every step inside.
  private let numbers: [Int32]
  private let places: [Int32]
  private let steps: [(offset: Int, length: Int)]

  package init(_ indices: [Int], on grid: VoxelGrid, connectivity: Connectivity) {
    self.grid = grid
    self.indices = indices
    let voxels = indices.map { grid.voxel(atLinearIndex: $0) }
    let lower = voxels.reduce(grid.shape) { pointwiseMin($0, $1) } &- 1
    let upper = voxels.reduce(.zero) { pointwiseMax($0, $1) } &+ 2
    let box = VoxelBox(lower: lower, upper: upper)
    let (row, plane) = (box.shape.x, box.shape.x * box.shape.y)
    let spacing = grid.usableSpacingMM
    let reach = connectivity == .faces ? 1 : connectivity == .edges ? 2 : 3
    var lengths: [Double] = []
    var steps: [(offset: Int, length: Int)] = []
    for z in -1...1 {
      for y in -1...1 {
        for x in -1...1 where (1...reach).contains(abs(x) + abs(y) + abs(z)) {
          let d = SIMD3(Double(x), Double(y), Double(z)) * spacing
          let length = (d * d).sum().squareRoot()
          let kind = lengths.firstIndex(of: length) ?? lengths.count
          if kind == lengths.count { lengths.append(length) }
          steps.append((x + row * y + plane * z, kind))
        }
      }
    }
    self.steps = steps
    lengthsMM = lengths
    places = voxels.map { voxel in
      let p = voxel &- lower
      return Int32(p.x + row * p.y + plane * p.z)
    }
    var numbers = [Int32](repeating: -1, count: voxels.isEmpty ? 0 : box.voxelCount)
    for (number, place) in places.enumerated() { numbers[Int(place)] = Int32(number) }
    self.numbers = numbers
  }

  /// Calls `body` with every neighbour and the place of the step's length among ``lengthsMM``.
  @inline(__always)
  func forEachNeighbour(of number: Int, _ body: (_ neighbour: Int, _ length: Int) -> Void) {
    let place = Int(places[number])
    for step in steps {
      let neighbour = numbers[place + step.offset]
      if neighbour >= 0 { body(Int(neighbour), step.length) }
    }
  }

  /// The connected parts of voxels that have the same label: a number a voxel, in the order of their first voxels.
  func components(ofLabels labels: [Int32]) -> [Int32] {
    var component = [Int32](repeating: -1, count: indices.count)
    var count: Int32 = 0
    var stack: [Int] = []
    for start in indices.indices where component[start] < 0 {
      component[start] = count
      stack.append(start)
      while let voxel = stack.popLast() {
        forEachNeighbour(of: voxel) { neighbour, _ in
          guard component[neighbour] < 0, labels[neighbour] == labels[start] else { return }
          component[neighbour] = count
          stack.append(neighbour)
        }
      }
      count += 1
    }
    return component
  }

  /// Gives every voxel without a label (below 0) that of the labelled voxel that is nearest on a way through the voxels:
  /// Dijkstra's algorithm, with one queue for each length of a step, so that the front of one of them is always next.
  /// What no labelled voxel is joined to stays without a label.
  package func spreading(_ labels: [Int32]) -> [Int32] {
    var labels = labels
    var distance = [Double](repeating: .infinity, count: indices.count)
    var queues = [[(voxel: Int32, from: Int32, distance: Double)]](repeating: [], count: lengthsMM.count)
    var heads = [Int](repeating: 0, count: lengthsMM.count)
    func push(around voxel: Int) {
      forEachNeighbour(of: voxel) { neighbour, length in
        let through = distance[voxel] + lengthsMM[length]
        if through < distance[neighbour] { queues[length].append((Int32(neighbour), Int32(voxel), through)) }
      }
    }
    for voxel in labels.indices where labels[voxel] >= 0 { distance[voxel] = 0 }
    for voxel in labels.indices where labels[voxel] >= 0 { push(around: voxel) }
    while true {
      var next: Int?
      for queue in queues.indices where heads[queue] < queues[queue].count {
        if next.map({ queues[queue][heads[queue]].distance < queues[$0][heads[$0]].distance }) ?? true { next = queue }
      }
      guard let queue = next else { return labels }
      let step = queues[queue][heads[queue]]
      heads[queue] += 1
      let voxel = Int(step.voxel)
      guard step.distance < distance[voxel] else { continue }
      distance[voxel] = step.distance
      labels[voxel] = labels[Int(step.from)]
      push(around: voxel)
    }
  }
}

import VolumeModel

/// What `division_oracle.py` wrote: watersheds, nearest components and halves by scikit-image and SciPy.
struct DivisionFixture: Decodable {
  let watersheds: [Flooded]
  let nearest: [Nearest]
  let halves: Halves

  struct Flooded: Decodable {
    let shape: [Int]
    let mask: [Int]
    let relief: [Double]
    let floods: [Flood]

    struct Flood: Decodable {
      let depth: Double
      let parts: Int
      let labels: [Int32]
    }
  }

  struct Nearest: Decodable {
    let shape: [Int]
    let spacing_mm: [Double]
    let mask: [Int]
    let drawn: [Int]
    /// 0 where two are equally near.
    let owners: [Int]
  }

  struct Halves: Decodable {
    let shape: [Int]
    let spacing_mm: [Double]
    let mask: [Int]
    let cuts: [Cut]

    struct Cut: Decodable {
      let axis: Int
      let index: Int
      let pieces: [[Int]]
    }
  }

  static func load() throws -> DivisionFixture { try Fixture.load("division.json") }
}

extension VoxelGrid {
  /// A grid of 1 mm.
  init(shape: [Int]) { self.init(shape: shape, spacingMM: [1, 1, 1]) }
}

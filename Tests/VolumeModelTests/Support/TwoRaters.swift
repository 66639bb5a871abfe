import VolumeModel

/// Two raters of a small case: a lesion with a core that both drew and a side of each rater, and one that rater 2 drew alone.
enum TwoRaters {
  static let grid = VoxelGrid.test(40, 20, 10)

  static let masks: [Mask] = [
    .boxes(on: grid, (4...12, 2...6, 2...4)),
    .boxes(on: grid, (8...16, 2...6, 2...4), (30...32, 15...16, 7...8)),
  ]

  static var table: LesionTable {
    LesionTable(
      LesionSources(raters: masks, flair: Volume<Float>(grid: grid, filledWith: 1), brain: Mask(grid: grid)))
  }
}

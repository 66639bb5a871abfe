import Testing
import VolumeModel

/// Finding and sorting lesions quickly gives what looking at all of them gives.
@Suite struct LesionPlacesTests {
  private let grid = VoxelGrid.test(24, 20, 8)

  private func table() -> LesionTable {
    let flair = Mask.random(on: grid, density: 0.5, seed: 9)
    var sources = LesionSources(
      raters: [1, 2].map { Mask.random(on: grid, density: 0.03, seed: $0) },
      flair: Volume<Float>(
        grid: grid,
        scalars: (0..<grid.voxelCount).map { index in
          flair[grid.voxel(atLinearIndex: index)] ? 2 : -1
        }), brain: Mask.random(on: grid, density: 1, seed: 3))
    sources.comparesVisits = true
    return LesionTable(sources)
  }

  @Test func aLesionIsFoundByNumberAndVoxel() {
    let table = table()
    #expect(table.records.count > 50)
    for number in -1...table.records.count + 2 {
      #expect(table.place(ofNumber: number) == table.records.firstIndex { $0.id == number })
    }
    for index in 0..<grid.voxelCount {
      let voxel = grid.voxel(atLinearIndex: index)
      #expect(table.place(at: voxel) == table.records.firstIndex { $0.lesion.contains(voxel) })
    }
    #expect(table.place(at: SIMD3(-1, 0, 0)) == nil && table.place(at: grid.shape) == nil)
  }

  /// Smaller first or larger first, what is missing last, equal ones by their numbers.
  @Test(arguments: LesionField.allCases) func orders(field: LesionField) {
    let table = table()
    var state = ReviewState()
    for record in table.records where record.id % 3 > 0 {
      var action = LesionAction(lesion: record.id, region: record.region)
      action.verdict = record.id % 2 == 0 ? .approved : .rejected
      action.isFlagged = record.id % 5 == 0
      action.comment = ["vessel", "", "artefact", "Vessel"][record.id % 4]
      state.apply(action)
    }
    let rows = table.rows(state)
    func key(_ row: LesionRow) -> (number: Double, text: String)? {
      switch field.value(in: row) {
      case .number(let number): (number, "")
      case .range(let range): (Double(range.lowerBound * 1000 + range.upperBound), "")
      case .text(let text): (0, text)
      case .missing: nil
      }
    }
    for isDescending in [false, true] {
      let expected = rows.indices.sorted { a, b in
        switch (key(rows[a]), key(rows[b])) {
        case (let first?, let second?) where first != second: (first < second) != isDescending
        case (nil, _?): false
        case (_?, nil): true
        default: rows[a].id < rows[b].id
        }
      }
      let order = LesionOrder(field, isDescending: isDescending)
      #expect(order.places(in: rows, among: Array(rows.indices.reversed())) == expected, "\(field), \(isDescending)")
    }
  }
}

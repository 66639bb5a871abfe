/// Counts what a person should be told about the values.
struct ValueNotes {
  private(set) var nanCount = 0
  private(set) var infiniteCount = 0
  private(set) var nonzeroCount = 0

  mutating func add(_ values: UnsafeBufferPointer<Float>) {
    var (nan, finite, nonzero) = (0, 0, 0)
    for value in values {
      nan += value.isNaN ? 1 : 0
      finite += value.isFinite ? 1 : 0
      nonzero += value != 0 ? 1 : 0
    }
    nanCount += nan
    infiniteCount += values.count - finite - nan
    nonzeroCount += nonzero
  }

  var notes: [String] {
    var notes: [String] = []
    if nanCount > 0 { notes.append("\(nanCount) voxels are NaN and count as background") }
    if infiniteCount > 0 { notes.append("\(infiniteCount) voxels are infinite and count as background") }
    if nonzeroCount == 0 { notes.append("every voxel is 0") }
    return notes
  }
}

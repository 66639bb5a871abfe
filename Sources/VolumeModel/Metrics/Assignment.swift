/// The assignment of rows to columns of a square table with the largest sum (the Hungarian method, in the shortest-path form
/// of Jonker and Volgenant, Computing 38, 1987).
package enum Assignment {
  /// - Parameter gains: a square table.
  /// - Returns: the column of each row.
  package static func best(_ gains: [[Double]]) -> [Int] {
    let n = gains.count
    precondition(gains.allSatisfy { $0.count == n }, "a square table")
    // Column 0 stands for "none"; rows and columns are counted from 1.
    var rowPotential = [Double](repeating: 0, count: n + 1)
    var columnPotential = rowPotential
    var rowOfColumn = [Int](repeating: 0, count: n + 1)
    for row in 0..<n {
      rowOfColumn[0] = row + 1
      var column = 0
      var smallest = [Double](repeating: .infinity, count: n + 1)
      var isDone = [Bool](repeating: false, count: n + 1)
      var before = [Int](repeating: 0, count: n + 1)
      repeat {
        isDone[column] = true
        let current = rowOfColumn[column]
        var (step, next) = (Double.infinity, 0)
        for other in 1..<n + 1 where !isDone[other] {
          let reduced = -gains[current - 1][other - 1] - rowPotential[current] - columnPotential[other]
          if reduced < smallest[other] { (smallest[other], before[other]) = (reduced, column) }
          if smallest[other] < step { (step, next) = (smallest[other], other) }
        }
        for other in 0...n {
          if isDone[other] {
            rowPotential[rowOfColumn[other]] += step
            columnPotential[other] -= step
          } else {
            smallest[other] -= step
          }
        }
        column = next
      } while rowOfColumn[column] != 0
      repeat {
        let previous = before[column]
        rowOfColumn[column] = rowOfColumn[previous]
        column = previous
      } while column != 0
    }
    var columnOfRow = [Int](repeating: 0, count: n)
    for column in 1..<n + 1 { columnOfRow[rowOfColumn[column] - 1] = column - 1 }
    return columnOfRow
  }
}

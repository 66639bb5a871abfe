/// A figure of points as lines of plain text, for a terminal that a command talks to.
package enum PointLines {
  /// Points are `o`, or `@` where several fall together; those with names are letters.
  package static func lines(_ figure: PointFigure, width: Int, height: Int) -> [String] {
    guard width >= 40, height >= 3, !figure.isEmpty else { return [] }
    let labels = [ChartAxis.plain(figure.yRange.upperBound), ChartAxis.plain(figure.yRange.lowerBound)]
    let margin = (labels.map(\.count).max() ?? 0) + 2
    let columns = width - margin
    var canvas = [[Character]](repeating: [Character](repeating: " ", count: columns), count: height)
    func column(_ x: Double) -> Int { place(x, figure.xRange, columns) }
    func row(_ y: Double) -> Int { height - 1 - place(y, figure.yRange, height) }
    for line in figure.lines {
      for at in 0..<columns {
        let fraction = Double(at) / Double(max(1, columns - 1))
        let x = figure.xRange.lowerBound + fraction * (figure.xRange.upperBound - figure.xRange.lowerBound)
        let y = line.intercept + line.gradient * x
        guard figure.yRange.contains(y) else { continue }
        canvas[row(y)][at] = mark(line.kind)
      }
    }
    for curve in figure.curves {
      for (start, end) in zip(curve.points, curve.points.dropFirst()) {
        let (from, to) = (column(start.x), column(end.x))
        for at in min(from, to)...max(from, to) {
          let fraction = to == from ? 1 : Double(at - from) / Double(to - from)
          canvas[row(start.y + fraction * (end.y - start.y))][at] = "*"
        }
      }
    }
    var names: [String] = []
    for point in figure.points {
      let (x, y) = (column(point.x), row(point.y))
      if let name = point.name {
        canvas[y][free(x, isLetter: canvas[y].map(\.isLetter))] = letter(names.count)
        names.append("\(letter(names.count)) \(name)")
      } else {
        canvas[y][x] = canvas[y][x] == "o" || canvas[y][x] == "@" ? "@" : "o"
      }
    }
    var text = ["\(figure.title): \(figure.yTitle)"]
    for (number, cells) in canvas.enumerated() {
      let label = number == 0 ? labels[0] : number == height - 1 ? labels[1] : ""
      var line = String(repeating: " ", count: margin - 2 - label.count) + label + " |" + String(cells)
      while line.last == " " { line.removeLast() }
      text.append(line)
    }
    let (from, to) = (ChartAxis.plain(figure.xRange.lowerBound), ChartAxis.plain(figure.xRange.upperBound))
    let gap = max(1, columns - from.count - to.count)
    let indent = String(repeating: " ", count: margin)
    text.append(indent + from + String(repeating: " ", count: gap) + to)
    text.append(indent + figure.xTitle)
    let legend =
      figure.lines.filter { $0.kind != .zero }.map { "\(mark($0.kind)) \($0.label)" }
      + figure.curves.map { "* \($0.label)" } + names
    if !legend.isEmpty { text.append(indent + legend.joined(separator: "   ")) }
    return text
  }

  private static func place(_ value: Double, _ range: ClosedRange<Double>, _ count: Int) -> Int {
    let fraction = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    guard fraction.isFinite else { return 0 }
    return Int((min(max(fraction, 0), 1) * Double(count - 1)).rounded())
  }

  /// A column without a letter, the nearest: one name never hides another.
  private static func free(_ column: Int, isLetter: [Bool]) -> Int {
    isLetter.indices.filter { !isLetter[$0] }.min { abs($0 - column) < abs($1 - column) } ?? column
  }

  private static func mark(_ kind: PointFigure.Line.Kind) -> Character {
    switch kind {
    case .zero: "-"
    case .bias: "="
    case .limit: "."
    case .trend: "/"
    }
  }

  private static func letter(_ place: Int) -> Character {
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    return letters[place % letters.count]
  }
}

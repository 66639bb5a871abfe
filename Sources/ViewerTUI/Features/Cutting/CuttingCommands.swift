import VolumeModel

extension TypedCommand {
  static let division: [TypedCommand] = [
    .asking(
      "cut", "Cuts the lesion in hand at its necks, along a plane, or around a rater's lesions.",
      "cut watershed [MM] | slice | row | column | rater1 ...",
      completes: { viewer, argument in
        let raters = viewer.scan.raters.indices.map { "rater\($0 + 1)" }
        return .words(argument == 1 ? ["watershed", "slice", "row", "column"] + raters : [])
      }
    ) { $0.cut(named: $1) },
    .asking("join", "Makes one lesion of several.", "join NUMBER NUMBER ...") { $0.join(named: $1) },
  ]
}

extension Viewer {
  /// `:cut watershed [MM] | slice | row | column | rater1 ...`: cuts the lesion in hand at once.
  fileprivate mutating func cut(named text: String) -> [Effect] {
    let words = text.split(separator: " ").map(String.init)
    let named: [String: LesionCutting.Way] = ["watershed": .necks, "slice": .slice, "row": .row, "column": .column]
    let rater = words.first.flatMap { VoxelSource(rawValue: $0)?.raterIndex }
    guard let way = words.first.flatMap({ named[$0] }) ?? rater.map({ .rater($0) }),
      words.count == 1 || way == .necks && words.count == 2
    else {
      warnUsage("cut")
      return []
    }
    var depth: Double?
    if words.count == 2 {
      guard let given = number(words[1], for: "cut", within: 0.01...1000) else { return [] }
      depth = given
    }
    openCutting()
    guard review.cutting != nil else { return [] }
    cut(by: way)
    if let depth, let count = review.cutting?.watershed.partCount(depth: depth) {
      guard review.cutting?.set(parts: count) == true, count > 1 else {
        closeTop()
        warn("no neck is \(words[1]) mm narrower than the parts beside it")
        return []
      }
      refreshCutting()
    }
    let effects = review.cutting?.way == way ? makeCut() : []
    if review.cutting != nil, let said = interface.message {
      closeTop()
      interface.message = said
    }
    return effects
  }
}

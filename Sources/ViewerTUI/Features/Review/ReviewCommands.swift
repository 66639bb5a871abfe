import VolumeModel

extension TypedCommand {
  static let review: [TypedCommand] = [
    .asking(
      "case", "case approve | reject | flag | 1 ... 5 | comment TEXT",
      completes: words("approve", "reject", "flag", "1", "2", "3", "4", "5", "comment")
    ) { $0.review(caseAs: $1) },
    .asking(
      "take", "take \(VoxelSource.takeable.map(\.rawValue).joined(separator: " | "))",
      completes: { _, argument in .words(argument == 1 ? VoxelSource.takeable.map(\.rawValue) : []) }
    ) { viewer, text in
      guard let source = VoxelSource.takeable.first(where: { $0.rawValue == text }) else {
        viewer.warnUsage("take")
        return []
      }
      return viewer.take(source)
    },
    .asking("decide", "decide approve | reject", completes: words("approve", "reject")) { $0.decide(all: $1) },
    .asking(
      "small-regions", "small-regions \(VoxelSource.regionRules.map(\.rawValue).joined(separator: " | ")) [MM3]",
      completes: { _, argument in .words(argument == 1 ? VoxelSource.regionRules.map(\.rawValue) : []) }
    ) { $0.decideSmallRegions($1) },
    .asking("comment", "comment TEXT") { $0.comment($1) },
    .asking("class", "class \(LesionClass.allCases.map(\.rawValue).joined(separator: " | "))") { viewer, text in
      guard let lesionClass = LesionClass(rawValue: text) else {
        viewer.warnUsage("class")
        return []
      }
      return viewer.classify(lesionClass)
    },
    TypedCommand("filter", "filter vol<10 & !r2") { viewer, text in
      if !viewer.showsLesionList { viewer.toggleLesionList() }
      viewer.filterLesions(text)
    },
    TypedCommand("sort", "sort FIELD | -FIELD") { viewer, text in
      guard let order = LesionOrder(text) else {
        viewer.warn(
          "nothing to sort by '\(text)'; there are \(LesionField.allCases.map(\.rawValue).joined(separator: " "))")
        return
      }
      viewer.sortLesions(order)
    },
    TypedCommand("undecided", "undecided \(UndecidedPolicy.allCases.map(\.rawValue).joined(separator: " | "))") {
      $0.setUndecided($1)
    },
    .asking("export", "export [FOLDER]") { $0.export(to: $1) },
  ]
}

extension VoxelSource {
  /// What a reviewer can choose by name.
  static let takeable = allCases.filter { ![.drawn, .relabelled, .regions, .reader].contains($0) }

  /// What regions of disagreement can become by a rule.
  static let regionRules = takeable.filter { $0 != .staple }
}

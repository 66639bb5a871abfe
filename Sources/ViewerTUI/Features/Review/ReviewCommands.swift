import VolumeModel

extension TypedCommand {
  static let review: [TypedCommand] = [
    .asking(
      "case", "The verdict on the case, its flag, its rating from 1 (worst) to 5, or a comment on it.",
      "case approve | reject | flag | 1 ... 5 | comment TEXT",
      completes: words("approve", "reject", "flag", "1", "2", "3", "4", "5", "comment")
    ) { $0.review(caseAs: $1) },
    .asking(
      "take", "Gives the lesion in hand the voxels of a source.",
      "take \(VoxelSource.takeable.map(\.rawValue).joined(separator: " | "))",
      completes: { _, argument in .words(argument == 1 ? VoxelSource.takeable.map(\.rawValue) : []) }
    ) { viewer, text in
      guard let source = VoxelSource.takeable.first(where: { $0.rawValue == text }) else {
        viewer.warnUsage("take")
        return []
      }
      return viewer.take(source)
    },
    .asking(
      "decide", "One verdict on every undecided lesion that the list shows.", "decide approve | reject",
      completes: words("approve", "reject")
    ) { $0.decide(all: $1) },
    .asking(
      "small-regions", "Decides all undecided regions below a size by a rule.",
      "small-regions \(VoxelSource.regionRules.map(\.rawValue).joined(separator: " | ")) [MM3]",
      completes: { _, argument in .words(argument == 1 ? VoxelSource.regionRules.map(\.rawValue) : []) }
    ) { $0.decideSmallRegions($1) },
    .asking("comment", "A comment on the lesion in hand; without text it is taken back.", "comment TEXT") {
      $0.comment($1)
    },
    .asking(
      "class", "The class of the lesion in hand, one of the study's list.", "class NAME",
      completes: { viewer, argument in .words(argument == 1 ? viewer.interface.form.classes.map(\.rawValue) : []) }
    ) { viewer, text in
      let classes = viewer.interface.form.classes
      guard let lesionClass = classes.first(where: { $0.rawValue == text || $0.title == text }) else {
        viewer.warn("no class '\(text)'; there are \(classes.map(\.rawValue).joined(separator: ", "))")
        return []
      }
      return viewer.classify(lesionClass)
    },
    .asking(
      "reason", "Why the lesion in hand is rejected, one of the study's list; - takes it back.", "reason NAME | -",
      completes: { viewer, argument in .words(argument == 1 ? viewer.interface.form.reasons : []) }
    ) { viewer, text in
      guard text == "-" || viewer.interface.form.reasons.contains(text) else {
        viewer.warn("no reason '\(text)'; there are \(viewer.interface.form.reasons.joined(separator: ", "))")
        return []
      }
      return viewer.give(reason: text == "-" ? "" : text)
    },
    TypedCommand("filter", "Lists only lesions of which an expression holds.", "filter vol<10 & !r2") { viewer, text in
      if !viewer.showsLesionList { viewer.toggleLesionList() }
      viewer.filterLesions(text)
    },
    TypedCommand("sort", "Sorts the list of lesions.", "sort FIELD | -FIELD") { viewer, text in
      guard let order = LesionOrder(text) else {
        viewer.warn(
          "nothing to sort by '\(text)'; there are \(LesionField.allCases.map(\.rawValue).joined(separator: " "))")
        return
      }
      viewer.sortLesions(order)
    },
    TypedCommand(
      "undecided", "What undecided lesions become in the adjudicated mask.",
      "undecided \(UndecidedPolicy.allCases.map(\.rawValue).joined(separator: " | "))"
    ) {
      $0.setUndecided($1)
    },
    .asking(
      "export", "Writes adjudicated mask, map of disagreement, table and report into a folder.", "export [FOLDER]"
    ) { $0.export(to: $1) },
  ]
}

extension VoxelSource {
  /// What a reviewer can choose by name.
  static let takeable = allCases.filter { ![.drawn, .relabelled, .regions, .reader].contains($0) }

  /// What regions of disagreement can become by a rule.
  static let regionRules = takeable.filter { $0 != .staple }
}

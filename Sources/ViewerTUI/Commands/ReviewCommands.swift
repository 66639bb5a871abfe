import VolumeModel

extension TypedCommand {
  static let review: [TypedCommand] = [
    .asking("case", "case approve | reject | flag | comment TEXT") { $0.review(caseAs: $1) },
    .asking("comment", "comment TEXT") { $0.comment($1) },
    .asking("class", "class \(LesionClass.allCases.map(\.rawValue).joined(separator: " | "))") { session, text in
      guard let lesionClass = LesionClass(rawValue: text) else {
        session.warnUsage("class")
        return []
      }
      return session.classify(lesionClass)
    },
    TypedCommand("filter", "filter vol<10 & !r2") { session, text in
      if !session.showsLesionList { session.toggleLesionList() }
      session.filterLesions(text)
    },
    TypedCommand("sort", "sort FIELD | -FIELD") { session, text in
      guard let order = LesionOrder(text) else {
        session.warn(
          "nothing to sort by '\(text)'; there are \(LesionField.allCases.map(\.rawValue).joined(separator: " "))")
        return
      }
      session.sortLesions(order)
    },
    TypedCommand("brush", "brush RADIUS in mm") { session, text in
      guard let radius = session.number(text, for: "brush", within: 0.5...10) else { return }
      session.desk.brushRadiusMM = radius
    },
    TypedCommand("undecided", "undecided \(UndecidedPolicy.allCases.map(\.rawValue).joined(separator: " | "))") {
      $0.setUndecided($1)
    },
    .asking("export", "export [FOLDER]") { $0.export(to: $1) },
  ]
}

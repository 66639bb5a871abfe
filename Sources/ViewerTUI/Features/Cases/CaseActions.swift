import TerminalIO

extension Action.Group {
  static let cases = Action.Group(
    title: "Cases",
    actions: [
      .asking("next-case", "next case", ["J"], needs: .otherCases) { $0.stepCase(by: 1) },
      .asking("previous-case", "previous case", ["K"], needs: .otherCases) { $0.stepCase(by: -1) },
      Action("cases", "list of cases", ["Y"], needs: .otherCases) { $0.openCaseList() },
      .asking("reload", "read the files of the case again") { $0.reload() },
      Action("labels", "choose which label values of the masks are lesions") { $0.openLabelQuestion() },
    ])
}

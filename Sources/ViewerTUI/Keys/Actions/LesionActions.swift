extension Action.Group {
  static let lesions = Action.Group(
    title: "Disagreements",
    actions: [
      Action("next-finding", "next disagreement, largest first", ["n"], needs: .findings) { $0.goToFinding(by: 1) },
      Action("previous-finding", "previous disagreement", ["N"], needs: .findings) { $0.goToFinding(by: -1) },
    ])
}

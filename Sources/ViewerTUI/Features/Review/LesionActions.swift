import TerminalIO

extension Action.Group {
  static let lesions = Action.Group(
    title: "Lesions and disagreements",
    actions: [
      Action("next-finding", "next undecided disagreement, largest first", ["n"], needs: .findings) {
        $0.goToFinding(by: 1)
      },
      Action("previous-finding", "previous undecided disagreement", ["N"], needs: .findings) { $0.goToFinding(by: -1) },
      Action("lesion-list", "list of lesions", ["l"]) { $0.toggleLesionList() }.hinted("list"),
      Action("filter", "filter the list, as vol<10 & !r2", ["/"]) { $0.openFilterPrompt() }.hinted("filter"),
      Action("sort", "sort the list by the next column", ["S"]) { $0.cycleLesionOrder() }.hinted("sort"),
    ])
}

import VolumeModel
import Pictures
import TerminalIO

/// Going through many cases.
extension Viewer {
  mutating func stepCase(by step: Int) -> [Effect] {
    openCase(workList?.index(stepping: step), otherwise: step > 0 ? "last case of the list" : "first case of the list")
  }

  mutating func openCaseList() {
    toggle(CaseList(selected: workList?.current ?? 0))
  }

  mutating func openCase(_ index: Int?, otherwise: String) -> [Effect] {
    guard let index, let workList, index != workList.current else {
      say(otherwise)
      return []
    }
    let entry = workList.entries[index]
    say("opening \(entry.files.name) …")
    return [.openCase(index)]
  }

  /// `next`, `next unfinished`, `next hard`, `next flagged`.
  mutating func goToNextCase(_ text: String) -> [Effect] {
    guard let workList, !text.isEmpty else { return stepCase(by: 1) }
    guard let wish = WorkList.Wish(rawValue: text) else {
      warnUsage("next")
      return []
    }
    return openCase(workList.next(wish), otherwise: "no other case is \(text)")
  }
}

import VolumeModel
import Pictures
import TerminalIO

/// Going through many cases.
extension Viewer {
  mutating func stepCase(by step: Int) -> [Effect] {
    openCase(workList?.index(stepping: step), otherwise: step > 0 ? "last case of the list" : "first case of the list")
  }

  mutating func openCaseList() {
    interface.caseChoice = workList?.current ?? 0
    toggle(.cases)
  }

  private mutating func openCase(_ index: Int?, otherwise: String) -> [Effect] {
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

  /// Keys in the open case list; nil for those that mean what they always do.
  mutating func pressInCaseList(_ key: Key) -> [Effect]? {
    guard let workList else { return nil }
    let last = workList.count - 1
    switch key {
    case .down, .character("j"): interface.caseChoice = min(last, interface.caseChoice + 1)
    case .up, .character("k"): interface.caseChoice = max(0, interface.caseChoice - 1)
    case .pageDown: interface.caseChoice = min(last, interface.caseChoice + 10)
    case .pageUp: interface.caseChoice = max(0, interface.caseChoice - 10)
    case .home: interface.caseChoice = 0
    case .end: interface.caseChoice = last
    case .character("S"):
      self.workList?.sortByDisagreement()
      interface.caseChoice = 0
      return [.orderByDisagreement]
    case .enter:
      interface.mode = .browse
      return openCase(interface.caseChoice, otherwise: "this case is open")
    default: return nil
    }
    interface.scroll = max(0, interface.caseChoice - 8)
    return []
  }

  // MARK: - Screen

  func drawCases(on frame: inout Frame) {
    guard let workList else { return }
    var rows: [Row] = [
      .text(Self.caseLine("case", dice: "Dice r1-r2", disputed: "disputed", review: "review", note: "")), .blank,
    ]
    for (index, entry) in workList.entries.enumerated() {
      let progress = entry.progress
      let decided = progress.lesions.map { "\(progress.decidedLesions)/\($0) lesions" }
        ?? (progress.decidedLesions > 0 ? "\(progress.decidedLesions) lesions" : "–")
      let line = Self.caseLine(
        (index == workList.current ? "● " : "  ") + entry.files.name, dice: Wording.dice(entry.survey?.dice),
        disputed: entry.survey?.disputedML.map { "\(Wording.fixed($0, 2)) ml" } ?? "–",
        review: (progress.verdict ?? decided) + (progress.isFlagged ? " flagged" : ""), note: entry.problem ?? "")
      rows.append(index == interface.caseChoice ? .chosen(line) : .text(line))
    }
    drawSheet("Cases: \(workList.summary)", rows, keyWidth: 0, width: 100, on: &frame)
  }

  private static func caseLine(_ name: String, dice: String, disputed: String, review: String, note: String) -> String {
    func padded(_ text: String, _ width: Int) -> String {
      text.count >= width ? String(text.prefix(width - 1)) + " " : text + String(repeating: " ", count: width - text.count)
    }
    return padded(name, 36) + padded(dice, 12) + padded(disputed, 12) + padded(review, 22) + note
  }
}

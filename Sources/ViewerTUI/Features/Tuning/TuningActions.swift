import Pictures
import TerminalIO

extension Action.Group {
  static let tuning = Action.Group(
    title: "Soft mask and thresholds",
    actions: [
      Action("size-down", "soft mask smaller", ["[", .function(5)], needs: .overlay(.softMask)) {
        $0.changeSize(by: -1)
      }.hinted("size"),
      Action("size-up", "soft mask larger", ["]", .function(6)], needs: .overlay(.softMask)) { $0.changeSize(by: 1) }
        .hinted("size"),
      Action("threshold-down", "FLAIR threshold lower", ["("], needs: .overlay(.softMask)) {
        $0.changeThreshold(by: -1)
      }.hinted("FLAIR"),
      Action("threshold-up", "FLAIR threshold higher", [")"], needs: .overlay(.softMask)) { $0.changeThreshold(by: 1) }
        .hinted("FLAIR"),
      Action("label-down", "soft label lower", [","], needs: .overlay(.softMask)) { $0.changeLabel(by: -1) }.hinted(
        "label"),
      Action("label-up", "soft label higher", ["."], needs: .overlay(.softMask)) { $0.changeLabel(by: 1) }.hinted(
        "label"),
      Action("binarise-down", "threshold of the prediction lower", ["{", .function(7)]) {
        $0.changeBinarisation(by: -1)
      }.hinted("threshold"),
      Action("binarise-up", "threshold of the prediction higher", ["}", .function(8)]) { $0.changeBinarisation(by: 1) }
        .hinted("threshold"),
    ])
}

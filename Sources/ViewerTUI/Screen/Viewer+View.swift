import Segmenter
import VolumeModel
import Pictures
package import TerminalIO

extension Viewer {
  /// Draws the whole screen. Pure: the same viewer at the same size always gives the same frame.
  package func frame() -> Frame {
    let width = interface.screen.width
    let height = interface.screen.height
    var frame = Frame(width: width, height: height)
    let plain = Pen(interface.theme.text, on: interface.theme.background)
    frame.fill(Rectangle(x: 0, y: 0, width: width, height: height), plain)
    guard let layout else {
      drawTooSmall(on: &frame, plain)
      return frame
    }
    drawTitle(in: layout.title, of: &frame)
    drawPicture(in: layout.picture, on: &frame)
    if let panel = layout.panel { drawPanel(in: panel, of: &frame) }
    drawStatus(in: layout.status, of: &frame)
    drawHints(in: layout.hints, of: &frame)
    for component in interface.open { component.draw(layout, of: self, on: &frame) }
    return frame
  }

  private func drawTooSmall(on frame: inout Frame, _ pen: Pen) {
    let needed = Layout.smallest
    let lines = ["Too small.", "Needs \(needed.width) x \(needed.height).", "\(keyLabel("back")) quits."]
    let top = max(0, (frame.height - lines.count) / 2)
    for (i, line) in lines.enumerated() {
      let x = max(0, (frame.width - line.count) / 2)
      frame.write(line, x: x, y: top + i, i == 0 ? pen.bold : pen, limit: frame.width - x)
    }
  }

  // MARK: - Lines

  private func drawTitle(in area: Rectangle, of frame: inout Frame) {
    let pen = Pen(interface.theme.text, on: interface.theme.bar)
    let quiet = pen.withInk(interface.theme.quiet)
    frame.fill(area, pen)
    var x = frame.write(
      " flairscope ", x: area.x, y: area.y, Pen(interface.theme.accent, on: interface.theme.bar, .bold))
    x = frame.write(" \(scan.name)", x: x, y: area.y, pen.bold, limit: max(0, area.right - x - 24))
    if let workList, workList.count > 1 {
      x = frame.write("  \(workList.summary)", x: x, y: area.y, quiet, limit: max(0, area.right - x))
    }
    x = frame.write("  \(scan.channels[place.channel].role)", x: x, y: area.y, pen, limit: area.right - x)
    let sides: String
    if scan.grid.orientation == nil {
      sides = "orientation unknown: left and right cannot be named"
    } else {
      sides =
        "\(view.convention.rawValue)\(view.plane == .sagittal ? "" : ", \(view.convention == .radiological ? "R" : "L") on the left")"
    }
    let sidesPen = scan.grid.orientation == nil ? Pen(interface.theme.warning, on: interface.theme.bar, .bold) : quiet
    x = frame.write("  \(sides)", x: x, y: area.y, sidesPen, limit: area.right - x)
    for text in [unrecordedText, changedText].compactMap({ $0 }) {
      x = frame.write(
        "  ! \(text)", x: x, y: area.y, Pen(interface.theme.warning, on: interface.theme.bar, .bold),
        limit: max(0, area.right - x))
    }
    // Of what goes on as much as there is room for, from its front.
    var activity = activityText
    while area.right - x <= activity.count + 2, let comma = activity.lastIndex(of: ",") {
      activity = String(activity[..<comma])
    }
    if !activity.isEmpty, area.right - x > activity.count + 2 {
      frame.write(activity + " ", endingAt: area.right, y: area.y, Pen(interface.theme.accent, on: interface.theme.bar))
    }
  }

  /// It stays in the title, whatever message comes and goes.
  private var unrecordedText: String? {
    let count = review.unrecordedCount
    return count == 0 ? nil : "\(count) action\(count == 1 ? "" : "s") NOT RECORDED"
  }

  private var activityText: String {
    let work = workText
    guard interface.meter.isShown else { return work }
    return work.isEmpty ? interface.meter.text : "\(work)  \(interface.meter.text)"
  }

  private var workText: String {
    if model.training.isBusy {
      let last = model.training.epochs.last
      let parts = [
        "training: epoch \(model.training.epochs.count + 1)", last.map { "loss \(Wording.fixed($0.loss, 3))" },
        last?.secondsLeft.map { "\(Wording.duration($0)) left" },
        model.training.kept.map { "val Dice \(Wording.dice($0.validationDice))" },
      ]
      return parts.compactMap { $0 }.joined(separator: ", ")
    }
    if model.isPredicting { return "predicting \(Wording.percent(model.predictionProgress))" }
    if model.isScoring { return "scoring" }
    if model.isRelabelling { return "sampling \(Wording.percent(model.relabelProgress))" }
    return ""
  }

  private func drawStatus(in area: Rectangle, of frame: inout Frame) {
    let pen = Pen(interface.theme.text, on: interface.theme.bar)
    let quiet = pen.withInk(interface.theme.quiet)
    frame.fill(area, pen)
    var x = area.x + 1
    func field(_ label: String, _ value: String, _ ink: RGB? = nil) {
      guard area.right - x > label.count + value.count + 3 else { return }
      if !label.isEmpty { x = frame.write(label + " ", x: x, y: area.y, quiet) }
      var ink = ink ?? interface.theme.text
      // Of few colours another one would be another meaning.
      if interface.display.hasFineColours { ink = interface.theme.legible(ink, on: pen.paper) }
      x = frame.write(value, x: x, y: area.y, pen.withInk(ink)) + 2
    }
    if let ruler = place.ruler {
      field("ruler", "\(Wording.fixed(ruler.lengthMM(to: place.cursor, in: scan.grid), 1)) mm", interface.theme.text)
    }
    field("voxel", "\(place.cursor.x),\(place.cursor.y),\(place.cursor.z)")
    let world = scan.grid.affine.worldMM(ofVoxel: SIMD3<Double>(place.cursor))
    field("mm", (0..<3).map { Wording.signed(world[$0]) }.joined(separator: " ") + " RAS")
    field(
      scan.channels[place.channel].role, Wording.intensity(Double(scan.channels[place.channel].image[place.cursor])),
      interface.theme.accent)
    for (index, rater) in scan.raters.enumerated() {
      let isInside = rater.mask[place.cursor]
      field(
        scan.maskNames.short(ofRater: index), isInside ? "yes" : "no",
        isInside ? interface.theme[.rater(index)] : interface.theme.quiet)
    }
    if let softMask = scan.softMask {
      let value = softMask.expert[place.cursor] ? 1 : softMask.grown[place.cursor] ? softMask.label : 0
      field("soft", Wording.fraction(value), value > 0 ? interface.theme.soft : interface.theme.quiet)
    }
    if let lossWeights, view.overlays.isShown(.uncertainty) {
      field("weight", Wording.weight(lossWeights.map.weight(at: place.cursor)), interface.theme.entropy)
    }
    if let pixelReading { field(pixelReading.label, pixelReading.value, interface.theme.entropy) }
    if let prediction = scan.prediction {
      let p = Double(prediction.probability[place.cursor])
      field(
        "p", Wording.fraction(p), prediction.mask[place.cursor] ? interface.theme.prediction : interface.theme.quiet)
    }
  }

  private func drawHints(in area: Rectangle, of frame: inout Frame) {
    let pen = Pen(interface.theme.text, on: interface.theme.background)
    if let message = interface.message {
      let ink = message.isWarning ? interface.theme.warning : interface.theme.text
      frame.write(
        (message.isWarning ? "! " : "") + message.text, x: area.x + 1, y: area.y,
        Pen(ink, on: interface.theme.background, message.isWarning ? .bold : []), limit: area.width - 2)
      return
    }
    if !interface.pendingKeys.isEmpty {
      drawContinuations(in: area, pen, of: &frame)
      return
    }
    guard interface.showsHints else { return }
    var x = area.x + 1
    for (keys, words) in hints {
      guard x + keys.count + words.count + 3 < area.right else { break }
      x = frame.write(keys, x: x, y: area.y, Pen(interface.theme.accent, on: interface.theme.background, .bold))
      x = frame.write(" \(words)", x: x, y: area.y, pen.withInk(interface.theme.quiet)) + 2
    }
  }

  /// What the next key of a begun sequence can be.
  private func drawContinuations(in area: Rectangle, _ pen: Pen, of frame: inout Frame) {
    var x = frame.write(
      KeySequence(interface.pendingKeys).label + " …  ", x: area.x + 1, y: area.y,
      Pen(interface.theme.accent, on: interface.theme.background, .bold))
    for binding in interface.keyMap.bindings
    where binding.keys.keys.count > interface.pendingKeys.count && interface.mode.chain.contains(binding.mode) {
      guard binding.keys.keys.starts(with: interface.pendingKeys), let action = Action.named(binding.action) else {
        continue
      }
      let rest = KeySequence(Array(binding.keys.keys.dropFirst(interface.pendingKeys.count))).label
      x = frame.write("\(rest) \(action.summary)  ", x: x, y: area.y, pen, limit: area.right - x)
    }
    if case .beginning(let alone?) = interface.keyMap.lookup(interface.pendingKeys, in: interface.mode) {
      frame.write("else \(alone.summary)", x: x, y: area.y, pen.withInk(interface.theme.quiet), limit: area.right - x)
    }
  }

  /// The most useful keys here: the mode's, with their keys from the key map and their words from the actions.
  package var hints: [(keys: String, words: String)] {
    let mode = interface.mode
    return mode.hints.compactMap { names in
      let actions = names.compactMap(Action.named).filter { $0.need != .readers || interface.isAdjudicating }
      let keys = actions.compactMap { interface.keyMap.label($0.name, in: mode) }
      guard !keys.isEmpty else { return nil }
      var words: [String] = []
      for action in actions {
        let word = hintWord(of: action)
        if words.last != word { words.append(word) }
      }
      return (keys.joined(separator: " "), words.joined(separator: " "))
    }
  }

  private func hintWord(of action: Action) -> String {
    switch action.name {
    case "next-finding", "previous-finding": scan.raters.count > 1 ? "disagreements" : "lesions"
    case "next-row", "previous-row": interface.open.last is any SheetComponent ? "scroll" : action.hint
    case "train" where model.training.isBusy: "stop"
    case "back" where interface.open.isEmpty: "quit"
    case "brush-smaller", "brush-larger": brushHint
    default: action.hint.isEmpty ? action.summary : action.hint
    }
  }
}

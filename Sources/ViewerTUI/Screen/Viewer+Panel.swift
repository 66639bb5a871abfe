import VolumeModel
import Pictures
import TerminalIO

extension Viewer {
  /// The side panel: sections from the top, each as high as it needs; the list of findings takes what is left.
  /// - Returns: what clicks on its rows do.
  @discardableResult
  func drawPanel(in area: Rectangle, of frame: inout Frame) -> [Int: PanelTarget] {
    let pen = Pen(interface.theme.text, on: interface.theme.background)
    frame.fill(area, pen)
    for y in area.y..<area.bottom {
      frame.write("│", x: area.x, y: y, pen.withInk(interface.theme.rule))
    }
    var column = PanelColumn(
      area: Rectangle(x: area.x + 2, y: area.y, width: area.width - 3, height: area.height), theme: interface.theme)
    let isRoomy = area.height >= 30
    drawOverlays(&column, on: &frame)
    if isRoomy { column.skip() }
    drawTuning(&column, on: &frame)
    if area.height >= 44 { drawHistogram(&column, on: &frame) }
    if area.height >= 46 { drawRimProfile(&column, on: &frame) }
    if isRoomy { column.skip() }
    drawAgreement(&column, on: &frame)
    if readersHeight > 0, column.area.bottom - column.y >= readersHeight + 5 {
      if isRoomy { column.skip() }
      drawReaders(&column, on: &frame)
    }
    let trainingHeight = model.training.epochs.isEmpty && model.training.phase == .idle ? 2 : isRoomy ? 9 : 4
    let left = column.area.bottom - column.y - trainingHeight - (isRoomy ? 2 : 0)
    if left >= 3 {
      if isRoomy { column.skip() }
      drawFindings(&column, height: left, on: &frame)
    }
    if isRoomy { column.skip() }
    drawTraining(&column, on: &frame)
    return column.targets
  }

  // MARK: - Overlays

  private func drawOverlays(_ column: inout PanelColumn, on frame: inout Frame) {
    column.heading("Overlays", on: &frame)
    for row in overlays {
      let isMissing = row.missing(in: self) != nil
      guard !isMissing || row.isListedWhenMissing else { continue }
      column.mark(.overlay(row.place))
      let isShown = view.overlays.isShown(row.place) && !isMissing
      let isActive = row.place == view.overlays.active
      let ink = isMissing ? interface.theme.faint : isShown ? interface.theme.text : interface.theme.quiet
      let pen = Pen(ink, on: interface.theme.background, isActive ? .bold : [])
      let y = column.y
      var x = column.area.x
      x = frame.write(
        isActive ? "›" : " ", x: x, y: y, Pen(interface.theme.accent, on: interface.theme.background, .bold))
      x = frame.write("\(Overlay.keyLabel(of: row.place)) ", x: x, y: y, pen)
      x = frame.write(
        isShown ? "■" : isMissing ? "–" : "□", x: x, y: y,
        Pen(isMissing ? interface.theme.faint : interface.theme[row.look.role], on: interface.theme.background))
      let value = isMissing ? "none" : row.value(in: self)
      let room = column.area.right - x - value.count - 2
      let title = row.title(in: self)
      // Its name alone where there is no room for what the title says besides.
      let shown = title.count < room ? title : String(title.prefix { $0 != "," })
      frame.write(" \(shown)", x: x, y: y, pen, limit: max(0, room))
      frame.write(
        value, endingAt: column.area.right, y: y, pen.withInk(isMissing ? interface.theme.faint : interface.theme.quiet)
      )
      column.advance()
    }
  }

  // MARK: - Tuning

  private func drawTuning(_ column: inout PanelColumn, on frame: inout Frame) {
    column.heading("Soft mask", on: &frame)
    let report = scan.softMask?.report
    let size = view.tuning.soft.size
    column.parameter(
      "size", keys: "[ ]", value: Wording.percent(size),
      fraction: (size - Tuning.sizeLimits.lowerBound) / (2 - Tuning.sizeLimits.lowerBound),
      note: reachedNote,
      on: &frame)
    let threshold = report?.threshold ?? .nan
    column.parameter(
      "FLAIR", keys: "( )", value: "\(Wording.atLeast(interface.display.glyphs)) \(Wording.intensity(threshold))",
      fraction: scan.growth.map { Self.place(of: threshold, in: $0.statistics) } ?? 0,
      note: view.tuning.soft.threshold == .automatic ? "auto" : "", on: &frame)
    column.parameter(
      "label", keys: ", .", value: Wording.fraction(view.tuning.soft.label), fraction: view.tuning.soft.label, note: "",
      on: &frame)
    column.parameter(
      "prediction", keys: "{ }",
      value: "\(Wording.atLeast(interface.display.glyphs)) \(Wording.fraction(view.tuning.binarisation))",
      fraction: view.tuning.binarisation,
      note: "", on: &frame)
    if let report {
      let isShort = report.grownVoxels < report.targetVoxels
      column.line(
        "grown \(Wording.count(report.grownVoxels)) of \(Wording.count(report.candidateVoxels)) candidates",
        ink: isShort ? interface.theme.warning : interface.theme.quiet, on: &frame)
    } else {
      column.line(missing(.softMask) ?? "", ink: interface.theme.quiet, on: &frame)
    }
  }

  /// Says when too few candidates kept the soft mask from the size that was asked for.
  private var reachedNote: String {
    guard let reached = scan.softMask?.report.reachedSize, abs(reached - view.tuning.soft.size) > 0.005 else {
      return ""
    }
    return "reached \(Wording.percent(reached))"
  }

  /// Where a FLAIR value lies between the brain's mean minus two and plus four standard deviations, 0 to 1.
  private static func place(of value: Double, in statistics: BrainStatistics) -> Double {
    let deviation = max(statistics.standardDeviation, 1e-12)
    return ((value - statistics.mean) / deviation + 2) / 6
  }

  // MARK: - Agreement

  private static let mostRatersInPanel = 7

  private func drawAgreement(_ column: inout PanelColumn, on frame: inout Frame) {
    column.heading("Agreement", trailing: "Dice   prec    rec", on: &frame)
    let pairs: [(String, OverlapCounts?)] = [
      ("\(scan.maskNames.short.first) – \(scan.maskNames.short.second)", scan.readings.betweenRaters),
      ("\(scan.maskNames.short.first) – pred", scan.readings.predictionAgainstRater1),
      ("\(scan.maskNames.short.second) – pred", scan.readings.predictionAgainstRater2),
    ]
    // Of three raters and more each is set against what most of the others drew.
    let others = scan.againstOthers.enumerated().map { index, counts in
      ("\(scan.maskNames.short(ofRater: index)) – others", Optional(counts))
    }
    let rows = others.isEmpty ? pairs : Array(others.prefix(Self.mostRatersInPanel)) + Array(pairs.dropFirst())
    for (title, counts) in rows {
      let y = column.y
      let pen = Pen(counts == nil ? interface.theme.faint : interface.theme.text, on: interface.theme.background)
      frame.write(title, x: column.area.x, y: y, pen)
      let right = column.area.right
      if let counts {
        frame.write(Wording.dice(counts.dice), endingAt: right - 14, y: y, pen.bold)
        frame.write(Wording.dice(counts.precision), endingAt: right - 7, y: y, pen.withInk(interface.theme.quiet))
        frame.write(Wording.dice(counts.recall), endingAt: right, y: y, pen.withInk(interface.theme.quiet))
      } else {
        frame.write("–", endingAt: right - 14, y: y, pen)
      }
      column.advance()
    }
    if let counts = scan.readings.predictionAgainstOther {
      column.pair(
        "\(overlay(.other).title) – pred", Wording.dice(counts.dice), ink: interface.theme.text, on: &frame)
    }
    if let counts = scan.readings.betweenRaters { drawShares(counts, &column, on: &frame) }
    column.pair(
      "soft Dice loss", scan.readings.softDiceLoss.map { Wording.fixed($0, 4) } ?? "needs a prediction",
      ink: scan.readings.softDiceLoss == nil ? interface.theme.faint : interface.theme.text, on: &frame)
  }

  /// One bar for what only rater 1, both, and only rater 2 drew, by volume; its glyphs are those of the picture.
  private func drawShares(_ counts: OverlapCounts, _ column: inout PanelColumn, on frame: inout Frame) {
    let parts = [
      (counts.falseNegatives, interface.theme.rater1, "╱" as Unicode.Scalar),
      (counts.truePositives, interface.theme.both, "█"),
      (counts.falsePositives, interface.theme.rater2, "╲"),
    ]
    let total = parts.reduce(0) { $0 + $1.0 }
    guard total > 0 else { return }
    let width = column.area.width
    var x = column.area.x
    var passed = 0
    for (index, (count, ink, glyph)) in parts.enumerated() {
      passed += count
      let end = column.area.x + (index == 2 ? width : Int((Double(width) * Double(passed) / Double(total)).rounded()))
      let shown = interface.display.glyphs == .ascii ? (["/", "=", "\\"] as [Unicode.Scalar])[index] : glyph
      while x < end {
        frame[x, column.y] = Cell(glyph: shown, ink: ink, paper: interface.theme.background)
        x += 1
      }
    }
    column.advance()
    let millilitres = scan.grid.voxelVolumeMM3 / 1000
    let texts = parts.map { Wording.fixed(Double($0.0) * millilitres, 1) }
    let y = column.y
    let (first, second) =
      width >= 38 ? (scan.maskNames.onlyFirst, scan.maskNames.onlySecond) : scan.maskNames.short
    frame.write(
      "\(first) \(texts[0])", x: column.area.x, y: y, Pen(interface.theme.rater1, on: interface.theme.background))
    let middle = "both \(texts[1]) ml"
    frame.write(
      middle, x: column.area.x + (width - middle.count) / 2, y: y,
      Pen(interface.theme.both, on: interface.theme.background))
    frame.write(
      "\(second) \(texts[2])", endingAt: column.area.right, y: y,
      Pen(interface.theme.rater2, on: interface.theme.background))
    column.advance()
  }

  // MARK: - Findings

  /// "3/564", and once regions were decided how many were.
  private var findingsTrailing: String {
    guard !scan.findings.isEmpty else { return "" }
    let decided = review.state.regions.isEmpty ? "" : "\(review.decidedRegionCount) decided, "
    return "\(decided)\(place.finding.map { "\($0 + 1)/" } ?? "")\(scan.findings.count)"
  }

  private func drawFindings(_ column: inout PanelColumn, height: Int, on frame: inout Frame) {
    let title = scan.raters.count > 1 ? scan.maskNames.differences : "Lesions"
    column.heading(
      title, trailing: findingsTrailing,
      on: &frame)
    let rows = height - 1
    guard rows > 0 else { return }
    if scan.findings.isEmpty {
      column.line(scan.raters.isEmpty ? "no rater mask" : "none", ink: interface.theme.faint, on: &frame)
      return
    }
    let first = max(0, min((place.finding ?? 0) - rows / 2, scan.findings.count - rows))
    for index in first..<min(scan.findings.count, first + rows) {
      column.mark(.finding(index))
      let found = scan.findings[index]
      let isSelected = index == place.finding
      let y = column.y
      let kind: (String, RGB) =
        switch found.kind {
        case .onlyRater1: ("╱ \(scan.maskNames.onlyFirst)", interface.theme.rater1)
        case .onlyRater2: ("╲ \(scan.maskNames.onlySecond)", interface.theme.rater2)
        case .lesion: ("● lesion", interface.theme.rater1)
        case .divided(let raters, _):
          (
            raters.count > 3 ? "\(raters.count) raters" : Wording.list(raters, scan.maskNames),
            interface.theme[.rater(raters.first ?? 0)]
          )
        }
      let paper = isSelected ? interface.theme.bar : interface.theme.background
      let pen = Pen(interface.theme.text, on: paper, isSelected ? [.bold] : [])
      if isSelected { frame.fill(Rectangle(x: column.area.x - 1, y: y, width: column.area.width + 2, height: 1), pen) }
      let verdict = review.findingVerdicts.indices.contains(index) ? review.findingVerdicts[index] : nil
      frame.write(isSelected ? "›" : " ", x: column.area.x - 1, y: y, Pen(interface.theme.accent, on: paper, .bold))
      frame.write(kind.0, x: column.area.x, y: y, Pen(kind.1, on: paper, isSelected ? [.bold] : []))
      frame.write(Wording.volume(mm3: found.volumeMM3), endingAt: column.area.x + 21, y: y, pen)
      if let verdict {
        frame.write(
          verdict == .approved ? "A" : "X", x: column.area.x + 22, y: y, Pen(interface.theme.accent, on: paper, .bold))
      }
      let normal = geometry.normal
      let place = found.region.largestSlice(alongVoxelAxis: normal.voxelAxis)
      frame.write(
        "slice \(normal.index(place) + 1)", endingAt: column.area.right, y: y, Pen(interface.theme.quiet, on: paper))
      if column.area.width >= 40, found.kind != .lesion {
        frame.write(
          found.touchesAgreement ? "border" : "whole", x: column.area.x + 24, y: y,
          Pen(interface.theme.quiet, on: paper))
      }
      column.advance()
    }
  }
}

import VolumeModel
import Pictures

/// What the further layer (key 7) shows: a consensus of the two raters, or one of the masks beyond theirs.
package enum ConsensusChoice: Sendable, Hashable {
  case union
  case intersection
  /// The mean of the two: half as strong where only one drew.
  case mean
  /// A further mask, by its place among ``Viewer/furtherMasks``.
  case mask(Int)
}

extension Viewer {
  /// What the further layer can show here, in the order in which its key walks it.
  var furtherChoices: [ConsensusChoice] {
    (scan.raters.count > 1 ? [.union, .intersection, .mean] : []) + scan.otherMasks.indices.map { .mask($0) }
  }

  func furtherTitle(_ content: ConsensusChoice) -> String {
    switch content {
    case .union: "union of the raters"
    case .intersection: "intersection of the raters"
    case .mean: "mean of the raters"
    case .mask(let index): scan.otherMasks.indices.contains(index) ? scan.otherMasks[index].name : "further mask"
    }
  }

  /// Shows the next content of the further layer.
  mutating func showNextFurther() {
    let choices = furtherChoices
    guard !choices.isEmpty else { return }
    let next = choices.firstIndex(of: scan.consensusChoice).map { ($0 + 1) % choices.count } ?? 0
    show(further: view.layers[.further].isVisible ? choices[next] : scan.consensusChoice)
  }

  /// `further union | intersection | mean | NAME`.
  mutating func showFurther(named name: String) {
    let known: [ConsensusChoice] = [.union, .intersection, .mean]
    let words = ["union", "intersection", "mean"]
    let choice =
      words.firstIndex(of: name).map { known[$0] }
      ?? scan.otherMasks.firstIndex { $0.name == name }.map { .mask($0) }
    guard let choice, furtherChoices.contains(choice) else {
      let names = (scan.raters.count > 1 ? words : []) + scan.otherMasks.map(\.name)
      warn(names.isEmpty ? "no second rater and no further mask" : "there is \(names.joined(separator: ", "))")
      return
    }
    show(further: choice)
  }

  mutating func show(further content: ConsensusChoice) {
    scan.consensusChoice = content
    refreshFurther()
    view.layers.isPeeking = false
    view.layers[.further].isVisible = true
    view.layers.active = .further
    let volume = scan.consensusMask.map { ", \(Wording.millilitres($0))" } ?? ""
    say("\(furtherTitle(content))\(volume)")
  }

  /// Computes the mask of the further layer, once for each choice.
  mutating func refreshFurther() {
    let masks = scan.raters.map(\.mask)
    scan.consensusHalf = nil
    switch scan.consensusChoice {
    case .union, .mean: scan.consensusMask = masks.count > 1 ? masks[0].union(masks[1]) : nil
    case .intersection: scan.consensusMask = masks.count > 1 ? masks[0].intersection(masks[1]) : nil
    case .mask(let index): scan.consensusMask = scan.otherMasks.indices.contains(index) ? scan.otherMasks[index].mask : nil
    }
    if scan.consensusChoice == .mean, masks.count > 1 {
      scan.consensusHalf = scan.consensusMask?.subtracting(masks[0].intersection(masks[1]))
    }
    refreshReadings()
  }
}

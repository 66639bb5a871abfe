import VolumeModel
import Pictures

/// What the further layer (key 7) shows: a consensus of the two raters, or one of the masks beyond theirs.
package enum FurtherContent: Sendable, Hashable {
  case union
  case intersection
  /// The mean of the two: half as strong where only one drew.
  case mean
  /// A further mask, by its place among ``Session/furtherMasks``.
  case mask(Int)
}

extension Session {
  /// What the further layer can show here, in the order in which its key walks it.
  var furtherChoices: [FurtherContent] {
    (raters.count > 1 ? [.union, .intersection, .mean] : []) + furtherMasks.indices.map { .mask($0) }
  }

  func furtherTitle(_ content: FurtherContent) -> String {
    switch content {
    case .union: "union of the raters"
    case .intersection: "intersection of the raters"
    case .mean: "mean of the raters"
    case .mask(let index): furtherMasks.indices.contains(index) ? furtherMasks[index].name : "further mask"
    }
  }

  /// Shows the next content of the further layer.
  mutating func showNextFurther() {
    let choices = furtherChoices
    guard !choices.isEmpty else { return }
    let next = choices.firstIndex(of: furtherContent).map { ($0 + 1) % choices.count } ?? 0
    show(further: layers[.further].isVisible ? choices[next] : furtherContent)
  }

  /// `further union | intersection | mean | NAME`.
  mutating func showFurther(named name: String) {
    let known: [FurtherContent] = [.union, .intersection, .mean]
    let words = ["union", "intersection", "mean"]
    let choice =
      words.firstIndex(of: name).map { known[$0] }
      ?? furtherMasks.firstIndex { $0.name == name }.map { .mask($0) }
    guard let choice, furtherChoices.contains(choice) else {
      let names = (raters.count > 1 ? words : []) + furtherMasks.map(\.name)
      warn(names.isEmpty ? "no second rater and no further mask" : "there is \(names.joined(separator: ", "))")
      return
    }
    show(further: choice)
  }

  mutating func show(further content: FurtherContent) {
    furtherContent = content
    refreshFurther()
    layers.isPeeking = false
    layers[.further].isVisible = true
    layers.active = .further
    let volume = furtherMask.map { ", \(Wording.millilitres($0))" } ?? ""
    say("\(furtherTitle(content))\(volume)")
  }

  /// Computes the mask of the further layer, once for each choice.
  mutating func refreshFurther() {
    let masks = raters.map(\.mask)
    furtherHalf = nil
    switch furtherContent {
    case .union, .mean: furtherMask = masks.count > 1 ? masks[0].union(masks[1]) : nil
    case .intersection: furtherMask = masks.count > 1 ? masks[0].intersection(masks[1]) : nil
    case .mask(let index): furtherMask = furtherMasks.indices.contains(index) ? furtherMasks[index].mask : nil
    }
    if furtherContent == .mean, masks.count > 1 {
      furtherHalf = furtherMask?.subtracting(masks[0].intersection(masks[1]))
    }
    refreshReadings()
  }
}

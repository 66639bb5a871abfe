import Pictures
import VolumeModel

/// What shares the place of the union (key 7): a consensus of the raters, a map of them, or a mask that is nobody's reading.
/// A new one is a row here.
extension Overlay {
  static let consensus: [Overlay] = [
    sharingOther(
      .other, "union of the raters",
      key: Key(character: "7", action: "other-mask", summary: "consensus of the raters, or another mask"),
      missing: lackOfSecondRater
    ) { ShownConsensus(Mask.union(of: $0.scan.raterMasks)) },
    sharingOther(.intersection, "intersection of the raters", missing: lackOfSecondRater) {
      ShownConsensus(Mask.intersection(of: $0.scan.raterMasks))
    },
    sharingOther(
      .mean, "mean of the raters", missing: lackOfSecondRater,
      // Every voxel counts by the fraction of raters that drew it.
      amount: { viewer in
        let masks = viewer.scan.raterMasks
        return masks.isEmpty ? nil : Wording.volume(mm3: RaterConsensus.meanML(of: masks) * 1000)
      }
    ) { viewer in
      let union = Mask.union(of: viewer.scan.raterMasks)
      return ShownConsensus(
        union, half: Mask.intersection(of: viewer.scan.raterMasks).flatMap { union?.subtracting($0) })
    },
    sharingOther(.majority, "majority of the raters", missing: lackOfThirdRater) {
      ShownConsensus(RaterConsensus($0.scan.raterMasks)?.mask(.majority))
    },
    sharingOther(.staple, "STAPLE of the raters", missing: lackOfThirdRater) { viewer in
      let consensus = RaterConsensus(viewer.scan.raterMasks)
      var shown = ShownConsensus(consensus?.mask(.staple))
      shown.sensitivities = consensus?.sensitivities ?? []
      return shown
    },
    sharingOther(
      .votes, "votes of the raters", missing: lackOfThirdRater, amount: { "1 to \($0.scan.raters.count)" }
    ) { viewer in
      var shown = ShownConsensus()
      shown.voteCounts = RaterConsensus(viewer.scan.raterMasks)?.voteCounts
      return shown
    },
    sharingOther(.patterns, "who drew what", missing: lackOfThirdRater, amount: { _ in "by pattern" }) { viewer in
      var shown = ShownConsensus()
      shown.patterns = RaterConsensus(viewer.scan.raterMasks)?.patterns(atMost: Viewer.patternLooks.count) ?? []
      return shown
    },
  ]

  /// A mask that is nobody's reading of the case.
  static func otherMask(_ index: Int, named name: String) -> Overlay {
    sharingOther(.otherMask(index), name, missing: { _ in nil }) { viewer in
      ShownConsensus(viewer.scan.otherMasks.indices.contains(index) ? viewer.scan.otherMasks[index].mask : nil)
    }
  }

  /// A row of the place of the union.
  /// - Parameter shown: what it draws, computed each time that it is chosen; not asked where it is missing.
  static func sharingOther(
    _ id: OverlayID, _ title: String, key: Key? = nil,
    look: OverlayLook = OverlayLook(.other, letter: "c", hatch: "=", part: .below),
    missing: @escaping @Sendable (Viewer) -> String?,
    closerTitle: @escaping @Sendable (Viewer) -> String? = { _ in nil },
    amount: (@Sendable (Viewer) -> String?)? = nil, shown: @escaping @Sendable (Viewer) -> ShownConsensus
  ) -> Overlay {
    Overlay(
      id, title, place: .other, key: key, look: look,
      first: OverlaySettings(isVisible: false, opacity: 0.8, style: .outline), order: .other,
      isListedWhenMissing: false,
      source: { viewer in
        if let votes = viewer.scan.consensus.voteCounts {
          return .values(.scaled(votes, range: 1...Float(max(2, viewer.scan.raters.count)), marksLow: false))
        }
        return viewer.scan.consensus.mask.map { .mask($0, half: viewer.scan.consensus.half) }
      },
      missing: missing, closerTitle: closerTitle, amount: amount,
      toggled: { viewer in
        if viewer.scan.consensus.isEmpty { viewer.refreshOtherMask() }
        viewer.refreshReadings()
        return []
      },
      prepare: { viewer in
        viewer.scan.consensus = missing(viewer) == nil ? shown(viewer) : ShownConsensus()
      })
  }

  private static let lackOfThirdRater: @Sendable (Viewer) -> String? = { viewer in
    viewer.scan.raters.count > 2 ? nil : "needs three raters"
  }

  private static let lackOfSecondRater: @Sendable (Viewer) -> String? = { viewer in
    viewer.scan.raters.count > 1 ? nil : "no second rater and no other mask in this case"
  }
}

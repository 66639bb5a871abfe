package import Pictures
import VolumeModel

/// Something that can be drawn over the image. One row says how it is called, where its voxels come from, what it looks
/// like and which key it has; panel, status line, actions, flags, saved views and pictures follow from the rows.
package struct Overlay: Sendable {
  package let id: OverlayID
  /// What it is called where the case says nothing closer.
  package let title: String
  /// The overlay whose key and settings it shares, of which one is shown at a time; its own for most.
  package let place: OverlayID
  package let key: Key?
  /// What a side of a comparison is called on a command line; nil for what cannot be one.
  let word: String?
  package let look: OverlayLook
  package let first: OverlaySettings
  /// What is painted later covers what is painted earlier; raters are painted together.
  let order: Order
  /// Whether the panel lists it where the case has none.
  let isListedWhenMissing: Bool
  private let source: @Sendable (Viewer) -> DrawnOverlay.Content?
  private let reason: @Sendable (Viewer) -> String?
  private let closerTitle: @Sendable (Viewer) -> String?
  private let amount: @Sendable (Viewer) -> String?
  /// What follows when a key shows or hides it.
  let toggled: @Sendable (inout Viewer) -> [Effect]
  /// Computes what it draws, each time that it is chosen among those that share its place.
  let prepare: @Sendable (inout Viewer) -> Void

  enum Order: Int { case map, softMask, other, rater, prediction, adjudicated }

  /// The key of an overlay and the action that it has.
  package struct Key: Sendable {
    package let character: Character
    package let action: Action.Name
    package let summary: String
  }

  /// - Parameters:
  ///   - place: the overlay whose place it shares; nil gives it one of its own.
  ///   - source: the voxels; nil where there are none.
  ///   - missing: why there are none, or nil.
  ///   - closerTitle: the title with what this case says of it.
  ///   - amount: what stands beside the title: a volume, unless said otherwise.
  init(
    _ id: OverlayID, _ title: String, place: OverlayID? = nil, key: Key? = nil, word: String? = nil, look: OverlayLook,
    first: OverlaySettings = OverlaySettings(isVisible: false, opacity: 0.9, style: .outline), order: Order,
    isListedWhenMissing: Bool = true, source: @escaping @Sendable (Viewer) -> DrawnOverlay.Content?,
    missing: @escaping @Sendable (Viewer) -> String?,
    closerTitle: @escaping @Sendable (Viewer) -> String? = { _ in nil },
    amount: (@Sendable (Viewer) -> String?)? = nil,
    toggled: @escaping @Sendable (inout Viewer) -> [Effect] = { _ in [] },
    prepare: @escaping @Sendable (inout Viewer) -> Void = { _ in }
  ) {
    self.id = id
    self.title = title
    self.place = place ?? id
    self.key = key
    self.word = word
    self.look = look
    self.first = first
    self.order = order
    self.isListedWhenMissing = isListedWhenMissing
    self.source = source
    reason = missing
    self.closerTitle = closerTitle
    self.amount =
      amount
      ?? { viewer in
        if case .mask(let mask, _) = source(viewer) { Wording.millilitres(mask) } else { nil }
      }
    self.toggled = toggled
    self.prepare = prepare
  }

  func content(in viewer: Viewer) -> DrawnOverlay.Content? { source(viewer) }

  /// Why there is nothing to show, or nil when there is.
  func missing(in viewer: Viewer) -> String? { reason(viewer) }

  func title(in viewer: Viewer) -> String { closerTitle(viewer) ?? title }

  /// What the panel says beside the title.
  func value(in viewer: Viewer) -> String { amount(viewer) ?? "" }

  /// The voxels of an overlay that is a mask.
  func mask(in viewer: Viewer) -> Mask? {
    if case .mask(let mask, _) = source(viewer) { mask } else { nil }
  }

  /// The digit of its key, or its name where it has none: what flags and saved views say.
  package var flagWord: String { key.map { String($0.character) } ?? id.rawValue }

  /// Whether a flag's word means it.
  func isNamed(_ text: String) -> Bool { text == flagWord || text == id.rawValue || text == word }
}

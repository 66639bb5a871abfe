package import Pictures

/// The settings of all overlays and which one the overlay keys apply to.
package struct OverlayStack: Sendable, Hashable {
  /// What the overlays look like before anybody changes them; those without an entry are as `unlisted`.
  private let first: [OverlayID: OverlaySettings]
  private let unlisted: OverlaySettings
  private var changed: [OverlayID: OverlaySettings] = [:]
  /// Whether overlays that nobody changed are hidden.
  private var hidesUnchanged = false
  package var active: OverlayID = .rater(0)
  /// All overlays hidden for a look at the plain image; the settings stay.
  package var isPeeking = false

  init(first: [OverlayID: OverlaySettings], unlisted: OverlaySettings) {
    self.first = first
    self.unlisted = unlisted
  }

  /// The settings of a place: of an overlay, or of those that share its key.
  package subscript(place: OverlayID) -> OverlaySettings {
    get {
      if let settings = changed[place] { return settings }
      var settings = first[place] ?? unlisted
      if hidesUnchanged { settings.isVisible = false }
      return settings
    }
    set { changed[place] = newValue }
  }

  package func isShown(_ place: OverlayID) -> Bool { !isPeeking && self[place].isVisible }

  package mutating func show(only place: OverlayID?) {
    hidesUnchanged = true
    for other in changed.keys { changed[other]?.isVisible = false }
    if let place { self[place].isVisible = true }
    isPeeking = false
  }

  /// One overlay alone, or none: what one side of a comparison shows. A peek at the plain image stays one.
  func showing(_ side: OverlayID?) -> OverlayStack {
    var stack = self
    stack.show(only: side)
    stack.isPeeking = isPeeking
    return stack
  }
}

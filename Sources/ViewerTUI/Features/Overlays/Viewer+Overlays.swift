import Pictures
import VolumeModel

extension Viewer {
  /// Every overlay of the case, in the order of the panel.
  var allOverlays: [Overlay] {
    (0..<max(2, scan.raters.count)).map(Overlay.rater) + Overlay.fixed
      + scan.otherMasks.enumerated().map { Overlay.otherMask($0, named: $1.name) }
  }

  /// One overlay for each place: the one chosen there.
  package var overlays: [Overlay] {
    let all = allOverlays
    return all.filter { $0.id == $0.place }.compactMap { chosen(at: $0.place, among: all) }
  }

  /// The overlay that a place shows.
  package func overlay(_ place: OverlayID) -> Overlay { chosen(at: place, among: allOverlays) ?? .rater(0) }

  private func chosen(at place: OverlayID, among all: [Overlay]) -> Overlay? {
    let sharing = all.filter { $0.place == place }
    if let choice = scan.overlayChoices[place], let row = sharing.first(where: { $0.id == choice }) { return row }
    guard sharing.count > 1 else { return sharing.first ?? all.first { $0.id == place } }
    return sharing.first { $0.missing(in: self) == nil } ?? sharing.first
  }

  /// The overlay that a word of a flag or of the `:` line means.
  func overlay(named text: String) -> Overlay? { allOverlays.first { $0.isNamed(text) } }

  /// Why a place has nothing to show, or nil when it has.
  package func missing(_ place: OverlayID) -> String? { overlay(place).missing(in: self) }

  /// A rater's or visit's number and name.
  func raterTitle(_ index: Int) -> String {
    let name = scan.maskNames.name(ofRater: index)
    guard let rater = scan.rater(index), rater.name != name else { return name }
    return "\(name) \(rater.isSimulated ? "SIMULATED" : rater.name)"
  }

  // MARK: - In the picture

  /// The overlays as the picture draws them, from the bottom up. Over a map of a training or of samples masks are outlines, because
  /// filled ones would hide it just where it matters most.
  func drawnOverlays(_ stack: OverlayStack) -> [DrawnOverlay] {
    guard !stack.isPeeking else { return [] }
    if let pieces = cuttingOverlays() { return pieces }
    let relabelled = relabelledOverlays(stack)
    var drawn: [(order: Overlay.Order, overlay: DrawnOverlay)] = []
    for row in overlays where stack.isShown(row.place) {
      let isReplaced = relabelled != nil && ![.map, .adjudicated].contains(row.order)
      guard !isReplaced, let content = row.content(in: self) else { continue }
      drawn.append((row.order, DrawnOverlay(content, look: row.look, settings: stack[row.place])))
    }
    drawn += (relabelled ?? []).map { (.rater, $0) }
    if relabelled == nil, stack.isShown(.other) { drawn += patternOverlays.map { (.other, $0) } }
    let ordered = drawn.enumerated().sorted {
      ($0.element.order.rawValue, $0.offset) < ($1.element.order.rawValue, $1.offset)
    }.map(\.element.overlay)
    return stack.isShown(.uncertainty) && shownScale != nil ? ordered.outlined : ordered
  }

  // MARK: - Keys

  mutating func hideOverlays() {
    view.overlays.show(only: nil)
    say("no overlays; 1 2 3 4 bring them back")
  }

  mutating func cycleStyle() {
    view.overlays[view.overlays.active].style = view.overlays[view.overlays.active].style.next
    let style = view.overlays[view.overlays.active].style
    say("\(activeTitle): \(style == .auto ? "filled, outlined when zoomed in" : style.rawValue)")
  }

  mutating func toggle(_ place: OverlayID) -> [Effect] {
    view.overlays.isPeeking = false
    view.overlays[place].isVisible.toggle()
    view.overlays.active = place
    return Overlay.known.first { $0.id == place }?.toggled(&self) ?? []
  }

  mutating func showOnly(_ place: OverlayID) {
    view.overlays.show(only: place)
    view.overlays.active = place
  }

  /// Shows one of the overlays that share a place.
  mutating func choose(_ id: OverlayID, at place: OverlayID) {
    scan.overlayChoices[place] = id
    view.overlays.isPeeking = false
    view.overlays[place].isVisible = true
    view.overlays.active = place
  }

  mutating func selectOverlay(by step: Int) {
    let places = overlays.map(\.place)
    let index = places.firstIndex(of: view.overlays.active) ?? 0
    view.overlays.active = places[(index + step + places.count) % places.count]
    say("\(activeTitle) chosen: < > opacity, O style")
  }

  mutating func changeOpacity(by change: Double) {
    let opacity = ((view.overlays[view.overlays.active].opacity + change) * 10).rounded() / 10
    view.overlays[view.overlays.active].opacity = min(1, max(0.1, opacity))
    say("\(activeTitle): opacity \(Wording.fraction(view.overlays[view.overlays.active].opacity))")
  }

  private var activeTitle: String { overlay(view.overlays.active).title }
}

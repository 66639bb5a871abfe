/// Which key does what. The help screen and the hint line are written from it, so they cannot go out of date.
package struct KeyMap: Sendable {
  package struct Binding: Sendable, Hashable {
    package let key: Key
    package let action: Action
  }

  package let bindings: [Binding]
  private let actions: [Key: Action]

  package init(_ bindings: [Binding]) {
    self.bindings = bindings
    actions = Dictionary(bindings.map { ($0.key, $0.action) }, uniquingKeysWith: { first, _ in first })
  }

  package func action(for key: Key) -> Action? { actions[key] }

  /// The keys of an action, in the order in which the help shows them.
  package func keys(for action: Action) -> [Key] {
    bindings.filter { $0.action == action }.map(\.key)
  }

  package static let standard = KeyMap(table.map { Binding(key: $0.0, action: $0.1) })

  private static let table: [(Key, Action)] = [
    (.up, .nextSlice), (.character("k"), .nextSlice), (.pageUp, .nextSlice),
    (.down, .previousSlice), (.character("j"), .previousSlice), (.pageDown, .previousSlice),
    (.shift(.up), .forwardFive), (.control("u"), .forwardFive),
    (.shift(.down), .backFive), (.control("d"), .backFive),
    (.home, .firstSlice), (.end, .lastSlice), (.character("G"), .lastSlice), (.character("g"), .goTo),
    (.right, .nextChannel), (.left, .previousChannel),
    (.character("a"), .axial), (.character("s"), .sagittal), (.character("c"), .coronal),
    (.character("R"), .flipConvention),

    (.character("+"), .zoomIn), (.character("-"), .zoomOut), (.character("="), .fit), (.character("r"), .fit),
    (.character("Z"), .zoomToFinding),
    (.control(.left), .panLeft), (.control(.right), .panRight), (.control(.up), .panUp),
    (.control(.down), .panDown),
    (.character("x"), .cursorMode), (.character("f"), .toggleCrosshair), (.character("w"), .windowMode),
    (.character("L"), .togglePanel), (.character(" "), .peek),

    (.character("1"), .toggleRater1), (.character("2"), .toggleRater2), (.character("3"), .toggleSoftMask),
    (.character("4"), .togglePrediction), (.character("0"), .hideLayers),
    (.alt("1"), .soloRater1), (.alt("2"), .soloRater2), (.alt("3"), .soloSoftMask), (.alt("4"), .soloPrediction),
    (.tab, .nextLayer), (.backTab, .previousLayer),
    (.character("<"), .lessOpaque), (.character(">"), .moreOpaque), (.character("O"), .cycleStyle),

    (.character("["), .smaller), (.function(5), .smaller), (.character("]"), .larger), (.function(6), .larger),
    (.character("("), .lowerThreshold), (.character(")"), .raiseThreshold),
    (.character(","), .lowerLabel), (.character("."), .raiseLabel),
    (.character("{"), .lowerBinarisation), (.function(7), .lowerBinarisation),
    (.character("}"), .raiseBinarisation), (.function(8), .raiseBinarisation),

    (.character("n"), .nextFinding), (.character("N"), .previousFinding),
    (.character("t"), .train), (.character("p"), .predict), (.character("m"), .score),

    (.character(":"), .command), (.character("?"), .help), (.function(1), .help),
    (.character("H"), .caseInformation), (.control("l"), .redraw), (.control("z"), .suspend),
    (.character("q"), .back), (.control("c"), .back), (.escape, .close),
  ]
}

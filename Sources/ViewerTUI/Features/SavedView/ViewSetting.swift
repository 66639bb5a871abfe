import Pictures

/// Why a case cannot be looked at as a setting asks, as the rest of a sentence: "this case has FLAIR alone".
struct UnavailableSetting: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}

/// One thing about how a case is looked at, as text: a flag of `view` and `render`, a line of a viewer file, and a
/// word of `:yank-cmd` all go by the same name and the same spelling.
package struct ViewSetting: Sendable {
  /// The flag without its dashes.
  package let name: String
  /// What it takes, for messages.
  package let usage: String
  private let accept: @Sendable (String) -> Bool
  private let readText: @Sendable (Viewer) -> String?
  private let applyText: @Sendable (inout Viewer, String) throws(UnavailableSetting) -> Void

  /// - Parameters:
  ///   - read: the value of a viewer; nil where it says nothing worth keeping.
  ///   - apply: makes the value true; throws where this case has no such thing.
  init<Value>(
    _ name: String, _ usage: String, parse: @escaping @Sendable (String) -> Value?,
    text: @escaping @Sendable (Value) -> String, read: @escaping @Sendable (Viewer) -> Value?,
    apply: @escaping @Sendable (inout Viewer, Value) throws(UnavailableSetting) -> Void
  ) {
    self.name = name
    self.usage = usage
    accept = { parse($0) != nil }
    readText = { read($0).map(text) }
    applyText = { viewer, text throws(UnavailableSetting) in
      guard let value = parse(text) else { throw UnavailableSetting("it takes \(usage)") }
      try apply(&viewer, value)
    }
  }

  package func accepts(_ text: String) -> Bool { accept(text) }
  package func read(_ viewer: Viewer) -> String? { readText(viewer) }
  func apply(_ text: String, to viewer: inout Viewer) throws(UnavailableSetting) { try applyText(&viewer, text) }

  package static func named(_ name: String) -> ViewSetting? {
    all.first { $0.name == SavedView.formerNames[name] ?? name }
  }
}

// MARK: - Kinds of values

extension ViewSetting {
  /// One of an enumeration's words.
  static func word<Word: RawRepresentable & CaseIterable & Sendable>(
    _ name: String, read: @escaping @Sendable (Viewer) -> Word?,
    apply: @escaping @Sendable (inout Viewer, Word) -> Void
  ) -> ViewSetting where Word.RawValue == String {
    let words = Word.allCases.map(\.rawValue)
    return ViewSetting(
      name, words.dropLast().joined(separator: ", ") + " or " + (words.last ?? ""), parse: { Word(rawValue: $0) },
      text: { $0.rawValue }, read: read, apply: apply)
  }

  static func number(
    _ name: String, within limits: ClosedRange<Double>, read: @escaping @Sendable (Viewer) -> Double?,
    apply: @escaping @Sendable (inout Viewer, Double) -> Void
  ) -> ViewSetting {
    ViewSetting(
      name, "a number from \(limits.lowerBound) to \(limits.upperBound)",
      parse: { text in Double(text).flatMap { limits.contains($0) ? $0 : nil } }, text: { "\($0)" }, read: read,
      apply: apply)
  }

  static func truth(
    _ name: String, read: @escaping @Sendable (Viewer) -> Bool?,
    apply: @escaping @Sendable (inout Viewer, Bool) -> Void
  ) -> ViewSetting {
    ViewSetting(
      name, "true or false", parse: { Bool($0) }, text: { "\($0)" }, read: read,
      apply: apply)
  }

  /// Finite numbers with commas between them, as in 66,85,85.
  static func numbers(
    _ name: String, _ usage: String, count: Int, read: @escaping @Sendable (Viewer) -> [Double]?,
    isValue: @escaping @Sendable ([Double]) -> Bool = { _ in true },
    apply: @escaping @Sendable (inout Viewer, [Double]) throws(UnavailableSetting) -> Void
  ) -> ViewSetting {
    ViewSetting(
      name, usage,
      parse: { text in
        let values = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
        let finite = values.compactMap { $0 }.filter(\.isFinite)
        return finite.count == count && values.count == count && isValue(finite) ? finite : nil
      },
      text: { values in
        values.map { $0 == $0.rounded() && abs($0) < 1e9 ? "\(Int($0))" : "\($0)" }.joined(separator: ",")
      }, read: read, apply: apply)
  }

  /// A value for some overlays, by the digits of their keys or their names, as in 1=0.4,3=0.8.
  static func byOverlay<Value: Sendable>(
    _ name: String, _ usage: String, parse: @escaping @Sendable (String) -> Value?,
    text: @escaping @Sendable (Value) -> String, read: @escaping @Sendable (OverlaySettings) -> Value,
    apply: @escaping @Sendable (inout OverlaySettings, Value) -> Void
  ) -> ViewSetting {
    ViewSetting(
      name, usage,
      parse: { list -> [(OverlayID, Value)]? in
        var pairs: [(OverlayID, Value)] = []
        for word in list.split(separator: ",") {
          let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
          guard parts.count == 2, let place = OverlayID(flagWord: parts[0]), let value = parse(parts[1]) else {
            return nil
          }
          pairs.append((place, value))
        }
        return pairs
      },
      text: { pairs in pairs.map { "\($0.0.flagWord)=\(text($0.1))" }.joined(separator: ",") },
      read: { viewer in viewer.overlays.map { ($0.place, read(viewer.view.overlays[$0.place])) } },
      apply: { viewer, pairs in
        for (place, value) in pairs { apply(&viewer.view.overlays[place], value) }
      })
  }
}

extension OverlayID {
  /// The place that a flag means: by the digit of its key, or by its name. A rater may be one that no case has yet.
  package init?(flagWord text: String) {
    let isRater = text.hasPrefix("rater") && Int(text.dropFirst("rater".count)).map { (1...99).contains($0) } == true
    let known = Overlay.known.first { $0.id == $0.place && $0.isNamed(text) }
    guard let place = known?.place ?? (isRater ? OverlayID(rawValue: text) : nil) else { return nil }
    self = place
  }

  /// What flags and saved views say: the digit of the key, or the name where there is none.
  package var flagWord: String { Overlay.known.first { $0.id == self }?.flagWord ?? rawValue }
}

import Pictures
package import TerminalIO
package import ViewerTUI
package import VolumeModel

/// The ways in which tests change a viewer: those of people and of the program, and no others.
extension Viewer {
  /// Types keys, written as characters.
  package mutating func type(_ keys: String) {
    for key in keys { _ = update(.key(.character(key))) }
  }

  @discardableResult
  package mutating func press(_ keys: Key...) -> [Effect] {
    keys.flatMap { update(.key($0)) }
  }

  /// Types a line as a person does: `:` and the command, then Enter.
  package mutating func run(_ line: String) {
    type(line)
    press(.enter)
  }

  /// Looks as flags of `view` ask for.
  package mutating func look(_ settings: [String: String]) {
    _ = update(.look(SavedView(settings)))
  }

  /// Puts the crosshair on a voxel.
  package mutating func look(at voxel: SIMD3<Int>) {
    look(["cursor": "\(voxel.x),\(voxel.y),\(voxel.z)"])
  }

  /// Chooses a plane and leaves the crosshair where it is.
  package mutating func turn(to plane: Plane) {
    _ = run(commandLine: plane.rawValue)
  }

  /// Presses keys and returns the events that were to be recorded.
  package mutating func recorded(_ keys: Key...) -> [ReviewEvent] {
    keys.flatMap { update(.key($0)) }.compactMap { effect in
      if case .record(let event) = effect { event } else { nil }
    }
  }

  package mutating func recorded(typing keys: String) -> [ReviewEvent] {
    keys.flatMap { recorded(.character($0)) }
  }
}

/// Work that the program would do outside and report back.
extension Viewer {
  /// Answers what an update asked for, as far as it is a new table of lesions.
  package mutating func measure(_ effects: [Effect]) {
    for effect in effects {
      guard case .buildLesionTable(let sources, let previous) = effect else { continue }
      measure(update(.lesionTable(LesionTable(sources, keepingNumbersOf: previous))))
    }
  }

  /// Presses keys as ``press(_:)`` and has lesions measured that they cut, joined or drew.
  /// - Returns: the events that were to be recorded.
  @discardableResult
  package mutating func pressAndMeasure(_ keys: Key...) -> [ReviewEvent] {
    keys.flatMap { key in
      let effects = update(.key(key))
      measure(effects)
      return effects.compactMap { effect in
        if case .record(let event) = effect { event } else { nil }
      }
    }
  }

  /// Types keys as ``type(_:)`` and has lesions measured that they cut, joined or drew.
  /// - Returns: the events that were to be recorded.
  @discardableResult
  package mutating func typeAndMeasure(_ keys: String) -> [ReviewEvent] {
    keys.flatMap { pressAndMeasure(.character($0)) }
  }
}

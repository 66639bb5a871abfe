import Segmenter
import VolumeModel

/// The commands of the `:` line that take a value; every ``Action`` is a command too.
package enum TypedCommand: String, CaseIterable, Sendable {
  case train, stop, size, label, threshold, scope, binarise, window, zoom, opacity, write, theme, quit

  package var usage: String {
    switch self {
    case .train: "train [EPOCHS | 60s | 5m]"
    case .stop: "stop"
    case .size: "size 120% (or 1.2)"
    case .label: "label 0.3"
    case .threshold: "threshold auto | VALUE"
    case .scope: "scope scan | lesion"
    case .binarise: "binarise 0.5"
    case .window: "window LOW HIGH | auto"
    case .zoom: "zoom 2"
    case .opacity: "opacity 0.5"
    case .write: "write soft | prediction | probability PATH"
    case .theme: "theme NAME"
    case .quit: "quit"
    }
  }

  /// Everything that may be typed, in alphabetical order.
  package static let names: [String] =
    Set(allCases.map(\.rawValue) + Action.allCases.map(\.rawValue)).sorted()
}

extension Session {
  /// Runs one line of the prompt.
  package mutating func run(commandLine line: String) -> [Effect] {
    let words = line.split(separator: " ", maxSplits: 1).map(String.init)
    guard let name = words.first else { return [] }
    let argument = words.count > 1 ? words[1].trimmed : ""
    if let command = TypedCommand(rawValue: name) { return run(command, argument) }
    if name == Action.goTo.rawValue, !argument.isEmpty {
      go(to: argument)
      return []
    }
    if let action = Action(rawValue: name) { return perform(action) }
    if let slice = Int(line) {
      go(to: String(slice))
      return []
    }
    let near = TypedCommand.names.filter { $0.hasPrefix(name) }
    warn("no command '\(name)'" + (near.isEmpty ? "; Tab lists them" : "; did you mean \(near.joined(separator: ", "))?"))
    return []
  }

  private mutating func run(_ command: TypedCommand, _ argument: String) -> [Effect] {
    switch command {
    case .train: return train(argument)
    case .stop: return stopTraining()
    case .size: setNumber(argument, command, within: Tuning.sizeLimits) { $0.tuning.soft.size = $1 }
    case .label: setNumber(argument, command, within: 0...1) { $0.tuning.soft.label = $1 }
    case .threshold: setThreshold(argument)
    case .scope:
      switch argument {
      case "scan": changeSoftMask { $0.soft.scope = .scan }
      case "lesion": changeSoftMask { $0.soft.scope = .lesion }
      default: warn("type \(command.usage)")
      }
    case .binarise:
      setNumber(argument, command, within: 0...1) { $0.tuning.binarisation = $1 }
      rethreshold()
    case .window: setWindow(argument)
    case .zoom:
      setNumber(argument, command, within: 0.5...16) { session, value in
        session.zoom = value
        session.viewCentre = value > 1 ? SIMD3<Double>(session.cursor) + 0.5 : nil
      }
    case .opacity:
      setNumber(argument, command, within: 0...1) { $0.layers[$0.layers.active].opacity = $1 }
    case .write: return write(argument)
    case .theme:
      do { theme = try Theme.bundled(argument) } catch { warn("\(error)") }
    case .quit: return [.quit(nil)]
    }
    return []
  }

  private mutating func setNumber(
    _ text: String, _ command: TypedCommand, within limits: ClosedRange<Double>, _ set: (inout Session, Double) -> Void
  ) {
    let isPercent = text.hasSuffix("%")
    guard let number = Double(isPercent ? String(text.dropLast()) : text) else {
      warn("type \(command.usage)")
      return
    }
    let value = isPercent ? number / 100 : number
    guard limits.contains(value) else {
      warn("\(command.rawValue) runs from \(limits.lowerBound) to \(limits.upperBound)")
      return
    }
    set(&self, value)
    if command == .size || command == .label { refreshSoftMask() }
  }

  private mutating func setThreshold(_ text: String) {
    if text == "auto" {
      changeSoftMask { $0.soft.threshold = .automatic }
    } else if let value = Double(text), value.isFinite {
      changeSoftMask { $0.soft.threshold = .value(value) }
    } else {
      warn("type \(TypedCommand.threshold.usage)")
    }
  }

  private mutating func setWindow(_ text: String) {
    if text == "auto" {
      channels[channel].window = channels[channel].automaticWindow
      return
    }
    let values = text.split(separator: " ").compactMap { Float($0) }
    guard values.count == 2, values[0].isFinite, values[1].isFinite, values[0] < values[1] else {
      warn("type \(TypedCommand.window.usage)")
      return
    }
    channels[channel].window = IntensityWindow(low: values[0], high: values[1])
  }

  private mutating func train(_ text: String) -> [Effect] {
    var request = TrainingRequest()
    if !text.isEmpty {
      if let epochs = Int(text), epochs > 0 {
        request.epochs = epochs
      } else if let seconds = TimeBudget.seconds(text) {
        request.budgetSeconds = seconds
      } else {
        warn("type \(TypedCommand.train.usage)")
        return []
      }
    }
    return startTraining(request)
  }

  private mutating func write(_ text: String) -> [Effect] {
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    guard words.count == 2 else {
      warn("type \(TypedCommand.write.usage)")
      return []
    }
    let content: WriteRequest.Content
    switch words[0] {
    case "soft":
      guard let softMask else {
        warn(missing(.softMask) ?? "no soft mask yet")
        return []
      }
      content = .softMask(softMask)
    case "prediction", "probability":
      guard let prediction else {
        warn("no prediction yet: p predicts, t trains")
        return []
      }
      content = words[0] == "prediction" ? .mask(prediction.mask) : .probability(prediction.probability)
    default:
      warn("type \(TypedCommand.write.usage)")
      return []
    }
    return [.write(WriteRequest(content: content, path: words[1]))]
  }
}

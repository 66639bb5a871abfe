import VolumeModel

extension TypedCommand {
  static let softMask: [TypedCommand] = [
    TypedCommand("size", "size 120% (or 1.2)") { session, text in
      guard let size = session.number(text, for: "size", within: Tuning.sizeLimits) else { return }
      session.changeSoftMask { $0.soft.size = size }
    },
    TypedCommand("label", "label 0.3") { session, text in
      guard let label = session.number(text, for: "label", within: 0...1) else { return }
      session.changeSoftMask { $0.soft.label = label }
    },
    TypedCommand("threshold", "threshold auto | VALUE", completes: TypedCommand.words("auto")) { session, text in
      if text == "auto" {
        session.changeSoftMask { $0.soft.threshold = .automatic }
      } else if let value = Double(text), value.isFinite {
        session.changeSoftMask { $0.soft.threshold = .value(value) }
      } else {
        session.warnUsage("threshold")
      }
    },
    TypedCommand("scope", "scope scan | lesion", completes: TypedCommand.words("scan", "lesion")) { session, text in
      switch text {
      case "scan": session.changeSoftMask { $0.soft.scope = .scan }
      case "lesion": session.changeSoftMask { $0.soft.scope = .lesion }
      default: session.warnUsage("scope")
      }
    },
    TypedCommand("binarise", "binarise 0.5") { session, text in
      guard let threshold = session.number(text, for: "binarise", within: 0...1) else { return }
      session.tuning.binarisation = threshold
      session.rethreshold()
    },
  ]
}

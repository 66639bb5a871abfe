import VolumeModel

extension TypedCommand {
  static let softMask: [TypedCommand] = [
    TypedCommand("size", "How large the soft mask becomes, against the mask.", "size 120% (or 1.2)") { viewer, text in
      guard let size = viewer.number(text, for: "size", within: Tuning.sizeLimits) else { return }
      viewer.changeSoftMask { $0.soft.size = size }
    },
    TypedCommand("label", "The soft label of voxels around a mask.", "label 0.3") { viewer, text in
      guard let label = viewer.number(text, for: "label", within: 0...1) else { return }
      viewer.changeSoftMask { $0.soft.label = label }
    },
    TypedCommand(
      "threshold", "The FLAIR value from which on the soft mask grows.", "threshold auto | VALUE",
      completes: TypedCommand.words("auto")
    ) { viewer, text in
      if text == "auto" {
        viewer.changeSoftMask { $0.soft.threshold = .automatic }
      } else if let value = Double(text), value.isFinite {
        viewer.changeSoftMask { $0.soft.threshold = .value(value) }
      } else {
        viewer.warnUsage("threshold")
      }
    },
    TypedCommand(
      "scope", "Whether the soft mask grows over the scan or lesion by lesion.", "scope scan | lesion",
      completes: TypedCommand.words("scan", "lesion")
    ) { viewer, text in
      switch text {
      case "scan": viewer.changeSoftMask { $0.soft.scope = .scan }
      case "lesion": viewer.changeSoftMask { $0.soft.scope = .lesion }
      default: viewer.warnUsage("scope")
      }
    },
    TypedCommand("binarise", "The probability from which on a voxel is predicted.", "binarise 0.5") { viewer, text in
      guard let threshold = viewer.number(text, for: "binarise", within: 0...1) else { return }
      viewer.view.tuning.binarisation = threshold
      viewer.rethreshold()
    },
  ]
}

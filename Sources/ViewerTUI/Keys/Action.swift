/// Everything a key can do. Each action is also a command of the `:` line under its raw value, and has one line of help.
package enum Action: String, CaseIterable, Sendable, Hashable {
  case nextSlice = "next-slice"
  case previousSlice = "previous-slice"
  case forwardFive = "forward-5"
  case backFive = "back-5"
  case firstSlice = "first-slice"
  case lastSlice = "last-slice"
  case goTo = "go"
  case nextChannel = "next-channel"
  case previousChannel = "previous-channel"
  case axial, coronal, sagittal
  case flipConvention = "flip-sides"

  case zoomIn = "zoom-in"
  case zoomOut = "zoom-out"
  case fit
  case zoomToFinding = "zoom-to-finding"
  case panLeft = "pan-left"
  case panRight = "pan-right"
  case panUp = "pan-up"
  case panDown = "pan-down"
  case cursorMode = "cursor-mode"
  case toggleCrosshair = "crosshair"
  case windowMode = "window-mode"
  case togglePanel = "panel"
  case peek

  case toggleRater1 = "rater-1"
  case toggleRater2 = "rater-2"
  case toggleSoftMask = "soft-mask"
  case togglePrediction = "prediction"
  case soloRater1 = "only-rater-1"
  case soloRater2 = "only-rater-2"
  case soloSoftMask = "only-soft-mask"
  case soloPrediction = "only-prediction"
  case hideLayers = "no-layers"
  case nextLayer = "next-layer"
  case previousLayer = "previous-layer"
  case lessOpaque = "less-opaque"
  case moreOpaque = "more-opaque"
  case cycleStyle = "style"

  case smaller = "size-down"
  case larger = "size-up"
  case lowerThreshold = "threshold-down"
  case raiseThreshold = "threshold-up"
  case lowerLabel = "label-down"
  case raiseLabel = "label-up"
  case lowerBinarisation = "binarise-down"
  case raiseBinarisation = "binarise-up"

  case nextFinding = "next-finding"
  case previousFinding = "previous-finding"

  case train
  case predict
  case score

  case command
  case help
  case caseInformation = "information"
  case redraw
  case suspend
  case close
  case back
}

extension Action {
  /// The heading an action stands under in the help.
  package enum Group: String, CaseIterable, Sendable {
    case slices = "Slices and planes"
    case view = "View"
    case layers = "Layers"
    case tuning = "Soft mask and thresholds"
    case findings = "Disagreements"
    case model = "Model"
    case general = "General"
  }

  package var group: Group {
    switch self {
    case .nextSlice, .previousSlice, .forwardFive, .backFive, .firstSlice, .lastSlice, .goTo, .nextChannel,
      .previousChannel, .axial, .coronal, .sagittal, .flipConvention:
      .slices
    case .zoomIn, .zoomOut, .fit, .zoomToFinding, .panLeft, .panRight, .panUp, .panDown, .cursorMode, .toggleCrosshair,
      .windowMode, .togglePanel, .peek:
      .view
    case .toggleRater1, .toggleRater2, .toggleSoftMask, .togglePrediction, .soloRater1, .soloRater2, .soloSoftMask,
      .soloPrediction, .hideLayers, .nextLayer, .previousLayer, .lessOpaque, .moreOpaque, .cycleStyle:
      .layers
    case .smaller, .larger, .lowerThreshold, .raiseThreshold, .lowerLabel, .raiseLabel, .lowerBinarisation,
      .raiseBinarisation:
      .tuning
    case .nextFinding, .previousFinding: .findings
    case .train, .predict, .score: .model
    case .command, .help, .caseInformation, .redraw, .suspend, .close, .back: .general
    }
  }

  /// What the action does, in a line.
  package var summary: String {
    switch self {
    case .nextSlice: "next slice (up, front, right)"
    case .previousSlice: "previous slice"
    case .forwardFive: "5 slices on"
    case .backFive: "5 slices back"
    case .firstSlice: "first slice of the brain"
    case .lastSlice: "last slice of the brain"
    case .goTo: "go to slice, voxel or mm"
    case .nextChannel: "next image (FLAIR, T1, T2)"
    case .previousChannel: "previous image"
    case .axial: "axial plane"
    case .coronal: "coronal plane"
    case .sagittal: "sagittal plane"
    case .flipConvention: "radiological or neurological sides"
    case .zoomIn: "magnify"
    case .zoomOut: "reduce"
    case .fit: "whole brain, default window"
    case .zoomToFinding: "zoom to the disagreement"
    case .panLeft: "move the view left"
    case .panRight: "move the view right"
    case .panUp: "move the view up"
    case .panDown: "move the view down"
    case .cursorMode: "arrows move the crosshair"
    case .toggleCrosshair: "crosshair on or off"
    case .windowMode: "window and level with the arrows"
    case .togglePanel: "side panel"
    case .peek: "plain image, all marks hidden"
    case .toggleRater1: "rater 1"
    case .toggleRater2: "rater 2"
    case .toggleSoftMask: "soft mask"
    case .togglePrediction: "prediction"
    case .soloRater1: "rater 1 alone"
    case .soloRater2: "rater 2 alone"
    case .soloSoftMask: "soft mask alone"
    case .soloPrediction: "prediction alone"
    case .hideLayers: "no layers"
    case .nextLayer: "choose the next layer"
    case .previousLayer: "choose the previous layer"
    case .lessOpaque: "chosen layer less opaque"
    case .moreOpaque: "chosen layer more opaque"
    case .cycleStyle: "chosen layer: fill, outline, hatch"
    case .smaller: "soft mask smaller"
    case .larger: "soft mask larger"
    case .lowerThreshold: "FLAIR threshold lower"
    case .raiseThreshold: "FLAIR threshold higher"
    case .lowerLabel: "soft label lower"
    case .raiseLabel: "soft label higher"
    case .lowerBinarisation: "binarisation threshold lower"
    case .raiseBinarisation: "binarisation threshold higher"
    case .nextFinding: "next disagreement, largest first"
    case .previousFinding: "previous disagreement"
    case .train: "train on the soft mask as tuned; again: stop"
    case .predict: "predict with the newest weights"
    case .score: "score table against the raters"
    case .command: "command line"
    case .help: "this help"
    case .caseInformation: "files, grid and notes of the case"
    case .redraw: "redraw the screen"
    case .suspend: "suspend"
    case .close: "close what is open"
    case .back: "close what is open, or quit"
    }
  }
}

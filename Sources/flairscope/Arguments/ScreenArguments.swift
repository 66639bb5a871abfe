import ArgumentParser
import Foundation
import ViewerTUI
import Pictures
import Settings
import TerminalIO

/// What a picture or a viewer starts with; `:yank-cmd` in the viewer writes these flags.
struct OpeningArguments: ParsableArguments {
  @Option(help: "axial, coronal or sagittal.", completion: .list(["axial", "coronal", "sagittal"]))
  var plane: String?

  @Option(help: "The slice, counted from 1; without it, the one with the largest disagreement.")
  var slice: String?

  @Option(help: "The disagreement to go to, counted from 1, the largest first.")
  var finding: String?

  @Option(help: ArgumentHelp("The voxel under the crosshair.", valueName: "x,y,z"))
  var cursor: String?

  @Option(help: "How far to zoom in, 0.5 to 16.")
  var zoom: String?

  @Option(help: ArgumentHelp("The voxel in the middle of the view.", valueName: "x,y,z"))
  var centre: String?

  @Option(help: "The image to show, as in T1.")
  var channel: String?

  @Option(help: ArgumentHelp("The intensities drawn black and white.", valueName: "low,high"))
  var window: String?

  @Option(
    help: """
      The overlays to show, as in 1,2,4: \(Overlay.flagHelp); 'none' for none.
      """)
  var overlays: String?

  @Option(help: .hidden)
  var layers: String?

  @Option(help: "Opacities by overlay, as in 1=0.4,3=0.8.")
  var opacity: String?

  @Option(help: "fill, outline or hatch by overlay, as in 4=outline.")
  var style: String?

  @Option(help: "The overlay that the overlay keys apply to.")
  var activeOverlay: String?

  @Option(help: .hidden)
  var activeLayer: String?

  @Option(
    help: "single, ortho, split, mosaic or lesion-mosaic.",
    completion: .list(["single", "ortho", "split", "mosaic", "lesion-mosaic"]))
  var arrangement: String?

  @Option(help: "What split and blink compare: two of r1, r2, soft, pred, adjudicated, image, as in r1,pred.")
  var compare: String?

  @Option(
    help: "Whether to show the disagreement map in place of overlays: true or false.",
    completion: .list(["true", "false"]))
  var disagreementMap: String?

  @Option(help: "Whether to smooth between voxels: true or false.", completion: .list(["true", "false"]))
  var interpolate: String?

  @Option(help: "Whether to draw the bar of grey levels: true or false.", completion: .list(["true", "false"]))
  var colourBar: String?

  @Option(help: "Whether to draw the crosshair: true or false.", completion: .list(["true", "false"]))
  var crosshair: String?

  @Option(help: "Whether to show the side panel: true or false.", completion: .list(["true", "false"]))
  var panel: String?

  @Option(help: "radiological or neurological.", completion: .list(["radiological", "neurological"]))
  var convention: String?

  @Flag(help: "The same as --convention neurological: the patient's left is on the left.")
  var neurological = false

  @Option(help: "Where the nose points in sagittal slices: left or right.", completion: .list(["left", "right"]))
  var nose: String?

  @Option(help: ArgumentHelp("Size of the soft mask: 1.2 is 120 % of the rater's mask.", valueName: "ratio"))
  var maskSize: String?

  @Option(help: "Label of the soft mask's rim, 0 to 1.")
  var label: String?

  @Option(help: ArgumentHelp("FLAIR value below which nothing grows, or auto.", valueName: "auto|value"))
  var threshold: String?

  @Option(help: "What the soft mask's size is counted over: scan or lesion.", completion: .list(["scan", "lesion"]))
  var scope: String?

  @Option(help: "Probabilities from here on are lesion.")
  var binarise: String?

  func view() throws -> SavedView {
    let given = [
      "plane": plane, "slice": slice, "finding": finding, "cursor": cursor, "zoom": zoom, "centre": centre,
      "channel": channel,
      "window": window, "overlays": overlays ?? layers, "opacity": opacity, "style": style,
      "active-overlay": activeOverlay ?? activeLayer,
      "arrangement": arrangement, "compare": compare, "disagreement-map": disagreementMap, "interpolate": interpolate,
      "colour-bar": colourBar, "crosshair": crosshair, "panel": panel,
      "convention": neurological ? "neurological" : convention, "nose": nose, "mask-size": maskSize, "label": label,
      "threshold": threshold, "scope": scope, "binarise": binarise,
    ].compactMapValues { $0 }
    for setting in ViewSetting.all {
      guard let text = given[setting.name], !setting.accepts(text) else { continue }
      throw ValidationError("'\(text)' is no value of --\(setting.name); it takes \(setting.usage).")
    }
    return SavedView(given)
  }
}

/// What of the configuration is given for this run.
struct ScreenArguments: ParsableArguments {
  @Option(help: "true, 256, 16, 8 or mono; without it, what the terminal can show.")
  var colors: ColorDepth?

  @Option(help: "octants, sextants, quadrants, half or ascii; without it, what the terminal can show.")
  var glyphs: GlyphSet?

  @Option(
    help: "A colour theme: night, paper, contrast, fjord, ember, sixteen, mono or one of your own.",
    completion: .list(["night", "paper", "contrast", "fjord", "ember", "sixteen", "mono"]))
  var theme: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Any option of 'flairscope config', for this run. May be repeated.", valueName: "name=value"))
  var options: [String] = []

  /// The configuration with these flags on top, and others of the command.
  func preferences(_ further: [String: String?] = [:]) throws -> ViewerPreferences {
    var flags = ["colors": colors?.rawValue, "glyphs": glyphs?.rawValue, "theme": theme]
    for (name, value) in further { flags[name] = value }
    for text in options {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { throw ValidationError("'\(text)' sets nothing; write NAME=VALUE.") }
      flags[parts[0]] = parts[1]
    }
    let configuration = Configuration(flags: flags, environment: ProcessInfo.processInfo.environment)
    if let problem = configuration.flagProblems.first { throw ValidationError(Self.sentence("\(problem)")) }
    let preferences = try ViewerPreferences(configuration)
    if let name = theme, preferences.theme.name != name {
      throw ValidationError(Self.sentence("--theme: \(ThemeCatalogue.noTheme(name, among: preferences.themes))"))
    }
    return preferences
  }

  /// A question has its mark already.
  private static func sentence(_ problem: String) -> String { problem.hasSuffix("?") ? problem : problem + "." }
}

extension SettingsProblem: StatusBearing {
  var exitStatus: ExitStatus { .badData }
}

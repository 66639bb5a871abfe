import ArgumentParser
import Foundation
import ViewerTUI
import VolumeModel

/// What a picture or a viewer starts with.
struct OpeningArguments: ParsableArguments {
  @Option(help: "axial, coronal or sagittal.")
  var plane: Plane = .axial

  @Option(help: "The slice, counted from 1; without it, the one with the largest disagreement.")
  var slice: Int?

  @Option(help: "How many times to magnify.")
  var zoom: Double?

  @Option(help: "The layers to show, as in 1,2,4: 1 rater 1, 2 rater 2, 3 soft mask, 4 prediction; 'none' for none.")
  var layers: String?

  @Flag(help: "Draw the patient's left on the left of the picture (the default is radiological).")
  var neurological = false

  @Option(help: ArgumentHelp("Size of the soft mask: 1.2 is 120 % of the rater's mask.", valueName: "ratio"))
  var maskSize = 1.2

  @Option(help: "Label of the soft mask's rim, 0 to 1.")
  var label = 0.3

  @Option(help: ArgumentHelp("FLAIR value below which nothing grows, or auto.", valueName: "auto|value"))
  var threshold = "auto"

  @Option(help: "Probabilities from here on are lesion.")
  var binarise = 0.5

  func view() throws -> OpeningView {
    var view = OpeningView()
    view.plane = plane
    view.slice = slice
    if neurological { view.convention = .neurological }
    if let zoom {
      guard (0.5...16).contains(zoom) else { throw ValidationError("--zoom runs from 0.5 to 16.") }
      view.zoom = zoom
    }
    view.layers = try chosenLayers()
    guard Tuning.sizeLimits.contains(maskSize) else { throw ValidationError("--mask-size runs from 1 to 3.") }
    guard (0...1).contains(label) else { throw ValidationError("--label runs from 0 to 1.") }
    view.tuning.soft.size = maskSize
    view.tuning.soft.label = label
    if threshold != "auto" {
      guard let value = Double(threshold), value.isFinite else {
        throw ValidationError("'\(threshold)' is no FLAIR threshold; write auto or a number.")
      }
      view.tuning.soft.threshold = .value(value)
    }
    guard (0...1).contains(binarise) else { throw ValidationError("--binarise runs from 0 to 1.") }
    view.tuning.binarisation = binarise
    return view
  }

  private func chosenLayers() throws -> [Layer]? {
    guard let layers else { return nil }
    if layers == "none" || layers == "0" { return [] }
    return try layers.split(separator: ",").map { word in
      guard let number = Int(word), Layer.byKey.indices.contains(number - 1) else {
        throw ValidationError("'\(layers)' names no layers; write numbers from 1 to 4, as in 1,2.")
      }
      return Layer.byKey[number - 1]
    }
  }
}

/// What of the configuration is given for this run.
struct ScreenArguments: ParsableArguments {
  @Option(help: "true, 256, 16, 8 or mono; without it, what the terminal can show.")
  var colors: ColorDepth?

  @Option(help: "sextants, quadrants, half or ascii; without it, what the terminal can show.")
  var glyphs: GlyphSet?

  @Option(help: "A colour theme: night, paper, contrast, fjord, ember, sixteen, mono or one of your own.")
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
    if let problem = configuration.flagProblems.first { throw ValidationError("\(problem).") }
    let preferences = try ViewerPreferences(configuration)
    if let name = theme, preferences.theme.name != name {
      throw ValidationError("--theme: \(ThemeCatalogue.noTheme(name, among: preferences.themes)).")
    }
    return preferences
  }
}

extension SettingsProblem: StatusBearing {
  var exitStatus: ExitStatus { .badData }
}

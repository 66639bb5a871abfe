import ArgumentParser
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
    view.convention = neurological ? .neurological : .radiological
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

/// Colours and glyphs, where they are to be forced.
struct ScreenArguments: ParsableArguments {
  @Option(help: "true, 256, 16, 8 or mono; without it, what the terminal can show.")
  var colors: ColorDepth?

  @Option(help: "half or ascii; without it, what the terminal can show.")
  var glyphs: GlyphSet?

  @Option(help: "A colour theme: night or paper.")
  var theme: String?
}

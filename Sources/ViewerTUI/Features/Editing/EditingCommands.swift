extension TypedCommand {
  static let editing: [TypedCommand] = [
    TypedCommand(
      "brush", "The radius of brush and eraser.", "brush RADIUS in mm | disc | ball | above FLAIR | above off",
      completes: { _, argument in .words(argument == 1 ? ["disc", "ball", "above"] : ["off"]) }
    ) { $0.setBrush($1) },
    .asking("flood", "Gives the lesion in hand the joined voxels of like FLAIR.", "flood 10% | DIFFERENCE of FLAIR") {
      $0.flood($1)
    },
    .asking(
      "fill-holes", "Fills the holes of the lesion in hand, on the slice or in all directions.", "fill-holes lesion",
      completes: words("lesion")
    ) { $0.fillHoles($1) },
    .asking("interpolate", "Fills the slices between two drawn ones by their shapes.", "interpolate SLICE SLICE") {
      $0.interpolateSlices($1)
    },
  ]
}

extension Viewer {
  fileprivate mutating func setBrush(_ text: String) {
    let words = text.split(separator: " ").map(String.init)
    switch words.first {
    case "disc" where words.count == 1, "ball" where words.count == 1:
      if review.tools.isFlat != (words[0] == "disc") { toggleBrushShape() }
    case "above" where words == ["above", "off"]: setBrush(above: nil)
    case "above" where words.count == 2:
      guard let threshold = number(words[1], for: "brush", within: -1e9...1e9) else { return }
      setBrush(above: threshold)
    default:
      guard let radius = number(text, for: "brush", within: EditingTools.radiusLimitsMM) else { return }
      setBrush(radiusMM: radius)
    }
  }
}

import Pictures
import TerminalIO

extension Action.Group {
  static let layers = Action.Group(
    title: "Layers",
    actions: [
      Action("rater-1", "rater 1", ["1"], needs: .layer(.rater1)) { $0.toggle(.rater1) }.hinted("overlays"),
      Action("rater-2", "rater 2", ["2"], needs: .layer(.rater2)) { $0.toggle(.rater2) }.hinted("overlays"),
      Action("soft-mask", "soft mask", ["3"], needs: .layer(.softMask)) { $0.toggle(.softMask) }.hinted("overlays"),
      Action("prediction", "prediction", ["4"], needs: .layer(.prediction)) { $0.toggle(.prediction) }.hinted("overlays"),
      Action("adjudicated", "adjudicated mask, as decided so far", ["5"], needs: .layer(.adjudicated)) {
        $0.toggle(.adjudicated)
      },
      Action("further", "consensus of the raters, or a further mask", ["7"], needs: .layer(.further)) {
        $0.toggle(.further)
      },
      Action("next-further", "the next consensus or further mask", ["8"], needs: .layer(.further)) {
        $0.showNextFurther()
      },
      .asking("uncertainty", "uncertainty of the prediction, or the map chosen", ["6"], needs: .layer(.entropy)) {
        $0.toggle(.entropy)
        return $0.wantedMaps
      }.hinted("uncertainty"),
      .asking("next-map", "map of the training: weight, uncertainty, loss", ["9"], needs: .pixelMaps) {
        $0.showNextMap()
      },
      Action("only-rater-1", "rater 1 alone", [.alt("1")], needs: .layer(.rater1)) { $0.showOnly(.rater1) },
      Action("only-rater-2", "rater 2 alone", [.alt("2")], needs: .layer(.rater2)) { $0.showOnly(.rater2) },
      Action("only-soft-mask", "soft mask alone", [.alt("3")], needs: .layer(.softMask)) { $0.showOnly(.softMask) },
      Action("only-prediction", "prediction alone", [.alt("4")], needs: .layer(.prediction)) {
        $0.showOnly(.prediction)
      },
      Action("no-layers", "no layers", ["0"]) { $0.hideLayers() },
      Action("next-layer", "choose the next layer", [.tab]) { $0.selectLayer(by: 1) },
      Action("previous-layer", "choose the previous layer", [.backTab]) { $0.selectLayer(by: -1) },
      Action("less-opaque", "chosen layer less opaque", ["<"]) { $0.changeOpacity(by: -0.1) },
      Action("more-opaque", "chosen layer more opaque", [">"]) { $0.changeOpacity(by: 0.1) },
      Action("style", "chosen layer: fill, outline, hatch", ["O"]) { $0.cycleStyle() },
    ])
}

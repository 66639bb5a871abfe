package import Segmenter
import VolumeModel
package import TerminalIO

/// The curves of a training run as a picture: the losses above, the validation Dice below, over epochs.
package enum TrainingChart {
  package static func raster(_ epochs: [EpochRecord]) -> Raster {
    var raster = Raster(width: 960, height: 720, filledWith: .white)
    func series(_ name: String, _ ink: Int, dash: Int = 0, _ value: (EpochRecord) -> Double) -> LineChart.Series {
      LineChart.Series(
        name: name, points: epochs.map { SIMD2(Double($0.epoch), value($0)) }, ink: LineChart.inks[ink], dash: dash)
    }
    let kept = epochs.last.map { (place: Double($0.bestEpoch), text: "kept \($0.bestEpoch)") }
    LineChart(
      horizontalLabel: "epoch", verticalLabel: "loss",
      series: [series("training", 0) { $0.loss }, series("validation", 1, dash: 6) { $0.validationLoss }], mark: kept
    ).draw(x: 0, y: 8, width: 960, height: 350, on: &raster)
    LineChart(
      horizontalLabel: "epoch", verticalLabel: "Dice",
      series: [series("kept", 3, dash: 4) { $0.bestDice }, series("validation", 2) { $0.validationDice }],
      verticalRange: 0...1, mark: kept
    ).draw(x: 0, y: 364, width: 960, height: 350, on: &raster)
    return raster
  }

  /// Writes `curves.png` into a run's folder, from what its `metrics.csv` tells; nothing before the first epoch.
  package static func write(to folder: RunFolder) throws {
    let epochs = folder.storedEpochs()
    guard !epochs.isEmpty else { return }
    let path = folder.path + "/curves.png"
    try OutputFile.write(try pngData(raster(epochs)), to: path, force: true)
  }
}

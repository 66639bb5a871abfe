import TerminalIO

extension Action.Group {
  static let model = Action.Group(
    title: "Model",
    actions: [
      .asking("train", "train on the soft mask as tuned, in a work list on all approved cases; again: stop", ["t"]) {
        $0.model.training.isBusy ? $0.stopTraining() : $0.startTraining(TrainingRequest())
      }.hinted("train"),
      .asking("predict", "predict with the newest weights, while training with those so far", ["p"], needs: .weights) {
        $0.predict()
      }.hinted("predict"),
      .asking("score", "score table against the raters", ["m"]) { $0.score() }.hinted("score"),
    ])
}

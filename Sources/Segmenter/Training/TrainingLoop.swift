/// The loop of a run.
enum TrainingLoop {
  static func run(
    _ plan: TrainingPlan, cases: [TrainingCase], initialWeights: UNetWeights?, folder: RunFolder?, run: TrainingRun,
    onEvent: (TrainingEvent) -> Void
  ) -> Result<TrainedModel, TrainingError> {
    .failure(.noCases)
  }
}

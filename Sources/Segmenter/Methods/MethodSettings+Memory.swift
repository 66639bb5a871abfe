extension MethodSettings {
  /// Bytes of the networks and buffers that a method has beside the plain run's.
  func bytes(_ plan: TrainingPlan, width: Int, height: Int, batchSize: Int) -> Int {
    switch name {
    default: 0
    }
  }
}

extension SliceStore {
  /// The slices that a plan looks at, by the needs of its method.
  package init(_ cases: [TrainingCase], plan: TrainingPlan) throws(TrainingError) {
    try self.init(cases, plan: plan, trustedSlices: plan.method.name.details.trustedSlices)
  }
}

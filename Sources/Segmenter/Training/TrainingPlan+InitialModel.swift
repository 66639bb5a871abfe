extension TrainingPlan {
  /// Goes on from trained weights: their architecture, images, normalisation and preparation stay as they are.
  public mutating func goOn(from model: TrainedModel) {
    architecture = model.architecture
    imageRoles = model.metadata.imageRoles
    normalisation = model.metadata.normalisation
    preparation = model.metadata.preparation
  }
}

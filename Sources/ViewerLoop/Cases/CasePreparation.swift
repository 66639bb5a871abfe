package import VolumeModel

/// How the cases of a sitting are made ready for the screen.
package struct CasePreparation: Sendable, Hashable {
  /// Whether masks of another grid are brought to the FLAIR's by nearest neighbour instead of being refused.
  package var resamplesNearest: Bool
  /// Who must not know which rater drew what; nil shows names and order.
  package var blindReviewer: String?

  /// Where estimates of brains are kept between sittings; nil keeps none.
  package var brainCache: BrainCache?

  package init(resamplesNearest: Bool = false, blindReviewer: String? = nil, brainCache: BrainCache? = nil) {
    self.resamplesNearest = resamplesNearest
    self.blindReviewer = blindReviewer
    self.brainCache = brainCache
  }

  /// The same with the raters' names and order, for work whose results show neither.
  var unblinded: CasePreparation {
    var unblinded = self
    unblinded.blindReviewer = nil
    return unblinded
  }

  /// Loads a case without its further images, which follow once it is on the screen.
  package func load(_ files: CaseFiles) throws(FileError) -> ReviewCase {
    prepare(
      try ReviewCase.load(
        files, resampleNearest: resamplesNearest, withImages: false, brainCache: brainCache))
  }

  /// The case as the screen shows it: with every rater, and blinded where that was asked for.
  package func prepare(_ review: ReviewCase) -> ReviewCase {
    let review = review.withAllRaters()
    guard let blindReviewer else { return review }
    return review.blinded(Blinding(casePath: review.flair.path, reviewer: blindReviewer))
  }
}

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
  /// - Throws: `FileError` for files that cannot be used, or where the case would not fit into memory.
  package func load(_ files: CaseFiles) throws(FileError) -> ReviewCase {
    try CaseMemory(of: files)?.check()
    return prepare(
      try ReviewCase.load(
        files, resampleNearest: resamplesNearest, withImages: false, brainCache: brainCache))
  }

  /// Loads a case that was open before, as its files are now; two visits stay two visits.
  func reload(_ review: ReviewCase, labels: [Int]?) throws(FileError) -> ReviewCase {
    func chosen(_ files: CaseFiles) -> CaseFiles {
      guard let labels else { return files }
      var files = files
      files.take(NamedRoles(labels: labels))
      return files
    }
    guard let earlier = review.earlier else { return try load(chosen(review.files)) }
    let later = try ReviewCase.load(
      chosen(review.files), resampleNearest: resamplesNearest, withImages: false, brainCache: brainCache)
    return prepare(
      try ReviewCase.visits(earlier: chosen(earlier), later: later, resampleNearest: resamplesNearest))
  }

  /// The case as the screen shows it: with every rater, and blinded where that was asked for.
  package func prepare(_ review: ReviewCase) -> ReviewCase {
    let review = review.withAllRaters()
    guard let blindReviewer else { return review }
    return review.blinded(Blinding(casePath: review.flair.path, reviewer: blindReviewer))
  }
}

import VolumeModel

/// The JSON beside the adjudicated mask: what BIDS asks of a derived mask, and all that is needed to make it again.
struct MaskSidecar: Encodable {
  let type = "Lesion"
  let sources: [String]
  let spatialReference = "orig"
  let generatedBy: [Generator]
  let author: String
  let date: String
  let inputs: [JournalInput]
  let undecidedLesions: UndecidedPolicy
  let lesions: Int
  let decidedLesions: Int
  let flaggedLesions: Int
  let caseVerdict: String?
  let caseComment: String?
  let caseRating: Int?
  let reviewSeconds: Double?
  let journal: String?
  let actions: Int
  let simulatedRaters: [String]

  struct Generator: Encodable {
    let name = "flairscope"
    let version: String
    private enum CodingKeys: String, CodingKey { case name = "Name", version = "Version" }
  }

  init(_ export: ReviewExport) {
    let (outcome, origin) = (export.outcome, export.origin)
    sources = origin.inputs.map(\.path)
    generatedBy = [Generator(version: origin.version)]
    author = origin.author
    date = origin.time
    inputs = origin.inputs
    undecidedLesions = outcome.undecided
    lesions = outcome.rows.count
    decidedLesions = outcome.decidedCount
    flaggedLesions = outcome.rows.count { $0.review?.isFlagged == true }
    caseVerdict = outcome.state.verdict?.rawValue
    caseComment = outcome.state.comment.isEmpty ? nil : outcome.state.comment
    caseRating = outcome.state.rating
    reviewSeconds = origin.times?.seconds
    journal = origin.journal
    actions = origin.actionCount
    simulatedRaters = export.review.raters.filter(\.isSimulated).map(\.name)
  }

  private enum CodingKeys: String, CodingKey {
    case type = "Type"
    case sources = "Sources"
    case spatialReference = "SpatialReference"
    case generatedBy = "GeneratedBy"
    case author = "Author"
    case date = "Date"
    case inputs = "Inputs"
    case undecidedLesions = "UndecidedLesions"
    case lesions = "Lesions"
    case decidedLesions = "DecidedLesions"
    case flaggedLesions = "FlaggedLesions"
    case caseVerdict = "CaseVerdict"
    case caseComment = "CaseComment"
    case caseRating = "CaseRating"
    case reviewSeconds = "ReviewSeconds"
    case journal = "Journal"
    case actions = "Actions"
    case simulatedRaters = "SimulatedRaters"
  }
}

/// The JSON beside the disagreement map.
struct MapSidecar: Encodable {
  let description: String
  /// What each bit says, by its number; raters with their names.
  let bits: [String: String]
  let sources: [String]
  let spatialReference = "orig"
  let raters: [String]
  let simulatedRaters: [String]
  let predictionThreshold: Double?
  let generatedBy: [MaskSidecar.Generator]

  init(_ export: ReviewExport) {
    let raterCount = export.review.raters.count
    description = DisagreementMap.description(raterCount: raterCount)
    bits = Dictionary(
      DisagreementMap.bits(raterCount: raterCount).enumerated().compactMap { index, part in
        let name = export.review.raters.indices.contains(index) ? " (\(export.review.raters[index].name))" : ""
        let isThere = !name.isEmpty || part.meaning == "prediction" && export.outcome.prediction != nil
        return isThere ? ("\(part.bit)", part.meaning + name) : nil
      }, uniquingKeysWith: { first, _ in first })
    sources = export.origin.inputs.map(\.path)
    raters = export.review.raters.map(\.name)
    simulatedRaters = export.review.raters.filter(\.isSimulated).map(\.name)
    predictionThreshold = export.outcome.predictionThreshold
    generatedBy = [MaskSidecar.Generator(version: export.origin.version)]
  }

  private enum CodingKeys: String, CodingKey {
    case description = "Description"
    case bits = "Bits"
    case sources = "Sources"
    case spatialReference = "SpatialReference"
    case raters = "Raters"
    case simulatedRaters = "SimulatedRaters"
    case predictionThreshold = "PredictionThreshold"
    case generatedBy = "GeneratedBy"
  }
}

/// The JSON beside the map of lesions by number.
struct NumbersSidecar: Encodable {
  let description: String
  let sources: [String]
  let spatialReference = "orig"
  let generatedBy: [MaskSidecar.Generator]

  init(_ export: ReviewExport) {
    description =
      "A number for each lesion, as cut and joined in the review, numbered as in \(export.tableStem).csv"
    sources = export.origin.inputs.map(\.path)
    generatedBy = [MaskSidecar.Generator(version: export.origin.version)]
  }

  private enum CodingKeys: String, CodingKey {
    case description = "Description"
    case sources = "Sources"
    case spatialReference = "SpatialReference"
    case generatedBy = "GeneratedBy"
  }
}

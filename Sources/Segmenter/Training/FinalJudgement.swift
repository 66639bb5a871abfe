internal import VolumeModel

/// What a run's weights do on its own scans: the binarisation threshold with the best mean Dice, and each rater's agreement.
///
/// Every scan counts the same for the threshold, whether it was trained on or held out whole. Held-out patients alone are
/// too few: one that is unlike the others moved the threshold to 0.003. Scans that were trained on have nearly the same
/// Dice over most of the range and fall off at its ends, so the held-out patients decide inside of that (docs/model.md).
/// Where validation holds out slices of the patients trained on, the threshold is chosen on the others, as Kats, Goldberger
/// and Greenspan (ISBI 2019) do. Where slices are trusted they alone choose: a threshold that is best against annotations
/// that may be wrong gives back what a method has taken from them (docs/experiments/noise.md).
struct FinalJudgement {
  var threshold = 0.5
  /// Chosen on patients that were held out whole; nil without such.
  var filter: LesionSizeFilter?
  var raters: [RaterScore] = []

  /// One scan at every threshold.
  private struct Scan {
    /// Over the part of the scan by which the threshold is chosen, against each mask that is learned from, or the trusted
    /// one.
    let choosing: [ThresholdSweep]
    let raters: [(name: String, slices: RaterScore.Slices, sweep: ThresholdSweep)]
  }

  /// Nothing chosen and nothing judged.
  init() {}

  /// - Parameters:
  ///   - prediction: by a network as large as the store's windows.
  ///   - isStopRequested: looked at between slices.
  /// - Returns: nil when it was stopped.
  init?(
    _ cases: [TrainingCase], store: SliceStore, prediction: MeanPrediction, averagesFlips: Bool = false,
    pool: WorkerPool,
    isStopRequested: () -> Bool
  ) {
    var scans: [(name: String, scan: Scan)] = []
    // Of held-out patients alone, since memory holds each map to the end.
    var heldOutMaps: [(expert: Mask, probability: Volume<Float>)] = []
    for (number, one) in cases.enumerated() {
      guard let box = store.frames[number].box(of: one.brain) else { continue }
      let cutter = SliceCutter(
        frame: store.frames[number], window: store.windows[number], channels: one.channels,
        scales: store.scales[number], brain: one.brain)
      var probability = Volume<Float>(grid: one.brain.grid, filledWith: 0)
      let isComplete = VolumePrediction(
        prediction: prediction, pool: pool, cutter: cutter, averagesFlips: averagesFlips
      ).run(
        slices: Array(box.slices), progress: { _ in !isStopRequested() }
      ) { _, brainPixels, logits in
        probability.withMutableScalars { scalars in
          for (pixel, index) in brainPixels { scalars[index] = sigmoid(logits[pixel]) }
        }
      }
      guard isComplete else { return nil }
      let heldOut = store.heldOutRegion(ofCase: number, grid: one.brain.grid)
      let isHeldOut = store.heldOutPatients.contains(one.patient)
      if isHeldOut { heldOutMaps += one.references.map { ($0, probability) } }
      let trusted = store.trusted.isEmpty ? nil : TrustedPart(one, number: number, of: store, within: probability)
      scans.append(
        (one.name, Self.scan(one, probability, heldOut: heldOut, choosesHeldOut: isHeldOut, trusted: trusted)))
    }
    threshold = ThresholdSweep.bestThreshold(of: scans.flatMap(\.scan.choosing))
    let chosen = threshold
    filter = LesionSizeFilter.chosen(
      for: heldOutMaps.map { (reference: $0.expert, candidate: Mask($0.probability, atLeast: Float(chosen))) })
    for (name, scan) in scans {
      for (rater, slices, sweep) in scan.raters {
        guard let row = sweep.rows.first(where: { $0.threshold == threshold }) else { continue }
        raters.append(RaterScore(caseName: name, rater: rater, slices: slices, row.counts))
      }
    }
  }

  /// What is trusted of a scan, all of it or some slices.
  private struct TrustedPart {
    let annotation: Mask
    let region: Mask

    init(_ one: TrainingCase, number: Int, of store: SliceStore, within probability: Volume<Float>) {
      annotation = (one.isTrusted ? one.target : one.trusted ?? one.target).expert
      region =
        one.isTrusted
        ? Mask(probability) { _ in true } : store.trustedRegion(ofCase: number, grid: probability.grid)
    }
  }

  /// - Parameter trusted: nil where no scan of the run has a trusted slice.
  private static func scan(
    _ one: TrainingCase, _ probability: Volume<Float>, heldOut: Mask, choosesHeldOut: Bool, trusted: TrustedPart?
  ) -> Scan {
    let levels = ProbabilityLevels(probability)
    let predictions = ThresholdSweep.wideGrid.map { levels.prediction(threshold: $0) }
    let others = Mask(probability) { _ in true }.subtracting(heldOut)
    // Of a patient held out whole there are no others, and the other way round.
    let regions: [(RaterScore.Slices, Mask)] =
      (heldOut.isEmpty ? [] : [(.heldOut, heldOut)]) + (choosesHeldOut ? [] : [(.others, others)])
    let choosing: [(reference: Mask, region: Mask)] =
      trusted.map { $0.region.isEmpty ? [] : [($0.annotation, $0.region)] }
      ?? one.references.map { ($0, choosesHeldOut ? heldOut : others) }
    return Scan(
      choosing: choosing.map { reference, region in
        ThresholdSweep(
          predictions: predictions, against: reference, within: region, grid: ThresholdSweep.wideGrid)
      },
      raters: one.raters.flatMap { rater in
        regions.map { slices, region in
          (
            rater.name, slices,
            ThresholdSweep(
              predictions: predictions, against: rater.mask, within: region, grid: ThresholdSweep.wideGrid)
          )
        }
      })
  }
}

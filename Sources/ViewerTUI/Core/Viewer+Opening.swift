import Pictures
package import VolumeModel

extension Viewer {
  /// A viewer that opens a loaded case on the slice with the largest disagreement, or the largest lesion, or the middle
  /// of the brain.
  package init(
    opening review: ReviewCase, interface: InterfaceState, hasWeights: Bool = false, workList: WorkList? = nil
  ) {
    self.init(
      scan: ScanState(opening: review), view: ViewState(overlays: Overlay.firstStack),
      model: ModelState(hasWeights: hasWeights), interface: interface, review: CaseReview(opening: review))
    self.workList = workList
    scan.openingView = SavedView(of: self)
    warnOfDoubts(of: review)
  }

  private init(scan: ScanState, view: ViewState, model: ModelState, interface: InterfaceState, review: CaseReview) {
    self.scan = scan
    self.view = view
    self.model = model
    self.interface = interface
    self.review = review
    place = PlaceState(cursor: scan.crop.middle(on: scan.grid))
    self.review.findings = scan.findings.map { VoxelRegion($0.region, on: scan.grid) }
    showFirstFinding()
    refreshReadings()
  }

  /// Turns to another case. How cases are looked at, the training and the interface go along; all else is the new case's.
  mutating func open(_ review: ReviewCase, workListID id: Int) {
    let before = self
    self = Viewer(
      scan: ScanState(opening: review), view: view.forAnotherCase(), model: model.forAnotherCase(),
      interface: interface.forAnotherCase(), review: CaseReview(opening: review))
    workList = before.workList
    if let index = workList?.index(of: id) { workList?.open(index) }
    view.mapsDisagreement = view.mapsDisagreement && canMapDisagreement
    if let prediction = scan.prediction { view.tuning.binarisation = prediction.threshold }
    rethreshold()
    scan.openingView = SavedView(of: self)
    warnOfDoubts(of: review)
  }

  /// Turns to the open case as its files are now, in the view that it was looked at in.
  mutating func reopen(_ review: ReviewCase) {
    let (words, shown) = (scan.words, SavedView(of: self))
    let labels = scan.raters.map(\.labels)
    open(review, workListID: workList.map { $0.entries[$0.current].id } ?? 0)
    scan.words = words.replacing(labels: review.files.raters.first?.labels)
    _ = update(.look(shown))
    let isByOtherLabels = scan.raters.map(\.labels) != labels
    if interface.message == nil { say(isByOtherLabels ? labelsText ?? "read again" : "read again") }
  }

  /// Says at once what may make the picture or its numbers wrong; `H` keeps all of it.
  private mutating func warnOfDoubts(of review: ReviewCase) {
    guard let first = review.warnings.first else { return }
    let more = review.warnings.count > 1 ? ", and \(review.warnings.count - 1) more" : ""
    warn("\(first)\(more) (\(keyLabel("information")) tells all)")
  }

  /// Puts the crosshair on the first disagreement, or lesion, in the present plane.
  mutating func showFirstFinding() {
    if let first = scan.findings.first { place.cursor = voxelToShow(first.region) }
  }
}

extension ScanState {
  package init(opening review: ReviewCase) {
    name = review.name
    words = ["view"] + review.files.flags
    information = Self.describe(review)
    grid = review.grid
    brainMask = review.brainMask
    crop = review.brain.cropBox
    channels =
      [Channel(role: "FLAIR", image: review.flair.volume, brain: review.brain)]
      + review.images.map { Channel(role: $0.role, image: $0.image.volume, brain: review.brain) }
    let roles = ["FLAIR"] + review.files.images.map(\.role) + review.images.map(\.role)
    imageRoles = roles.enumerated().filter { !roles.prefix($0.offset).contains($0.element) }.map(\.element)
    raters = review.raters
    againstOthers = RaterConsensus.eachAgainstOthers(review.raters.map(\.mask))
    maskNames = MaskNames(of: review)
    comparesVisits = review.comparesVisits
    hidesPrediction = review.isBlinded
    isBlindReview = review.isBlinded
    let masks = review.raters.map(\.mask)
    findings = Finding.regions(of: masks)
    if findings.isEmpty, let first = masks.first { findings = Finding.lesions(first) }
    if let probability = review.prediction {
      receive(Prediction(source: "from file", probability: probability, threshold: 0.5))
    }
  }
}

extension CaseReview {
  package init(opening review: ReviewCase) {
    self.init(
      raters: review.raters.map(\.mask), grid: review.grid,
      hasSwappedRaters: review.isBlinded && review.files.raters.first?.path != review.raters.first?.path,
      undecided: review.usualPolicy)
  }
}

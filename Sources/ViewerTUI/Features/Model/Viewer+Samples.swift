import Pictures
import VolumeModel

/// What a network that draws samples says of the case: one plausible annotation after the other, their mean and their
/// variance.
extension Viewer {
  /// What was typed after `samples`.
  mutating func samples(_ text: String) -> [Effect] {
    let words = text.split(separator: " ").map(String.init)
    switch (words.first, words.count) {
    case (nil, _): return scan.samples == nil ? drawSamples(SampleRequest()) : walkSamples(by: 1)
    case ("next", 1): return walkSamples(by: 1)
    case ("previous", 1): return walkSamples(by: -1)
    case ("mean", 1): showSampleMap(.sampleMean)
    case ("variance", 1): showSampleMap(.sampleVariance)
    case ("off", 1): hideSamples()
    default:
      guard let request = Self.request(words) else {
        warnUsage("samples")
        return []
      }
      return drawSamples(request)
    }
    return []
  }

  private static func request(_ words: [String]) -> SampleRequest? {
    var request = SampleRequest()
    for word in words {
      if let count = Int(word), (1...SampleRequest.largestCount).contains(count) {
        request.count = count
      } else if word.hasPrefix("seed="), let seed = UInt64(word.dropFirst("seed=".count)) {
        request.seed = seed
      } else {
        return nil
      }
    }
    return request
  }

  private mutating func drawSamples(_ request: SampleRequest) -> [Effect] {
    if let reason = lackOfSampling {
      warn(reason)
      return []
    }
    model.isPredicting = true
    model.predictionProgress = 0
    say("drawing \(request.count) samples")
    return [.drawSamples(request)]
  }

  /// Why nothing can be drawn now, or nil when it can.
  private var lackOfSampling: String? {
    if scan.hidesPrediction { return "blind review: samples can be drawn once the verdict on the case is stored" }
    if model.isPredicting { return "predicting already" }
    return lack(of: .weights)
  }

  /// Shows the next or the previous sample; draws some where there are none.
  mutating func walkSamples(by step: Int) -> [Effect] {
    guard scan.samples != nil else { return drawSamples(SampleRequest()) }
    // The one that was left comes back before others do.
    if isShowingSample { scan.samples?.step(by: step) }
    showSample()
    return []
  }

  private var isShowingSample: Bool { view.overlays[.other].isVisible && overlay(.other).id == .sample }

  private mutating func showSample() {
    choose(.sample, at: .other)
    refreshOtherMask()
    guard let samples = scan.samples else { return }
    let volumes = samples.masks.map(\.volumeML)
    let volume = samples.mask.map { Wording.millilitres($0) } ?? "nothing"
    let range = "\(Wording.fixed(volumes.min() ?? 0, 1)) to \(Wording.fixed(volumes.max() ?? 0, 1)) ml in all"
    say("\(samples.title) drawn with \(samples.source): \(volume); \(range); \(keyLabel("next-sample")) shows the next")
  }

  private mutating func showSampleMap(_ id: OverlayID) {
    guard scan.samples != nil else {
      warn(Overlay.lackOfSamples)
      return
    }
    // Masks would lie over the map just where it says something.
    view.overlays.show(only: .uncertainty)
    choose(id, at: .uncertainty)
    say(
      (id == .sampleMean
        ? "mean of the samples: how many of them have a voxel, weighed by their probability"
        : "variance of the samples: where one plausible annotation differs from another")
        + "; \(keyLabel("rater-1")) \(keyLabel("rater-2")) show the raters")
  }

  private mutating func hideSamples() {
    scan.samples = nil
    scan.overlayChoices[.other] = nil
    if [.sampleMean, .sampleVariance].contains(scan.overlayChoices[.uncertainty]) { hideMaps() }
    view.overlays[.other].isVisible = false
    refreshOtherMask()
    say("the samples are gone; :samples draws others")
  }

  /// Takes samples that were drawn, and shows the first.
  mutating func receive(_ samples: DrawnSamples) {
    model.isPredicting = false
    guard !scan.hidesPrediction else { return }
    scan.samples = samples
    showSample()
  }
}

extension Overlay {
  static let lackOfSamples =
    "no samples yet: :samples draws them with weights of train --network probabilistic or phiseg"

  /// What samples show, in the places of masks and of maps.
  static let samples: [Overlay] = [
    sharingOther(
      // In the colour of predictions, since a network drew it too.
      .sample, "sample", look: OverlayLook(.prediction, letter: "d", hatch: "=", part: .below),
      missing: { $0.scan.samples == nil ? lackOfSamples : nil },
      closerTitle: { $0.scan.samples?.title }
    ) { ShownConsensus($0.scan.samples?.mask) },
    sampleMap(.sampleMean, "mean of the samples") { $0.scan.samples?.mean },
    sampleMap(.sampleVariance, "variance of the samples") { $0.scan.samples?.variance },
  ]

  private static func sampleMap(
    _ id: OverlayID, _ title: String, _ map: @escaping @Sendable (Viewer) -> Volume<Float>?
  ) -> Overlay {
    Overlay(
      id, title, place: .uncertainty, look: .topOfScale,
      first: OverlaySettings(isVisible: false, opacity: 0.8, style: .fill), order: .map, isListedWhenMissing: false,
      source: { viewer in
        guard let samples = viewer.scan.samples, let map = map(viewer) else { return nil }
        return .values(.scaled(map, range: samples.range(of: id), marksLow: false))
      },
      missing: { viewer in viewer.scan.samples == nil ? lackOfSamples : nil },
      amount: { viewer in viewer.scan.samples.map { "of \($0.count)" } })
  }
}

extension DrawnSamples {
  /// The scale of a map of samples: of a mean probability, or of its variance.
  func range(of map: OverlayID) -> ClosedRange<Float> { 0...(map == .sampleVariance ? largestVariance : 1) }
}

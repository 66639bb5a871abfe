internal import Foundation
internal import VolumeModel

/// The random changes of one training sample; a function of the run's seed and the sample's number alone.
struct Augmentation: Sendable {
  var angle = 0.0
  var isFlipped = false
  /// How many times larger the slice appears in the sample.
  var scale = 1.0
  /// Centre of the sampled rectangle in the slice's window, in pixels.
  var centreColumn: Double
  var centreRow: Double
  /// One curve a channel: values at equal steps over `ToneCurve.range`.
  var curves: [ToneCurve] = []
  /// The largest scale of a sample, and the inverse of the smallest.
  private static let largestScale = 1.25
  /// What is done to the images as they are written.
  var images: ImageChanges?

  /// No change: the middle of the window.
  init(width: Int, height: Int) {
    centreColumn = Double(width - 1) / 2
    centreRow = Double(height - 1) / 2
  }

  /// - Parameter centre: the pixel of the slice's window, or of a block's, that a crop is centred on, as far as the window's edge lets it.
  init(
    of slice: TrainingSlice, in store: SliceStore, plan: TrainingPlan, width: Int, height: Int, sample: UInt64,
    centre: Int? = nil
  ) {
    self.init(width: store.width, height: store.height)
    var random = RandomStream(seed: plan.seed, name: "augmentation", index: sample)
    let limit = plan.rotationDegrees * Double.pi / 180
    angle = random.uniform(in: -limit...limit)
    isFlipped = random.uniform() < 0.5 && plan.flipsLeftRight
    if width < store.width || height < store.height {
      if let centre {
        centreColumn = Self.crop(around: centre % store.width, size: width, extent: store.width)
        centreRow = Self.crop(around: centre / store.width % store.height, size: height, extent: store.height)
      } else {
        let lesionFraction = plan.sampling == .slices ? 0.75 : 0
        chooseCrop(of: slice, in: store, width: width, height: height, lesionFraction: lesionFraction, random: &random)
      }
    }
    if plan.augmentations?.contains(.scale) == true {
      var random = RandomStream(seed: plan.seed, name: "augmentation-scale", index: sample)
      scale = pow(Self.largestScale, random.uniform(in: -1...1))
    }
    if let names = plan.augmentations { images = ImageChanges(names: names, seed: plan.seed, sample: sample) }
    if plan.variesIntensity { curves = (0..<store.channels).map { _ in ToneCurve(random: &random) } }
  }

  /// The middle of a block of `size` around a place, moved to lie inside 0 ..< extent.
  private static func crop(around place: Int, size: Int, extent: Int) -> Double {
    let start = min(max(place - size / 2, 0), max(extent - size, 0))
    return Double(start) + Double(min(size, extent) - 1) / 2
  }

  /// The fraction of the crops that contain a pixel of T has it at a random place; the others lie anywhere.
  private mutating func chooseCrop(
    of slice: TrainingSlice, in store: SliceStore, width: Int, height: Int, lesionFraction: Double,
    random: inout RandomStream
  ) {
    func place(_ anchor: Int?, crop: Int, extent: Int) -> Double {
      let room = max(extent - crop, 0)
      var start = random.index(below: room + 1)
      if let anchor {
        let lowest = max(anchor - crop + 1, 0)
        let highest = min(anchor, room)
        start = lowest < highest ? lowest + random.index(below: highest - lowest + 1) : min(lowest, room)
      }
      return Double(start) + Double(min(crop, extent) - 1) / 2
    }
    var anchor: Int?
    if random.uniform() < lesionFraction {
      let lesion = slice.classes.indices.filter { slice.classes[$0] == TrainingSlice.expert }
      if !lesion.isEmpty { anchor = lesion[random.index(below: lesion.count)] }
    }
    centreColumn = place(anchor.map { $0 % store.width }, crop: width, extent: store.width)
    centreRow = place(anchor.map { $0 / store.width % store.height }, crop: height, extent: store.height)
  }
}

/// A random monotone change of intensities: gamma, then gain and shift, as straight pieces.
struct ToneCurve: Sendable {
  static let range: ClosedRange<Float> = -4...6
  private static let pieces = 64
  private var knots: [Float]

  init(random: inout RandomStream) {
    let gamma = exp(random.uniform(in: -0.3...0.3))
    let gain = exp(random.uniform(in: -0.25...0.25))
    let shift = random.uniform(in: -0.25...0.25)
    let lowest = Double(Self.range.lowerBound)
    let extent = Double(Self.range.upperBound) - lowest
    // Gamma keeps 0 (the reference tissue) and the ends' order; it bends the scale between.
    let fixed = pow(-lowest / extent, gamma)
    knots = (0...Self.pieces).map { knot in
      let fraction = Double(knot) / Double(Self.pieces)
      let bent = (pow(fraction, gamma) - fixed) * extent
      return Float(gain * bent + shift)
    }
  }

  func callAsFunction(_ value: Float) -> Float {
    let scale = Float(Self.pieces) / (Self.range.upperBound - Self.range.lowerBound)
    let place = (min(max(value, Self.range.lowerBound), Self.range.upperBound) - Self.range.lowerBound) * scale
    let piece = min(Int(place), Self.pieces - 1)
    return knots.withUnsafeBufferPointer { knots in
      knots[piece] + (place - Float(piece)) * (knots[piece + 1] - knots[piece])
    }
  }
}

/// Writes one sample, all slices of a block alike: the image bilinear, T, D and lesions by the nearest pixel, zero outside the brain.
struct SampleWriter {
  let store: SliceStore
  let width: Int
  let height: Int
  let weighting: InverseWeighting

  /// - Parameters:
  ///   - input: [slice][row][column][channel]
  ///   - target: t = 1 on T, gamma on D, 0 elsewhere, or the mean over the slice's readings; slice by slice, row by row.
  ///   - weights: w of the loss, counted in the sample as it is written; empty when nothing is weighed.
  func write(
    _ slice: TrainingSlice, _ change: Augmentation, input: UnsafeMutableBufferPointer<Float>,
    target: UnsafeMutableBufferPointer<Float>, weights: UnsafeMutableBufferPointer<Float>
  ) {
    let (sine, cosine) = (Float(sin(change.angle) / change.scale), Float(cos(change.angle) / change.scale))
    let mirror: Float = change.isFlipped ? -1 : 1
    let (sourceWidth, sourceHeight, channels) = (store.width, store.height, store.channels)
    let label = store.softLabels[slice.caseNumber]
    let middle = (column: Float(width - 1) / 2, row: Float(height - 1) / 2)
    let centre = (column: Float(change.centreColumn), row: Float(change.centreRow))
    let plane = sourceWidth * sourceHeight
    let volume = store.depth * plane
    let isWeighted = !weights.isEmpty
    let readings = slice.readings
    slice.intensities.withUnsafeBufferPointer { intensities in
      slice.classes.withUnsafeBufferPointer { classes in
        for line in 0..<store.depth * height {
          let (z, row) = line.quotientAndRemainder(dividingBy: height)
          let dy = Float(row) - middle.row
          for column in 0..<width {
            let dx = (Float(column) - middle.column) * mirror
            let x = cosine * dx - sine * dy + centre.column
            let y = sine * dx + cosine * dy + centre.row
            let pixel = line * width + column
            let nearX = Int((x + 0.5).rounded(.down))
            let nearY = Int((y + 0.5).rounded(.down))
            if isWeighted { weights[pixel] = 0 }
            guard nearX >= 0, nearY >= 0, nearX < sourceWidth, nearY < sourceHeight,
              case let (isInside, t) = Self.target(
                classes, readings, at: z * plane + nearY * sourceWidth + nearX, label), isInside
            else {
              for channel in 0..<channels { input[pixel * channels + channel] = 0 }
              target[pixel] = 0
              continue
            }
            target[pixel] = t
            if isWeighted { weights[pixel] = Float(slice.lesions[z * plane + nearY * sourceWidth + nearX]) }
            let x0 = min(max(Int(x.rounded(.down)), 0), sourceWidth - 2)
            let y0 = min(max(Int(y.rounded(.down)), 0), sourceHeight - 2)
            let fx = x - Float(x0)
            let fy = y - Float(y0)
            for channel in 0..<channels {
              let at = channel * volume + z * plane + y0 * sourceWidth + x0
              let upper = intensities[at] + fx * (intensities[at + 1] - intensities[at])
              let lower =
                intensities[at + sourceWidth]
                + fx * (intensities[at + sourceWidth + 1] - intensities[at + sourceWidth])
              let value = upper + fy * (lower - upper)
              input[pixel * channels + channel] = change.curves.isEmpty ? value : change.curves[channel](value)
            }
          }
        }
      }
    }
    change.images?.apply(to: input, width: width, height: height, depth: store.depth)
    if isWeighted { weighting.replaceLabels(weights, lesionCount: slice.lesionCount) }
  }

  /// t of a pixel, the mean over readings where there are several, and whether the pixel is looked at.
  private static func target(
    _ classes: UnsafeBufferPointer<UInt8>, _ readings: [[UInt8]], at pixel: Int, _ label: Float
  ) -> (isInside: Bool, t: Float) {
    func t(_ kind: UInt8) -> Float { kind == TrainingSlice.expert ? 1 : kind == TrainingSlice.grown ? label : 0 }
    guard !readings.isEmpty else { return (classes[pixel] != 0, t(classes[pixel])) }
    var (isInside, sum) = (false, Float(0))
    for reading in readings {
      isInside = isInside || reading[pixel] != 0
      sum += t(reading[pixel])
    }
    return (isInside, sum / Float(readings.count))
  }
}

/// Whether a pass draws random numbers, for dropout and for sampling, and which.
package enum RandomDraw: Sendable, Hashable {
  /// Nothing is dropped, and means stand for samples.
  case off
  /// Numbers that are a function of the seed and the sample's number alone: the same draw gives the same in every pass, with
  /// any number of threads. Image i of the batch is sample `firstSample + i`.
  case drawn(seed: UInt64, firstSample: UInt64)
  /// The same numbers for every image of the batch: what is drawn for one slice of a scan is drawn for all of them.
  case shared(seed: UInt64, sample: UInt64)

  /// What the numbers of an image of the batch follow from; nil while nothing is drawn.
  func source(ofImage image: Int) -> (seed: UInt64, sample: UInt64)? {
    switch self {
    case .off: nil
    case .drawn(let seed, let firstSample): (seed, firstSample &+ UInt64(image))
    case .shared(let seed, let sample): (seed, sample)
    }
  }
}

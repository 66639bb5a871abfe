/// Whether a pass draws random numbers, for dropout and for sampling, and which.
package enum RandomDraw: Sendable, Hashable {
  /// Nothing is dropped, and means stand for samples.
  case off
  /// Numbers that are a function of the seed and the sample's number alone: the same draw gives the same in every pass, with
  /// any number of threads. Image i of the batch is sample `firstSample + i`.
  case drawn(seed: UInt64, firstSample: UInt64)
}

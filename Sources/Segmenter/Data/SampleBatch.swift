/// The samples of one step beside their images, which lie in a network: targets and weights, image after image.
struct SampleBatch {
  var imageCount = 0
  /// The number of the first sample, from which all its random changes follow.
  var firstSample: UInt64 = 0
  /// Which training slice, or trusted slice, each image shows.
  var slices: [Int]
  let pixelsPerImage: Int
  /// t of every pixel.
  var target: [Float]
  /// w of every pixel, or empty where every pixel counts 1.
  var weights: [Float]

  init(capacity: Int, pixelsPerImage: Int, isWeighted: Bool) {
    slices = [Int](repeating: 0, count: capacity)
    self.pixelsPerImage = pixelsPerImage
    target = [Float](repeating: 0, count: capacity * pixelsPerImage)
    weights = [Float](repeating: 1, count: isWeighted ? capacity * pixelsPerImage : 0)
  }

  /// Pixels of the images at hand; the arrays may hold more.
  var pixelCount: Int { imageCount * pixelsPerImage }
}

import Segmenter
import Testing

/// What the network sees of a slice of 60 x 45 pixels, with two poolings.
@Suite struct InputSizeTests {
  @Test(
    arguments: [(nil, 60, 45), (16, 16, 16), (17, 20, 20), (50, 52, 45), (1_000, 60, 45), (Int.max, 60, 45)]
      as [(Int?, Int, Int)])
  func cropsAreNoLargerThanSlices(crop: Int?, width: Int, height: Int) {
    var plan = TrainingPlan(architecture: UNetArchitecture(base: 4, levels: 2))
    plan.cropSize = crop
    let size = plan.inputSize(sliceWidth: 60, sliceHeight: 45)
    #expect(size.width == width && size.height == height)
  }
}

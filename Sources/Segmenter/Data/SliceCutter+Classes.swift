internal import VolumeModel

extension SliceCutter {
  /// The class of every pixel of the window, as ``TrainingSlice/classes`` has them; T and D count outside the brain too.
  func classes(slice: Int, target: SoftMask) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: window.width * window.height)
    brain.words.withUnsafeBufferPointer { brain in
      target.expert.words.withUnsafeBufferPointer { expert in
        target.grown.words.withUnsafeBufferPointer { grown in
          forEachPixel(slice: slice) { pixel, index in
            if contains(expert, index) {
              result[pixel] = TrainingSlice.expert
            } else if contains(grown, index) {
              result[pixel] = TrainingSlice.grown
            } else if contains(brain, index) {
              result[pixel] = TrainingSlice.brain
            }
          }
        }
      }
    }
    return result
  }
}

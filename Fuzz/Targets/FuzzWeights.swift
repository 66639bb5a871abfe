import Foundation
import Segmenter

/// One input of the fuzzer as a file of weights (safetensors): a model or an error in one line.
@_cdecl("flairscope_fuzz_weights")
public func fuzzWeights(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
  guard let path = FuzzFolder.write(Data(bytes: bytes, count: count), to: "weights.safetensors") else { return -1 }
  do throws(ModelError) {
    _ = try TrainedModel.read(from: path)
  } catch {
    precondition(!"\(error)".contains("\n"), "one line says why")
  }
  return 0
}

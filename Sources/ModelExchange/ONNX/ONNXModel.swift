package import Foundation
package import Segmenter
import SwiftProtobuf
import VolumeModel

/// A trained model as ONNX (opset 17), for onnxruntime and others.
///
/// Input `image`: float32 [batch, channel, row, column], normalised as the model's metadata says and 0 outside the brain;
/// rows and columns are multiples of 2^levels. Output `probability`: [batch, 1, row, column]. The model's metadata go along
/// as `metadata_props`, weights under their names of the safetensors file.
package struct ONNXModel {
  /// The operator set that the model asks for.
  package static let opsetVersion = 17
  private let message: Onnx_ModelProto

  /// - Throws: `ModelError.architecture` for a network with parameters that this export does not know, and for several
  ///   networks that predict together.
  package init(_ model: TrainedModel) throws(ModelError) {
    guard model.members.isEmpty else {
      throw .architecture(
        "\(model.members.count + 1) networks that predict together; ONNX export knows models of one network")
    }
    let architecture = model.architecture
    var opset = Onnx_OperatorSetIdProto()
    opset.domain = ""
    opset.version = Int64(Self.opsetVersion)
    var message = Onnx_ModelProto()
    message.irVersion = 8
    message.opsetImport = [opset]
    message.producerName = "flairscope"
    message.producerVersion = model.metadata.version
    message.docString = """
      Lesion probability of axial FLAIR slices. Rows and columns are multiples of \(architecture.sliceMultiple). Not a \
      medical device.
      """
    message.graph = try ONNXGraph(model.weights).message
    message.metadataProps = model.metadata.strings(for: architecture).sorted { $0.key < $1.key }.map { key, value in
      var entry = Onnx_StringStringEntryProto()
      (entry.key, entry.value) = (key, value)
      return entry
    }
    self.message = message
  }

  /// The file's bytes; the same for the same model.
  package func bytes() throws(ModelError) -> Data {
    do {
      return try message.serializedData()
    } catch {
      throw .architecture("ONNX cannot hold it (\(error))")
    }
  }

  /// - Parameters:
  ///   - force: whether an existing file may be replaced.
  ///   - inputs: files that are never replaced.
  package func write(to path: String, force: Bool, neverReplacing inputs: [String] = []) throws(ModelError) {
    let bytes = try bytes()
    do throws(FileError) {
      try OutputFile.check(path, force: force, neverReplacing: inputs)
      try OutputFile.write(bytes, to: path)
    } catch {
      throw .file(error)
    }
  }
}

internal import Foundation
internal import VolumeModel

/// One tensor of a safetensors file, as float32 whatever the file holds.
package struct SafeTensor: Sendable {
  package var name: String
  package var shape: [Int]
  package var scalars: [Float]

  package init(name: String, shape: [Int], scalars: [Float]) {
    self.name = name
    self.shape = shape
    self.scalars = scalars
  }
}

/// Reading and writing of safetensors files with tensors of single or half precision: eight bytes of header length (little
/// endian), a JSON header of names, shapes and byte ranges, then the numbers. PyTorch's `safetensors.torch.load_file` reads them as they are.
package enum Safetensors {
  private struct Entry: Codable {
    var dtype: String
    var shape: [Int]
    var data_offsets: [Int]
  }

  /// The string of `__metadata__` that holds the SHA-256 of all tensors' bytes, in the order in which they lie in the file.
  private static let checksumKey = "flairscope.data_sha256"

  /// The largest header the format allows.
  private static let headerLimit = 100_000_000

  /// Writes to a temporary name beside `path`, then renames, so that no half file is left. A checksum of the tensors' bytes is
  /// added to the metadata.
  /// - Parameter precision: of the numbers in the file.
  package static func write(
    _ tensors: [SafeTensor], metadata: [String: String], precision: StoredPrecision = .single, to path: String
  ) throws(ModelError) {
    var metadata = metadata
    metadata[checksumKey] = SHA256.ofParts { add in
      for tensor in tensors { precision.withBytes(of: tensor.scalars) { add($0) } }
    }
    var header: [String: Any] = ["__metadata__": metadata]
    var offset = 0
    for tensor in tensors {
      let end = offset + tensor.scalars.count * precision.byteCount
      header[tensor.name] =
        ["dtype": precision.rawValue, "shape": tensor.shape, "data_offsets": [offset, end]] as [String: Any]
      offset = end
    }
    let json: Data
    do {
      json = try JSONSerialization.data(withJSONObject: header, options: [.sortedKeys, .withoutEscapingSlashes])
    } catch {
      throw .malformed(path: path, reason: "its header cannot be made (\(error))")
    }
    var bytes = Data(capacity: 8 + json.count + 8 + offset)
    // Data starts at a multiple of eight, as the format asks of writers.
    let padded = (json.count + 7) / 8 * 8
    withUnsafeBytes(of: UInt64(padded).littleEndian) { bytes.append(contentsOf: $0) }
    bytes.append(json)
    bytes.append(contentsOf: repeatElement(0x20, count: padded - json.count))
    for tensor in tensors {
      // Little-endian machines only, like every platform of this package.
      precision.withBytes(of: tensor.scalars) { bytes.append(contentsOf: $0) }
    }
    do throws(FileError) {
      try OutputFile.write(bytes, to: path)
    } catch {
      throw .file(error)
    }
  }

  /// Reads all tensors, half precision as single. The file's own size bounds what is allocated, whatever its header claims. A file with a
  /// checksum is refused when its bytes are others; files of other programs have none.
  package static func read(_ path: String) throws(ModelError) -> (
    tensors: [String: SafeTensor], metadata: [String: String]
  ) {
    let bytes: Data
    do {
      bytes = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
    } catch {
      let isMissing = !FileManager.default.fileExists(atPath: path)
      throw .file(
        FileError(
          isMissing ? .notFound : .transferFailed, path: path,
          problem: isMissing ? "no such file" : "cannot be read (\(error.localizedDescription))",
          advice: isMissing ? "check the name" : nil))
    }
    guard bytes.count >= 8 else { throw .malformed(path: path, reason: "too short for a safetensors file") }
    let claimed = bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard claimed <= UInt64(headerLimit), Int(claimed) <= bytes.count - 8 else {
      throw .malformed(path: path, reason: "not a safetensors file (the header's length does not fit the file)")
    }
    let headerBytes = bytes.subdata(in: 8..<8 + Int(claimed))
    let parsed = try? JSONSerialization.jsonObject(with: headerBytes)
    guard let header = parsed as? [String: Any] else {
      throw .malformed(path: path, reason: "the safetensors header is not a JSON object")
    }
    let dataStart = 8 + Int(claimed)
    let dataCount = bytes.count - dataStart
    var tensors: [String: SafeTensor] = [:]
    var claimedBytes = 0
    for (name, value) in header where name != "__metadata__" {
      guard let fields = value as? [String: Any], let dtype = fields["dtype"] as? String,
        let shape = fields["shape"] as? [Int], let offsets = fields["data_offsets"] as? [Int], offsets.count == 2
      else { throw .malformed(path: path, reason: "the entry of tensor '\(name)' is incomplete") }
      guard let precision = StoredPrecision(rawValue: dtype) else {
        throw .malformed(path: path, reason: "tensor '\(name)' has type \(dtype); only F32 and F16 are supported")
      }
      guard offsets[0] >= 0, offsets[0] <= offsets[1], offsets[1] <= dataCount else {
        throw .malformed(path: path, reason: "tensor '\(name)' lies outside the file (is it cut short?)")
      }
      var count = 1
      for extent in shape {
        let (product, overflow) = count.multipliedReportingOverflow(by: extent)
        guard extent >= 0, !overflow, product <= dataCount / precision.byteCount else {
          throw .malformed(path: path, reason: "tensor '\(name)' claims a shape larger than the file")
        }
        count = product
      }
      let byteCount = count * precision.byteCount
      guard offsets[1] - offsets[0] == byteCount else {
        throw .malformed(path: path, reason: "tensor '\(name)' has another size than its shape says")
      }
      claimedBytes += byteCount
      guard claimedBytes <= dataCount else {
        throw .malformed(path: path, reason: "its tensors overlap: together they are larger than the file")
      }
      let range = dataStart + offsets[0]..<dataStart + offsets[1]
      let scalars = bytes.withUnsafeBytes { precision.scalars(UnsafeRawBufferPointer(rebasing: $0[range])) }
      tensors[name] = SafeTensor(name: name, shape: shape, scalars: scalars)
    }
    var metadata = (header["__metadata__"] as? [String: Any] ?? [:]).compactMapValues { $0 as? String }
    if let checksum = metadata.removeValue(forKey: checksumKey), checksum != SHA256.ofBytes(bytes[dataStart...]) {
      throw .malformed(path: path, reason: "its numbers are not those that were written (the checksum does not fit)")
    }
    return (tensors, metadata)
  }
}

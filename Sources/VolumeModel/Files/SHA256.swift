internal import CNettle
package import Foundation

/// SHA-256 (FIPS 180-4), to name the exact file that a result rests on.
public enum SHA256 {
  private static let blockBytes = 1 << 20

  /// The hash of a file as 64 hexadecimal digits, or nil when the file cannot be read.
  public static func ofFile(_ path: String) -> String? {
    let descriptor = path.withPath { open($0, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { return nil }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    defer { try? handle.close() }
    var hash = Hash()
    do {
      while let block = try handle.read(upToCount: blockBytes), !block.isEmpty { hash.add(block) }
    } catch {
      return nil
    }
    return hash.hexadecimal()
  }

  /// The hash of a text's UTF-8 bytes.
  public static func ofText(_ text: String) -> String { ofBytes(Data(text.utf8)) }

  /// The hash of bytes, 64 hexadecimal digits.
  package static func ofBytes(_ bytes: Data) -> String {
    var hash = Hash()
    hash.add(bytes)
    return hash.hexadecimal()
  }

  /// The hash of several runs of bytes, one after the other, without bringing them together.
  package static func ofParts(_ body: (_ add: (UnsafeRawBufferPointer) -> Void) -> Void) -> String {
    var hash = Hash()
    body { hash.add($0) }
    return hash.hexadecimal()
  }

  /// A hash that bytes are added to.
  private struct Hash {
    private var state = sha256_ctx()

    init() { nettle_sha256_init(&state) }

    mutating func add(_ bytes: Data) { bytes.withUnsafeBytes { add($0) } }

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
      guard let start = bytes.baseAddress else { return }
      nettle_sha256_update(&state, bytes.count, start.assumingMemoryBound(to: UInt8.self))
    }

    func hexadecimal() -> String {
      var last = state
      var digest = [UInt8](repeating: 0, count: 32)
      nettle_sha256_digest(&last, digest.count, &digest)
      return digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
  }
}

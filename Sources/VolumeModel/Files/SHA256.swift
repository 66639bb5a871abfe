internal import Crypto
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
    var hash = Crypto.SHA256()
    do {
      while let block = try handle.read(upToCount: blockBytes), !block.isEmpty { hash.update(data: block) }
    } catch {
      return nil
    }
    return hexadecimal(hash.finalize())
  }

  /// The hash of a text's UTF-8 bytes.
  public static func ofText(_ text: String) -> String { hexadecimal(Crypto.SHA256.hash(data: Data(text.utf8))) }

  /// The hash of bytes, 64 hexadecimal digits.
  package static func ofBytes(_ bytes: Data) -> String { hexadecimal(Crypto.SHA256.hash(data: bytes)) }

  /// The hash of several runs of bytes, one after the other, without bringing them together.
  package static func ofParts(_ body: (_ add: (UnsafeRawBufferPointer) -> Void) -> Void) -> String {
    var hash = Crypto.SHA256()
    body { hash.update(bufferPointer: $0) }
    return hexadecimal(hash.finalize())
  }

  private static func hexadecimal(_ digest: SHA256Digest) -> String {
    digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }
}

import Foundation
import Testing
import VolumeModel

@Suite struct SHA256Tests {
  /// The examples of FIPS 180-4, and a million times "a" from its validation suite.
  @Test func sha256OfKnownFiles() throws {
    let scratch = try TemporaryFolder()
    let known = [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
      ),
    ]
    for (text, hash) in known {
      try Data(text.utf8).write(to: URL(fileURLWithPath: scratch.file("f")))
      #expect(SHA256.ofFile(scratch.file("f")) == hash)
      #expect(SHA256.ofText(text) == hash)
    }
    #expect(SHA256.ofFile(scratch.file("missing")) == nil)
  }

  /// Bytes (7 i + n) mod 251 of every length n below 300, around the ends of blocks and of the padding; the hash of all their
  /// hashes is that of Python's hashlib. Whole and in pieces.
  @Test func everyLengthInAnyPieces() {
    var (whole, pieces) = ("", "")
    for length in 0..<300 {
      let bytes = Data((0..<length).map { UInt8((7 * $0 + length) % 251) })
      whole += SHA256.ofBytes(bytes)
      pieces += SHA256.ofParts { add in
        bytes.withUnsafeBytes { all in
          var start = 0
          while start < length {
            let count = min(length - start, 1 + (start * 5 + length) % 70)
            add(UnsafeRawBufferPointer(rebasing: all[start..<start + count]))
            start += count
          }
        }
      }
    }
    let hash = "4d3510f0e43af5b27bf161ff53da62bfb3ec79abd52144aa5038dd415b2d08e5"
    #expect(SHA256.ofText(whole) == hash && SHA256.ofText(pieces) == hash)
  }
}

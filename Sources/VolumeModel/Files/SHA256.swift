internal import Foundation

/// SHA-256 (FIPS 180-4) of a file, to name the exact file that a result rests on.
public enum SHA256 {
  /// The hash as 64 hexadecimal digits, or nil when the file cannot be read.
  public static func ofFile(_ path: String) -> String? {
    let descriptor = path.withPath { open($0, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { return nil }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    defer { try? handle.close() }
    var hash = Hash()
    while let block = try? handle.read(upToCount: 1 << 20), !block.isEmpty { hash.add(block) }
    return hash.finish()
  }

  /// The hash of a text's UTF-8 bytes.
  public static func ofText(_ text: String) -> String { of(Data(text.utf8)) }

  static func of(_ bytes: Data) -> String {
    var hash = Hash()
    hash.add(bytes)
    return hash.finish()
  }

  private struct Hash {
    private var state: [UInt32] = fractionalBits(ofRoot: 2, count: 8)
    private let constants: [UInt32] = fractionalBits(ofRoot: 3, count: 64)
    private var pending = Data()
    private var length: UInt64 = 0

    mutating func add(_ bytes: Data) {
      length += UInt64(bytes.count)
      pending.append(bytes)
      let whole = pending.count / 64 * 64
      pending.withUnsafeBytes { buffer in
        for start in stride(from: 0, to: whole, by: 64) {
          compress(UnsafeRawBufferPointer(rebasing: buffer[start..<start + 64]))
        }
      }
      pending = Data(pending.dropFirst(whole))
    }

    mutating func finish() -> String {
      let bits = length * 8
      var tail = pending
      tail.append(0x80)
      while tail.count % 64 != 56 { tail.append(0) }
      for shift in stride(from: UInt64(56), through: 0, by: -8) {
        tail.append(UInt8(truncatingIfNeeded: bits >> shift))
      }
      tail.withUnsafeBytes { buffer in
        for start in stride(from: 0, to: buffer.count, by: 64) {
          compress(UnsafeRawBufferPointer(rebasing: buffer[start..<start + 64]))
        }
      }
      return state.map { word in
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
      }.joined()
    }

    private mutating func compress(_ block: UnsafeRawBufferPointer) {
      func turned(_ x: UInt32, _ n: UInt32) -> UInt32 { x >> n | x << (32 - n) }
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { w in
        for i in 0..<16 { w[i] = UInt32(bigEndian: block.loadUnaligned(fromByteOffset: 4 * i, as: UInt32.self)) }
        for i in 16..<64 {
          let s0 = turned(w[i - 15], 7) ^ turned(w[i - 15], 18) ^ w[i - 15] >> 3
          let s1 = turned(w[i - 2], 17) ^ turned(w[i - 2], 19) ^ w[i - 2] >> 10
          w[i] = w[i - 16] &+ s0 &+ w[i - 7] &+ s1
        }
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        for i in 0..<64 {
          let s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)
          let first = h &+ s1 &+ (e & f ^ ~e & g) &+ constants[i] &+ w[i]
          let s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)
          let second = s0 &+ (a & b ^ a & c ^ b & c)
          (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
        }
        for (i, word) in [a, b, c, d, e, f, g, h].enumerated() { state[i] = state[i] &+ word }
      }
    }
  }
}

/// The first 32 bits after the point of the square or cube roots of the first primes, which is how SHA-256 defines its
/// constants; found by whole-number search, exactly.
private func fractionalBits(ofRoot root: Int, count: Int) -> [UInt32] {
  var primes: [UInt64] = []
  var candidate: UInt64 = 2
  while primes.count < count {
    if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
    candidate += 1
  }
  return primes.map { prime in
    // The largest r with r^root <= prime * 2^(32 root), bit by bit.
    var r: UInt64 = 0
    for bit in stride(from: UInt64(36), through: 0, by: -1) {
      let trial = r | 1 << bit
      let isSmallEnough: Bool
      if root == 2 {
        let square = trial.multipliedFullWidth(by: trial)
        isSmallEnough = (square.high, square.low) <= (prime, 0)
      } else {
        // trial^3 <= prime * 2^96, with trial < 2^37: compared in 128 bits.
        isSmallEnough = UInt128(trial) * UInt128(trial) * UInt128(trial) <= UInt128(prime) << 96
      }
      if isSmallEnough { r = trial }
    }
    return UInt32(truncatingIfNeeded: r)
  }
}

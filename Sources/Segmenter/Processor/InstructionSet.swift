internal import CKernels
internal import Synchronization

/// The processor instructions that the network's inner loops use.
public enum InstructionSet: String, Sendable, Hashable, Codable, CaseIterable {
  case portable
  case avx2
  case avx512

  /// The widest that this machine runs.
  public static var best: InstructionSet {
    switch fs_best_instruction_set() {
    case .portable: .portable
    case .AVX2: .avx2
    case .AVX512: .avx512
    }
  }

  /// All that this machine runs, narrowest first.
  public static var available: [InstructionSet] {
    allCases.filter { $0.rank <= best.rank }
  }

  private static let forced = Mutex<InstructionSet?>(nil)

  /// The one of networks that nobody gives another: the widest, or the one that was forced.
  public static var standard: InstructionSet { forced.withLock { $0 } ?? best }

  /// Has all networks that are made from now on use this one: for checking, and for the bits of another machine.
  public static func force(_ instructionSet: InstructionSet) throws(InstructionSetError) {
    guard available.contains(instructionSet) else { throw InstructionSetError(requested: instructionSet) }
    forced.withLock { $0 = instructionSet }
  }

  private var rank: Int {
    switch self {
    case .portable: 0
    case .avx2: 1
    case .avx512: 2
    }
  }

  /// The inner loops for this instruction set, a table of C functions. Whoever computes takes it once and keeps it.
  var kernels: FSKernels {
    switch self {
    case .portable: fs_kernels(.portable).pointee
    case .avx2: fs_kernels(.AVX2).pointee
    case .avx512: fs_kernels(.AVX512).pointee
    }
  }
}

/// An instruction set was asked for that this processor does not have.
public struct InstructionSetError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The one that was asked for.
  public let requested: InstructionSet

  /// What is wrong, and which instruction sets there are.
  public var description: String {
    let available = InstructionSet.available.map(\.rawValue).joined(separator: ", ")
    return "this processor does not run \(requested.rawValue) instructions; choose one of \(available)"
  }
}

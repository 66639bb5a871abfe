internal import CKernels

/// The processor instructions that the kernels use.
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

  private var rank: Int {
    switch self {
    case .portable: 0
    case .avx2: 1
    case .avx512: 2
    }
  }

  var kernels: FSInstructionSet {
    switch self {
    case .portable: .portable
    case .avx2: .AVX2
    case .avx512: .AVX512
    }
  }
}

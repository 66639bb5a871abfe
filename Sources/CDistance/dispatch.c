// Calls the body of the instruction set that the caller chose.
#include "include/CDistance.h"

void fd_portable_lower_envelope(const FDBundle *bundle);

#if defined(__x86_64__)
void fd_avx2_lower_envelope(const FDBundle *bundle);
void fd_avx512_lower_envelope(const FDBundle *bundle);

FDInstructionSet fd_best_instruction_set(void) {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) return FDInstructionSetAVX512;
  return __builtin_cpu_supports("avx2") ? FDInstructionSetAVX2 : FDInstructionSetPortable;
}

void fd_lower_envelope(FDInstructionSet set, const FDBundle *bundle) {
  switch (set) {
    case FDInstructionSetAVX512: return fd_avx512_lower_envelope(bundle);
    case FDInstructionSetAVX2: return fd_avx2_lower_envelope(bundle);
    case FDInstructionSetPortable: return fd_portable_lower_envelope(bundle);
  }
}
#else
FDInstructionSet fd_best_instruction_set(void) { return FDInstructionSetPortable; }

void fd_lower_envelope(FDInstructionSet set, const FDBundle *bundle) {
  (void)set;
  fd_portable_lower_envelope(bundle);
}
#endif

// Which kernels this processor runs.
#include "include/CKernels.h"

extern const FSKernels fs_portable_kernels;

#if defined(__x86_64__)
#include <immintrin.h>

extern const FSKernels fs_avx2_kernels;
extern const FSKernels fs_avx512_kernels;

FSInstructionSet fs_best_instruction_set(void) {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("fma")) return FSInstructionSetAVX512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return FSInstructionSetAVX2;
  return FSInstructionSetPortable;
}

const FSKernels *fs_kernels(FSInstructionSet set) {
  switch (set) {
    case FSInstructionSetAVX512: return &fs_avx512_kernels;
    case FSInstructionSetAVX2: return &fs_avx2_kernels;
    case FSInstructionSetPortable: return &fs_portable_kernels;
  }
}

void fs_spin_pause(void) { _mm_pause(); }
#else
FSInstructionSet fs_best_instruction_set(void) { return FSInstructionSetPortable; }

const FSKernels *fs_kernels(FSInstructionSet set) {
  (void)set;
  return &fs_portable_kernels;
}

void fs_spin_pause(void) {}
#endif

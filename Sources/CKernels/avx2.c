// The kernels for processors with AVX2 and FMA: sixteen registers of eight floats hold a tile of 6 x 16.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define VW 8
#define ROWS 6
#define REST 2
#define TABLE fs_avx2_kernels
#include "kernels.inc"
#pragma clang attribute pop
#endif

// The kernels for processors with AVX-512: thirty-two registers of sixteen floats.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f,avx2,fma"), min_vector_width(512))), apply_to = function)
#define VW 16
#define ROWS 14
#define REST 4
#define TABLE fs_avx512_kernels
#include "kernels.inc"
#pragma clang attribute pop
#endif

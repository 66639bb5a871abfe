// For processors with AVX2: a bundle is two registers.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#define NAME(f) fd_avx2_##f
#include "envelope.inc"
#pragma clang attribute pop
#endif

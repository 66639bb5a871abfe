// For processors with AVX-512: a bundle is one register.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl,avx2"), min_vector_width(512))), apply_to = function)
#define NAME(f) fd_avx512_##f
#include "envelope.inc"
#pragma clang attribute pop
#endif

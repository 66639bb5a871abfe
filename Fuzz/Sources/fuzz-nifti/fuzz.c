// libFuzzer's entry points; the work is in NIfTIFuzzing.
#include <stddef.h>
#include <stdint.h>

extern int32_t flairscope_fuzz_nifti(const uint8_t *bytes, size_t count);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) { return flairscope_fuzz_nifti(bytes, count); }

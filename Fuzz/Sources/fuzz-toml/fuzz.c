// libFuzzer's entry point; the work is in Fuzz/Targets.
#include <stddef.h>
#include <stdint.h>

extern int32_t flairscope_fuzz_toml(const uint8_t *bytes, size_t count);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) { return flairscope_fuzz_toml(bytes, count); }

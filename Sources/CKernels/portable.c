// The kernels for any processor: vectors of four floats, which every 64-bit machine has.
#define VW 4
#define ROWS 2
#define REST 1
#define NAME(f) fs_portable_##f
#include "kernels.inc"

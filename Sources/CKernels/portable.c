// The kernels for any processor: vectors of four floats, which every 64-bit machine has.
#define VW 4
#define ROWS 2
#define REST 1
#define TABLE fs_portable_kernels
#include "kernels.inc"

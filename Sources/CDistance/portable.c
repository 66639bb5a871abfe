// For any processor.
#define NAME(f) fd_portable_##f
#include "envelope.inc"

/* NIfTI-1 and NIfTI-2 through the version 2 library: the version 1 library exports the same names over a
   structure with 32-bit sizes, so it must never be linked beside this header. */
#ifndef FLAIRSCOPE_CNIFTI_H
#define FLAIRSCOPE_CNIFTI_H
#include <nifti/nifti2_io.h>
#include <zlib.h>
#endif

// The innermost loop of the Euclidean distance transform: the least of height + (spacing (x - apex))^2 along lines.
// In C, because only there can one function be compiled for several instruction sets.
//
// The function adds and compares, nothing else, so that every instruction set gives the same bits. It allocates nothing
// and keeps no state.
#ifndef FLAIRSCOPE_CDISTANCE_H
#define FLAIRSCOPE_CDISTANCE_H

#include <stddef.h>
#include <stdint.h>

/// Lines that are worked on together, side by side in memory.
#define FD_LINES 8

typedef enum __attribute__((enum_extensibility(closed))) {
  FDInstructionSetPortable = 0,
  FDInstructionSetAVX2 = 1,
  FDInstructionSetAVX512 = 2,
} FDInstructionSet;

/// The widest instruction set that this processor and operating system run.
FDInstructionSet fd_best_instruction_set(void);

/// FD_LINES lines side by side.
typedef struct {
  const double *heights;  // [apex][line], finite
  const int32_t *apexes;  // the voxels where they stand, ascending, at least one; the same for all lines
  ptrdiff_t apexCount;
  const double *squares;  // (k spacing)^2 for k from 1 - length to length - 1; points at k = 0
  double limit;           // results above it become infinite
  double *result;         // line i at voxel x: result[x * resultStride + i]; not the memory of the heights
  ptrdiff_t resultStride;
  int32_t length;         // voxels of a line
} FDBundle;

/// Writes for every voxel x of every line the least of heights[a] + squares[x - apexes[a]] over the apexes a.
void fd_lower_envelope(FDInstructionSet set, const FDBundle *bundle);

#endif

// Values and weights brought into the order that the kernels read: bound by memory, so one version serves all processors.
#include "include/CKernels.h"

void fs_patches(FSImageRows rows, float *destination, ptrdiff_t rowStride) {
  const ptrdiff_t height = rows.height, width = rows.width, channels = rows.channels;
  for (ptrdiff_t y = rows.firstRow; y < rows.firstRow + rows.rowCount; y++)
    for (ptrdiff_t x = 0; x < width; x++, destination += rowStride)
      for (ptrdiff_t dy = 0; dy < 3; dy++)
        for (ptrdiff_t dx = 0; dx < 3; dx++) {
          const ptrdiff_t sy = y + (dy - 1) * rows.dilation, sx = x + (dx - 1) * rows.dilation;
          const bool inside = sy >= 0 && sy < height && sx >= 0 && sx < width;
          const float *from = rows.data + (sy * width + sx) * rows.pixelStride;
          float *to = destination + (dy * 3 + dx) * channels;
          for (ptrdiff_t c = 0; c < channels; c++) to[c] = inside ? from[c] : 0;
        }
}

void fs_pack_transposed(const float *w, FSTransposedShape shape, ptrdiff_t panel, float *destination) {
  const ptrdiff_t paddedOutputs = shape.paddedOutputs, line = shape.paddedInputs * 2 * paddedOutputs;
  for (ptrdiff_t input = panel * FS_PANEL; input < (panel + 1) * FS_PANEL; input++)
    for (ptrdiff_t dx = 0; dx < 2; dx++)
      for (ptrdiff_t output = 0; output < paddedOutputs; output++) {
        const ptrdiff_t column = dx * paddedOutputs + output;
        float *to = destination + (column / FS_PANEL * shape.paddedInputs + input) * FS_PANEL + column % FS_PANEL;
        const float *from = w + (input * shape.outputs + output) * 4 + dx;
        const bool exists = input < shape.inputs && output < shape.outputs;
        to[0] = exists ? from[0] : 0;
        to[line] = exists ? from[2] : 0;
      }
}

void fs_pack_transposed_gradient(const float *w, FSTransposedShape shape, ptrdiff_t panel, float *destination) {
  const ptrdiff_t columns = 2 * shape.paddedOutputs, line = shape.paddedInputs * columns;
  for (ptrdiff_t lane = 0; lane < FS_PANEL; lane++) {
    const ptrdiff_t input = panel * FS_PANEL + lane;
    for (ptrdiff_t output = 0; output < shape.paddedOutputs; output++) {
      float *to = destination + (panel * columns + output) * FS_PANEL + lane;
      const float *from = w + (input * shape.outputs + output) * 4;
      const bool exists = input < shape.inputs && output < shape.outputs;
      to[0] = exists ? from[0] : 0;
      to[shape.paddedOutputs * FS_PANEL] = exists ? from[1] : 0;
      to[line] = exists ? from[2] : 0;
      to[line + shape.paddedOutputs * FS_PANEL] = exists ? from[3] : 0;
    }
  }
}

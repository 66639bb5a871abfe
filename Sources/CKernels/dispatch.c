// One entry a kernel: calls the body of the instruction set that the caller chose.
#include "include/CKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

FSInstructionSet fs_best_instruction_set(void) {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("fma")) return FSInstructionSetAVX512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return FSInstructionSetAVX2;
  return FSInstructionSetPortable;
}

void fs_spin_pause(void) { _mm_pause(); }

#define DECLARE(type, name, parameters) \
  type fs_portable_##name parameters;   \
  type fs_avx2_##name parameters;       \
  type fs_avx512_##name parameters;
#define DISPATCH(name, arguments)                                    \
  switch (set) {                                                     \
    case FSInstructionSetAVX512: return fs_avx512_##name arguments;  \
    case FSInstructionSetAVX2: return fs_avx2_##name arguments;      \
    case FSInstructionSetPortable: return fs_portable_##name arguments; \
  }
#else
FSInstructionSet fs_best_instruction_set(void) { return FSInstructionSetPortable; }

void fs_spin_pause(void) {}

#define DECLARE(type, name, parameters) type fs_portable_##name parameters;
#define DISPATCH(name, arguments) \
  (void)set;                      \
  return fs_portable_##name arguments;
#endif

DECLARE(void, winograd_input, (const FSPlane *plane, const float *source, int channels, int firstTile, int tileCount, float *destination, ptrdiff_t positionStride, ptrdiff_t panelStride))
void fs_winograd_input(FSInstructionSet set, const FSPlane *plane, const float *source, int channels, int firstTile, int tileCount, float *destination, ptrdiff_t positionStride, ptrdiff_t panelStride) {
  DISPATCH(winograd_input, (plane, source, channels, firstTile, tileCount, destination, positionStride, panelStride))
}

DECLARE(void, winograd_output_gradient, (const FSPlane *plane, const float *source, int channels, int firstTile, int tileCount, float *destination, ptrdiff_t positionStride, ptrdiff_t panelStride, float *biasGradient))
void fs_winograd_output_gradient(FSInstructionSet set, const FSPlane *plane, const float *source, int channels, int firstTile, int tileCount, float *destination, ptrdiff_t positionStride, ptrdiff_t panelStride, float *biasGradient) {
  DISPATCH(winograd_output_gradient, (plane, source, channels, firstTile, tileCount, destination, positionStride, panelStride, biasGradient))
}

DECLARE(void, winograd_output, (const FSPlane *plane, const float *source, ptrdiff_t positionStride, ptrdiff_t panelStride, int channels, int firstTile, int tileCount, float *destination, const float *bias, bool rectify, const float *gate, bool accumulate))
void fs_winograd_output(FSInstructionSet set, const FSPlane *plane, const float *source, ptrdiff_t positionStride, ptrdiff_t panelStride, int channels, int firstTile, int tileCount, float *destination, const float *bias, bool rectify, const float *gate, bool accumulate) {
  DISPATCH(winograd_output, (plane, source, positionStride, panelStride, channels, firstTile, tileCount, destination, bias, rectify, gate, accumulate))
}

DECLARE(void, winograd_weights, (const float *w, int outputs, int inputs, int firstInput, int inputCount, int firstRow, int paddedInputs, int firstPanel, int panelCount, float *destination, ptrdiff_t positionStride))
void fs_winograd_weights(FSInstructionSet set, const float *w, int outputs, int inputs, int firstInput, int inputCount, int firstRow, int paddedInputs, int firstPanel, int panelCount, float *destination, ptrdiff_t positionStride) {
  DISPATCH(winograd_weights, (w, outputs, inputs, firstInput, inputCount, firstRow, paddedInputs, firstPanel, panelCount, destination, positionStride))
}

DECLARE(void, winograd_weights_transposed, (const float *w, int outputs, int inputs, int firstInput, int inputCount, int panel, int paddedOutputs, float *destination, ptrdiff_t positionStride))
void fs_winograd_weights_transposed(FSInstructionSet set, const float *w, int outputs, int inputs, int firstInput, int inputCount, int panel, int paddedOutputs, float *destination, ptrdiff_t positionStride) {
  DISPATCH(winograd_weights_transposed, (w, outputs, inputs, firstInput, inputCount, panel, paddedOutputs, destination, positionStride))
}

DECLARE(void, winograd_weight_gradient, (const float *u, int groups, ptrdiff_t groupStride, ptrdiff_t positionStride, int paddedOutputs, int row, int input, int inputs, int outputs, float *destination))
void fs_winograd_weight_gradient(FSInstructionSet set, const float *u, int groups, ptrdiff_t groupStride, ptrdiff_t positionStride, int paddedOutputs, int row, int input, int inputs, int outputs, float *destination) {
  DISPATCH(winograd_weight_gradient, (u, groups, groupStride, positionStride, paddedOutputs, row, input, inputs, outputs, destination))
}

DECLARE(void, product, (int count, int rows, int depth, int panels, const float *a, ptrdiff_t aStride, ptrdiff_t aRow, ptrdiff_t aPanel, const float *b, ptrdiff_t bStride, float *c, ptrdiff_t cStride, ptrdiff_t cRow, ptrdiff_t cPanel, const float *bias, bool rectify, bool accumulate))
void fs_product(FSInstructionSet set, int count, int rows, int depth, int panels, const float *a, ptrdiff_t aStride, ptrdiff_t aRow, ptrdiff_t aPanel, const float *b, ptrdiff_t bStride, float *c, ptrdiff_t cStride, ptrdiff_t cRow, ptrdiff_t cPanel, const float *bias, bool rectify, bool accumulate) {
  DISPATCH(product, (count, rows, depth, panels, a, aStride, aRow, aPanel, b, bStride, c, cStride, cRow, cPanel, bias, rectify, accumulate))
}

DECLARE(void, product_transposed, (int count, int rows, int depth, int panels, const float *a, ptrdiff_t aStride, ptrdiff_t aRow, ptrdiff_t aPanel, const float *d, ptrdiff_t dStride, ptrdiff_t dRow, ptrdiff_t dPanel, float *c, ptrdiff_t cStride, bool accumulate))
void fs_product_transposed(FSInstructionSet set, int count, int rows, int depth, int panels, const float *a, ptrdiff_t aStride, ptrdiff_t aRow, ptrdiff_t aPanel, const float *d, ptrdiff_t dStride, ptrdiff_t dRow, ptrdiff_t dPanel, float *c, ptrdiff_t cStride, bool accumulate) {
  DISPATCH(product_transposed, (count, rows, depth, panels, a, aStride, aRow, aPanel, d, dStride, dRow, dPanel, c, cStride, accumulate))
}

DECLARE(void, thin_convolution, (const float *const lines[3], int width, int channels, const float *w, const float *bias, int outputs, bool rectify, float *destination))
void fs_thin_convolution(FSInstructionSet set, const float *const lines[3], int width, int channels, const float *w, const float *bias, int outputs, bool rectify, float *destination) {
  DISPATCH(thin_convolution, (lines, width, channels, w, bias, outputs, rectify, destination))
}

DECLARE(void, thin_convolution_gradient, (const float *const lines[3], int width, int channels, const float *gradient, int outputs, float *sums, float *biasSums))
void fs_thin_convolution_gradient(FSInstructionSet set, const float *const lines[3], int width, int channels, const float *gradient, int outputs, float *sums, float *biasSums) {
  DISPATCH(thin_convolution_gradient, (lines, width, channels, gradient, outputs, sums, biasSums))
}

DECLARE(void, overlap_sums, (const float *logits, const float *target, const float *weights, ptrdiff_t count, float *probabilities, double sums[8]))
void fs_overlap_sums(FSInstructionSet set, const float *logits, const float *target, const float *weights, ptrdiff_t count, float *probabilities, double sums[8]) {
  DISPATCH(overlap_sums, (logits, target, weights, count, probabilities, sums))
}

DECLARE(void, overlap_gradient, (float *gradient, const float *target, const float *weights, ptrdiff_t count, float perTarget, float perProbability, float constant))
void fs_overlap_gradient(FSInstructionSet set, float *gradient, const float *target, const float *weights, ptrdiff_t count, float perTarget, float perProbability, float constant) {
  DISPATCH(overlap_gradient, (gradient, target, weights, count, perTarget, perProbability, constant))
}

DECLARE(void, pool, (const float *source, int width, int channels, int firstRow, int rowCount, float *destination))
void fs_pool(FSInstructionSet set, const float *source, int width, int channels, int firstRow, int rowCount, float *destination) {
  DISPATCH(pool, (source, width, channels, firstRow, rowCount, destination))
}

DECLARE(void, pool_gradient, (const float *source, const float *gradient, int width, int channels, int firstRow, int rowCount, float *sourceGradient, bool accumulate, bool gate))
void fs_pool_gradient(FSInstructionSet set, const float *source, const float *gradient, int width, int channels, int firstRow, int rowCount, float *sourceGradient, bool accumulate, bool gate) {
  DISPATCH(pool_gradient, (source, gradient, width, channels, firstRow, rowCount, sourceGradient, accumulate, gate))
}

DECLARE(void, head, (const float *source, int channels, int pixels, const float *w, float bias, float *logits))
void fs_head(FSInstructionSet set, const float *source, int channels, int pixels, const float *w, float bias, float *logits) {
  DISPATCH(head, (source, channels, pixels, w, bias, logits))
}

DECLARE(void, head_gradient, (const float *source, const float *gradient, int channels, int pixels, const float *w, float *sourceGradient, float *wGradient, float *biasGradient))
void fs_head_gradient(FSInstructionSet set, const float *source, const float *gradient, int channels, int pixels, const float *w, float *sourceGradient, float *wGradient, float *biasGradient) {
  DISPATCH(head_gradient, (source, gradient, channels, pixels, w, sourceGradient, wGradient, biasGradient))
}

DECLARE(void, gate, (const float *value, float *gradient, ptrdiff_t count))
void fs_gate(FSInstructionSet set, const float *value, float *gradient, ptrdiff_t count) {
  DISPATCH(gate, (value, gradient, count))
}

DECLARE(void, column_sums, (const float *source, int rows, int columns, ptrdiff_t rowStride, float *sums))
void fs_column_sums(FSInstructionSet set, const float *source, int rows, int columns, ptrdiff_t rowStride, float *sums) {
  DISPATCH(column_sums, (source, rows, columns, rowStride, sums))
}

DECLARE(void, adam, (float *w, const float *gradient, float *m, float *v, ptrdiff_t count, float scale, float decay, float shrink, float beta1, float beta2, float stepSize, float inverseRoot, float epsilon))
void fs_adam(FSInstructionSet set, float *w, const float *gradient, float *m, float *v, ptrdiff_t count, float scale, float decay, float shrink, float beta1, float beta2, float stepSize, float inverseRoot, float epsilon) {
  DISPATCH(adam, (w, gradient, m, v, count, scale, decay, shrink, beta1, beta2, stepSize, inverseRoot, epsilon))
}

DECLARE(void, sgd, (float *w, const float *gradient, float *u, ptrdiff_t count, float scale, float decay, float momentum, bool nesterov, float rate))
void fs_sgd(FSInstructionSet set, float *w, const float *gradient, float *u, ptrdiff_t count, float scale, float decay, float momentum, bool nesterov, float rate) {
  DISPATCH(sgd, (w, gradient, u, count, scale, decay, momentum, nesterov, rate))
}

DECLARE(double, square_sum, (const float *values, ptrdiff_t count))
double fs_square_sum(FSInstructionSet set, const float *values, ptrdiff_t count) {
  DISPATCH(square_sum, (values, count))
}

DECLARE(void, channel_sums, (const float *first, const float *second, const float *center, bool centersFirst, ptrdiff_t pixels, int channels, float *sums))
void fs_channel_sums(FSInstructionSet set, const float *first, const float *second, const float *center, bool centersFirst, ptrdiff_t pixels, int channels, float *sums) {
  DISPATCH(channel_sums, (first, second, center, centersFirst, pixels, channels, sums))
}

DECLARE(void, channel_combination, (const float *first, const float *second, const float *coefficients, ptrdiff_t pixels, int channels, bool rectify, const float *gate, float *destination))
void fs_channel_combination(FSInstructionSet set, const float *first, const float *second, const float *coefficients, ptrdiff_t pixels, int channels, bool rectify, const float *gate, float *destination) {
  DISPATCH(channel_combination, (first, second, coefficients, pixels, channels, rectify, gate, destination))
}

DECLARE(void, dropout, (float *values, ptrdiff_t count, unsigned long long key, unsigned threshold, float scale))
void fs_dropout(FSInstructionSet set, float *values, ptrdiff_t count, unsigned long long key, unsigned threshold, float scale) {
  DISPATCH(dropout, (values, count, key, threshold, scale))
}

DECLARE(void, scale, (float *values, ptrdiff_t count, float scale))
void fs_scale(FSInstructionSet set, float *values, ptrdiff_t count, float scale) {
  DISPATCH(scale, (values, count, scale))
}

DECLARE(void, pool_tangent, (const float *source, const float *tangent, int width, int channels, int firstRow, int rowCount, float *destination))
void fs_pool_tangent(FSInstructionSet set, const float *source, const float *tangent, int width, int channels, int firstRow, int rowCount, float *destination) {
  DISPATCH(pool_tangent, (source, tangent, width, channels, firstRow, rowCount, destination))
}

DECLARE(void, head_tangent, (const float *tangent, const float *w, const float *source, const float *direction, int channels, ptrdiff_t pixels, float bias, float *logits))
void fs_head_tangent(FSInstructionSet set, const float *tangent, const float *w, const float *source, const float *direction, int channels, ptrdiff_t pixels, float bias, float *logits) {
  DISPATCH(head_tangent, (tangent, w, source, direction, channels, pixels, bias, logits))
}

DECLARE(void, moving_average, (float *average, const float *values, ptrdiff_t count, float keep))
void fs_moving_average(FSInstructionSet set, float *average, const float *values, ptrdiff_t count, float keep) {
  DISPATCH(moving_average, (average, values, count, keep))
}

DECLARE(void, step, (float *result, const float *values, const float *direction, ptrdiff_t count, float length))
void fs_step(FSInstructionSet set, float *result, const float *values, const float *direction, ptrdiff_t count, float length) {
  DISPATCH(step, (result, values, direction, count, length))
}

void fs_patches(
    const float *source, int height, int width, int channels, ptrdiff_t pixelStride, int firstRow, int rowCount,
    float *destination, ptrdiff_t rowStride) {
  for (int y = firstRow; y < firstRow + rowCount; y++)
    for (int x = 0; x < width; x++, destination += rowStride)
      for (int dy = 0; dy < 3; dy++)
        for (int dx = 0; dx < 3; dx++) {
          const int sy = y + dy - 1, sx = x + dx - 1;
          const bool inside = sy >= 0 && sy < height && sx >= 0 && sx < width;
          const float *from = source + ((ptrdiff_t)sy * width + sx) * pixelStride;
          float *to = destination + (dy * 3 + dx) * channels;
          for (int c = 0; c < channels; c++) to[c] = inside ? from[c] : 0;
        }
}

void fs_pack_transposed(
    const float *w, int inputs, int outputs, int firstInput, int inputCount, int paddedInputs, int paddedOutputs,
    float *destination) {
  const ptrdiff_t line = (ptrdiff_t)paddedInputs * 2 * paddedOutputs;
  for (int input = firstInput; input < firstInput + inputCount; input++)
    for (int dx = 0; dx < 2; dx++)
      for (int output = 0; output < paddedOutputs; output++) {
        const int column = dx * paddedOutputs + output;
        float *to = destination + ((ptrdiff_t)(column / FS_PANEL) * paddedInputs + input) * FS_PANEL + column % FS_PANEL;
        const float *from = w + ((ptrdiff_t)input * outputs + output) * 4 + dx;
        const bool exists = input < inputs && output < outputs;
        to[0] = exists ? from[0] : 0;
        to[line] = exists ? from[2] : 0;
      }
}

void fs_pack_transposed_gradient(
    const float *w, int inputs, int outputs, int firstPanel, int panelCount, int paddedInputs, int paddedOutputs,
    float *destination) {
  const ptrdiff_t columns = 2 * (ptrdiff_t)paddedOutputs, line = paddedInputs * columns;
  for (int panel = firstPanel; panel < firstPanel + panelCount; panel++)
    for (int lane = 0; lane < FS_PANEL; lane++) {
      const int input = panel * FS_PANEL + lane;
      for (int output = 0; output < paddedOutputs; output++) {
        float *to = destination + (panel * columns + output) * FS_PANEL + lane;
        const float *from = w + ((ptrdiff_t)input * outputs + output) * 4;
        const bool exists = input < inputs && output < outputs;
        to[0] = exists ? from[0] : 0;
        to[(ptrdiff_t)paddedOutputs * FS_PANEL] = exists ? from[1] : 0;
        to[line] = exists ? from[2] : 0;
        to[line + (ptrdiff_t)paddedOutputs * FS_PANEL] = exists ? from[3] : 0;
      }
    }
}

// The inner loops of the network: transforms of Winograd's F(4x4, 3x3), small matrix products, pooling, pointwise work.
//
// Activations are [image][row][column][channel], channels padded to a multiple of FS_PANEL; padding channels are zero.
// Matrices in the transformed domain are stored in panels of FS_PANEL channels: [position][panel][tile][FS_PANEL].
// Every function exists once per instruction set, from one source (kernels.inc); nothing here allocates or keeps state,
// and a function's result depends on its arguments alone.
#ifndef FLAIRSCOPE_CKERNELS_H
#define FLAIRSCOPE_CKERNELS_H

#include <stdbool.h>
#include <stddef.h>

#define FS_PANEL 16
/// Pixels that fs_thin_convolution may read past the end of a line.
#define FS_THIN_MARGIN 10

typedef enum __attribute__((enum_extensibility(closed))) {
  FSInstructionSetPortable = 0,
  FSInstructionSetAVX2 = 1,
  FSInstructionSetAVX512 = 2,
} FSInstructionSet;

/// The widest instruction set that this processor and operating system run.
FSInstructionSet fs_best_instruction_set(void);

/// A short wait of a spinning thread.
void fs_spin_pause(void);

/// Images of one layer and their 4x4 tiles, numbered over all images.
typedef struct {
  ptrdiff_t imageStride;  // floats from one image to the next
  ptrdiff_t pixelStride;  // floats from one pixel to the next
  int height, width;
  int tilesX, tilesPerImage;
} FSPlane;

/// B^T d B of the 6x6 patches around `tileCount` tiles; `channels` is a multiple of FS_PANEL.
void fs_winograd_input(
    FSInstructionSet set, const FSPlane *plane, const float *source, int channels, int firstTile, int tileCount,
    float *destination, ptrdiff_t positionStride, ptrdiff_t panelStride);

/// A g A^T of the 4x4 tiles of an output gradient; the sum over all pixels is added to `biasGradient` (may be NULL).
void fs_winograd_output_gradient(
    FSInstructionSet set, const FSPlane *plane, const float *source, int channels, int firstTile, int tileCount,
    float *destination, ptrdiff_t positionStride, ptrdiff_t panelStride, float *biasGradient);

/// A^T m A: 4x4 pixels a tile. Adds `bias`, applies ReLU, or keeps only pixels whose `gate` value is positive (each may
/// be absent); `accumulate` adds to what is there, before the gate.
void fs_winograd_output(
    FSInstructionSet set, const FSPlane *plane, const float *source, ptrdiff_t positionStride, ptrdiff_t panelStride,
    int channels, int firstTile, int tileCount, float *destination, const float *bias, bool rectify,
    const float *gate, bool accumulate);

/// G w G^T into [position][output panel][padded input channel][FS_PANEL], for the output panels of the given range.
/// w is [outputs][inputs][3][3]; its input channels `firstInput ..< firstInput + inputCount` go to rows from `firstRow` on.
void fs_winograd_weights(
    FSInstructionSet set, const float *w, int outputs, int inputs, int firstInput, int inputCount, int firstRow,
    int paddedInputs, int firstPanel, int panelCount, float *destination, ptrdiff_t positionStride);

/// The same for the gradient of the input: w turned by 180 degrees and transposed, into
/// [position][input panel][padded output channel][FS_PANEL], one panel of up to FS_PANEL input channels.
void fs_winograd_weights_transposed(
    FSInstructionSet set, const float *w, int outputs, int inputs, int firstInput, int inputCount, int panel,
    int paddedOutputs, float *destination, ptrdiff_t positionStride);

/// G^T (sum over groups of u) G for some input channels: writes w's gradient [outputs][inputs][3][3].
/// u is [group][position][padded input channel][padded output channel].
void fs_winograd_weight_gradient(
    FSInstructionSet set, const float *u, int groups, ptrdiff_t groupStride, ptrdiff_t positionStride,
    int paddedOutputs, int row, int input, int inputs, int outputs, float *destination);

/// C = A B (+ bias) for `count` matrices in a row. Element (i, k) of A lies at (k / 16) aPanel + i aRow + k % 16;
/// B is [panel][depth][FS_PANEL]; element (i, j) of C at (j / 16) cPanel + i cRow + j % 16.
void fs_product(
    FSInstructionSet set, int count, int rows, int depth, int panels, const float *a, ptrdiff_t aStride,
    ptrdiff_t aRow, ptrdiff_t aPanel, const float *b, ptrdiff_t bStride, float *c, ptrdiff_t cStride, ptrdiff_t cRow,
    ptrdiff_t cPanel, const float *bias, bool rectify, bool accumulate);

/// C = A^T D, or C += A^T D: A as in fs_product with `depth` columns, element (i, j) of D at (j / 16) dPanel + i dRow +
/// j % 16, C [depth][panels * 16] row by row.
void fs_product_transposed(
    FSInstructionSet set, int count, int rows, int depth, int panels, const float *a, ptrdiff_t aStride,
    ptrdiff_t aRow, ptrdiff_t aPanel, const float *d, ptrdiff_t dStride, ptrdiff_t dRow, ptrdiff_t dPanel, float *c,
    ptrdiff_t cStride, bool accumulate);

/// The 3x3 neighbourhood of each pixel of some rows: [pixel][3][3][channels] flattened, zero outside the image.
void fs_patches(
    const float *source, int height, int width, int channels, ptrdiff_t pixelStride, int firstRow, int rowCount,
    float *destination, ptrdiff_t rowStride);

/// One line of a 3x3 convolution of an image with few channels. `lines` are the line above, the line itself and the one
/// below, each with a pixel of zeros before it and at least FS_THIN_MARGIN pixels of anything finite after it (one of
/// zeros first); w is [output panel][tap][channel][FS_PANEL].
void fs_thin_convolution(
    FSInstructionSet set, const float *const lines[3], int width, int channels, const float *w, const float *bias,
    int outputs, bool rectify, float *destination);

/// Adds what one line contributes to the gradients of w (in its order) and bias.
void fs_thin_convolution_gradient(
    FSInstructionSet set, const float *const lines[3], int width, int channels, const float *gradient, int outputs,
    float *sums, float *biasSums);

/// The weights [inputs][outputs][2][2] of a transposed convolution, for some inputs, into [output line][panel of (dx,
/// output channel)][padded input][FS_PANEL].
void fs_pack_transposed(
    const float *w, int inputs, int outputs, int firstInput, int inputCount, int paddedInputs, int paddedOutputs,
    float *destination);

/// The same for the gradient of its source, for some panels of inputs: [output line][panel of inputs][(dx, output
/// channel)][FS_PANEL].
void fs_pack_transposed_gradient(
    const float *w, int inputs, int outputs, int firstPanel, int panelCount, int paddedInputs, int paddedOutputs,
    float *destination);

/// 2x2 maximum with stride 2 for some rows of the result.
void fs_pool(
    FSInstructionSet set, const float *source, int width, int channels, int firstRow, int rowCount,
    float *destination);

/// Hands a pooled gradient back to the first of the four equal maxima; adds to the gradient that is there when
/// `accumulate`, then keeps only pixels whose value is positive when `gate`.
void fs_pool_gradient(
    FSInstructionSet set, const float *source, const float *gradient, int width, int channels, int firstRow,
    int rowCount, float *sourceGradient, bool accumulate, bool gate);

/// One logit a pixel: the dot product with `w` plus `bias`.
void fs_head(
    FSInstructionSet set, const float *source, int channels, int pixels, const float *w, float bias, float *logits);

/// Adds to the gradients of w and bias, and writes the gradient of the source where the source is positive.
void fs_head_gradient(
    FSInstructionSet set, const float *source, const float *gradient, int channels, int pixels, const float *w,
    float *sourceGradient, float *wGradient, float *biasGradient);

/// gradient = value > 0 ? gradient : 0
void fs_gate(FSInstructionSet set, const float *value, float *gradient, ptrdiff_t count);

/// sums[c] += the sum over rows of source[row][c]
void fs_column_sums(
    FSInstructionSet set, const float *source, int rows, int columns, ptrdiff_t rowStride, float *sums);

/// One step of Adam (Kingma and Ba, ICLR 2015) on a stretch of parameters:
/// m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; w = shrink * w - stepSize * m / (sqrt(v) * inverseRoot + epsilon),
/// with g = scale * gradient + decay * w.
void fs_adam(
    FSInstructionSet set, float *w, const float *gradient, float *m, float *v, ptrdiff_t count, float scale,
    float decay, float shrink, float beta1, float beta2, float stepSize, float inverseRoot, float epsilon);

/// One step of SGD with momentum on a stretch of parameters: u = momentum * u + g; w -= rate * (nesterov ? g + momentum * u
/// : u), with g = scale * gradient + decay * w.
void fs_sgd(
    FSInstructionSet set, float *w, const float *gradient, float *u, ptrdiff_t count, float scale, float decay,
    float momentum, bool nesterov, float rate);

/// The sum of squares in double precision.
double fs_square_sum(FSInstructionSet set, const float *values, ptrdiff_t count);

// The kernels of pointwise.inc: normalisation, dropout, tangents.

/// sums[c] = the sum over pixels of first; sums[channels + c] = that of first * (second - center), 0 without `second`.
/// `center` (may be NULL) is one number a channel; `centersFirst` subtracts it from `first` too. Channels fill panels.
void fs_channel_sums(
    FSInstructionSet set, const float *first, const float *second, const float *center, bool centersFirst,
    ptrdiff_t pixels, int channels, float *sums);

/// destination = p first + q second + r with `coefficients` [p, q, r][channels]; `first` may be NULL. Then ReLU, or only
/// where `gate` (may be NULL) is positive. `destination` may be `first`.
void fs_channel_combination(
    FSInstructionSet set, const float *first, const float *second, const float *coefficients, ptrdiff_t pixels,
    int channels, bool rectify, const float *gate, float *destination);

/// Zeroes each value whose hash of (position, key) is below `threshold`, and scales the others. `count` fills panels.
void fs_dropout(
    FSInstructionSet set, float *values, ptrdiff_t count, unsigned long long key, unsigned threshold, float
    scale);

/// values *= scale; `count` fills panels.
void fs_scale(
    FSInstructionSet set, float *values, ptrdiff_t count, float scale);

/// The tangent at the first of the four equal maxima of `source`.
void fs_pool_tangent(
    FSInstructionSet set, const float *source, const float *tangent, int width, int channels, int firstRow, int
    rowCount, float *destination);

/// One number a pixel: tangent . w + source . direction + bias.
void fs_head_tangent(
    FSInstructionSet set, const float *tangent, const float *w, const float *source, const float *direction, int
    channels, ptrdiff_t pixels, float bias, float *logits);

/// average = keep * average + (1 - keep) * values
void fs_moving_average(
    FSInstructionSet set, float *average, const float *values, ptrdiff_t count, float keep);

/// result = values + length * direction
void fs_step(
    FSInstructionSet set, float *result, const float *values, const float *direction, ptrdiff_t count, float
    length);

/// Sums over pixels for overlap losses, p = sigmoid(logit): adds sum(w p t), sum(w p), sum(w p^2), sum(w t), sum(w t^2),
/// sum(w), sum(p), sum(t). Weights may be NULL for 1; probabilities, where p is kept, may be NULL.
void fs_overlap_sums(
    FSInstructionSet set, const float *logits, const float *target, const float *weights, ptrdiff_t count,
    float *probabilities, double sums[8]);

/// gradient = w (perTarget t + perProbability p + constant) p (1 - p), from the p that `gradient` holds.
void fs_overlap_gradient(
    FSInstructionSet set, float *gradient, const float *target, const float *weights, ptrdiff_t count, float perTarget,
    float perProbability, float constant);

#endif

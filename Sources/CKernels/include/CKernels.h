// The inner loops of the network: transforms of Winograd's F(4x4, 3x3), small matrix products, pooling, pointwise work.
//
// Activations are [image][row][column][channel], channels padded to a multiple of FS_PANEL; padding channels are zero.
// Every function exists once per instruction set, from one source (kernels.inc), and is called through that set's table
// (FSKernels). Nothing here allocates or keeps state, and a function's result depends on its arguments alone.
#ifndef FLAIRSCOPE_CKERNELS_H
#define FLAIRSCOPE_CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// Channels that are stored side by side: activations are padded to a multiple of it, matrices are cut into panels of it.
#define FS_PANEL 16
/// Pixels that thin_convolution may read past the end of a line.
#define FS_THIN_MARGIN 10

typedef enum __attribute__((enum_extensibility(closed))) {
  FSInstructionSetPortable = 0,
  FSInstructionSetAVX2 = 1,
  FSInstructionSetAVX512 = 2,
} FSInstructionSet;

// MARK: What the kernels work on

/// A matrix, or several of one shape one behind the other, whose columns lie in panels: element (i, j) is
/// data[i * rowStride + j / FS_PANEL * panelStride + j % FS_PANEL]. Strides are in floats.
typedef struct {
  float *data;
  ptrdiff_t rows, columns;
  ptrdiff_t rowStride, panelStride;
  /// From one matrix to the next, where there are several.
  ptrdiff_t matrixStride;
} FSMatrix;

/// What happens to a sum before it is stored, in this order.
typedef struct {
  /// One number a column, added at the beginning.
  const float *_Nullable bias;
  /// Whether what is there is added.
  bool accumulate;
  /// Whether negative results become 0.
  bool rectify;
} FSEpilogue;

/// The maps of all images of one layer, and their 4x4 tiles, numbered over all images. Strides are in floats.
typedef struct {
  float *data;
  ptrdiff_t imageStride, pixelStride;
  ptrdiff_t height, width;
  ptrdiff_t tilesX, tilesPerImage;
} FSTiledMap;

/// Some tiles in Winograd's domain: [36 positions][panel][tile][FS_PANEL].
typedef struct {
  float *data;
  /// A multiple of FS_PANEL.
  ptrdiff_t channels;
  /// The number of the first tile in its FSTiledMap, and how many there are.
  ptrdiff_t first, count;
  ptrdiff_t positionStride, panelStride;
} FSTileBlock;

/// A layer's weights [outputs][inputs][3][3], and which of the inputs are meant.
typedef struct {
  ptrdiff_t outputs, inputs;
  ptrdiff_t firstInput, inputCount;
} FSWeightShape;

/// Weights in Winograd's domain: [36 positions][panel of columns][row][FS_PANEL]; or their sums, as
/// [36 positions][row][column], `sumCount` times.
typedef struct {
  float *data;
  ptrdiff_t rows, columns;
  ptrdiff_t positionStride;
  ptrdiff_t sumCount, sumStride;
} FSTransformedWeights;

/// The lines of an image above, at and below the line that a 3x3 kernel computes, [column][channel], each with a pixel of
/// zeros before it and at least FS_THIN_MARGIN pixels of anything finite after it (one of zeros first).
typedef struct {
  const float *above, *middle, *below;
  ptrdiff_t width, channels;
} FSLines;

/// Some rows of the result of 2x2 pooling of an image that is `width` pixels wide.
typedef struct {
  ptrdiff_t width, channels;
  ptrdiff_t firstRow, rowCount;
} FSPooling;

/// Some rows of an image.
typedef struct {
  const float *data;
  ptrdiff_t height, width, channels, pixelStride;
  ptrdiff_t firstRow, rowCount;
  /// Pixels from one tap to the next.
  ptrdiff_t dilation;
} FSImageRows;

/// The weights [inputs][outputs][2][2] of a transposed convolution, and both numbers padded to whole panels.
typedef struct {
  ptrdiff_t inputs, outputs;
  ptrdiff_t paddedInputs, paddedOutputs;
} FSTransposedShape;

/// One step of Adam (Kingma and Ba, ICLR 2015), with g = scale * gradient + decay * w:
/// m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2;
/// w = shrink * w - stepSize * m / (sqrt(v) * inverseRoot + epsilon).
typedef struct {
  float scale, decay, shrink;
  float beta1, beta2;
  float stepSize, inverseRoot, epsilon;
} FSAdamStep;

/// One step of SGD with momentum, with g = scale * gradient + decay * w:
/// u = momentum * u + g; w -= rate * (nesterov ? g + momentum * u : u).
typedef struct {
  float scale, decay;
  float momentum, rate;
  bool nesterov;
} FSDescentStep;

/// The derivative of an overlap loss: w (perTarget t + perProbability p + constant) p (1 - p).
typedef struct {
  float perTarget, perProbability, constant;
} FSOverlapDerivative;

// MARK: The table

/// The kernels for one instruction set.
typedef struct {
  // Winograd's F(4x4, 3x3)

  /// B^T d B of the 6x6 surroundings of some tiles of a map.
  void (*winograd_input)(FSTiledMap map, FSTileBlock tiles);
  /// A g A^T of some 4x4 tiles of an output gradient; the sum over all pixels is added to `biasGradient`.
  void (*winograd_output_gradient)(FSTiledMap gradient, FSTileBlock tiles, float *biasGradient);
  /// A^T m A: 4x4 pixels a tile. Pixels stay only where `gate` (laid out as the map) is positive.
  void (*winograd_output)(FSTileBlock tiles, FSTiledMap map, FSEpilogue epilogue, const float *_Nullable gate);
  /// G w G^T for one panel of outputs; rows are inputs, the first of them at `firstRow`.
  void (*winograd_weights)(
      const float *w, FSWeightShape shape, FSTransformedWeights result, ptrdiff_t firstRow, ptrdiff_t panel);
  /// The same for the gradient of the input, for up to FS_PANEL inputs: w turned by 180 degrees and transposed, rows are
  /// outputs.
  void (*winograd_weights_transposed)(
      const float *w, FSWeightShape shape, FSTransformedWeights result, ptrdiff_t panel);
  /// G^T u G for some inputs, with u the total of all sums; the first input's row of them is `firstRow`. Writes w's gradient.
  void (*winograd_weight_gradient)(
      FSTransformedWeights sums, ptrdiff_t firstRow, float *gradient, FSWeightShape shape);

  // Products

  /// C = A B for `count` matrices.
  void (*product)(FSMatrix a, FSMatrix b, FSMatrix c, ptrdiff_t count, FSEpilogue epilogue);
  /// C = A^T D, or C += A^T D, for `count` matrices. C lies row by row.
  void (*product_transposed)(FSMatrix a, FSMatrix d, FSMatrix c, ptrdiff_t count, bool accumulate);
  /// sums[c] += the sum over rows of the first `columns` columns, which lie side by side.
  void (*column_sums)(FSMatrix source, float *sums);

  // 3x3 convolution of few channels

  /// One line of the result. w is [output panel][tap][channel][FS_PANEL]; `outputs` fill panels.
  void (*thin_convolution)(
      FSLines lines, const float *w, const float *bias, ptrdiff_t outputs, bool rectify, float *destination);
  /// Adds what one line contributes to the gradients of w (in its order) and bias.
  void (*thin_convolution_gradient)(
      FSLines lines, const float *gradient, ptrdiff_t outputs, float *sums, float *biasSums);

  // Pooling

  /// 2x2 maximum with stride 2.
  void (*pool)(const float *source, FSPooling rows, float *destination);
  /// Passes a pooled gradient back to the first of the four equal maxima; adds to the gradient that is there when
  /// `accumulate`, then keeps only pixels whose value is positive when `gate`.
  void (*pool_gradient)(
      const float *source, const float *gradient, FSPooling rows, float *sourceGradient, bool accumulate, bool gate);
  /// The tangent at the first of the four equal maxima of `source`.
  void (*pool_tangent)(const float *source, const float *tangent, FSPooling rows, float *destination);

  // 1x1 convolution to one number a pixel

  /// The dot product of each pixel with `w`, plus `bias`.
  void (*head)(
      const float *source, ptrdiff_t channels, ptrdiff_t pixels, const float *w, float bias, float *logits);
  /// Adds to the gradients of w and bias, and writes the gradient of the source where the source is positive.
  void (*head_gradient)(
      const float *source, const float *gradient, ptrdiff_t channels, ptrdiff_t pixels, const float *w,
      float *sourceGradient, float *wGradient, float *biasGradient);
  /// tangent . w + source . direction + bias.
  void (*head_tangent)(
      const float *tangent, const float *w, const float *source, const float *direction, ptrdiff_t channels,
      ptrdiff_t pixels, float bias, float *logits);

  // Normalisation and dropout; channels fill panels

  /// sums[c] = the sum over pixels of first; sums[channels + c] = that of first * (second - center), 0 without `second`.
  /// `center` is one number a channel; `centersFirst` subtracts it from `first` too.
  void (*channel_sums)(
      const float *first, const float *_Nullable second, const float *_Nullable center, bool centersFirst,
      ptrdiff_t pixels, ptrdiff_t channels, float *sums);
  /// destination = p first + q second + r with `coefficients` [p, q, r][channels]. Then ReLU, or only where `gate` is
  /// positive. `destination` may be `first`.
  void (*channel_combination)(
      const float *_Nullable first, const float *second, const float *coefficients, ptrdiff_t pixels,
      ptrdiff_t channels, bool rectify, const float *_Nullable gate, float *destination);
  /// Zeroes each value whose hash of (position, key) is below `threshold`, and scales the others.
  void (*dropout)(float *values, ptrdiff_t count, uint64_t key, uint32_t threshold, float scale);

  // Number by number

  /// gradient = value > 0 ? gradient : 0
  void (*gate)(const float *value, float *gradient, ptrdiff_t count);
  /// values *= scale; `count` fills panels.
  void (*scale)(float *values, ptrdiff_t count, float scale);
  /// average = keep * average + (1 - keep) * values
  void (*moving_average)(float *average, const float *values, ptrdiff_t count, float keep);
  /// result = values + length * direction
  void (*step)(float *result, const float *values, const float *direction, ptrdiff_t count, float length);
  /// The sum of squares in double precision.
  double (*square_sum)(const float *values, ptrdiff_t count);

  // Optimisers

  void (*adam)(float *w, const float *gradient, float *m, float *v, ptrdiff_t count, FSAdamStep step);
  void (*descend)(float *w, const float *gradient, float *u, ptrdiff_t count, FSDescentStep step);

  // Losses

  /// Sums over pixels for overlap losses, p = sigmoid(logit): adds sum(w p t), sum(w p), sum(w p^2), sum(w t), sum(w t^2),
  /// sum(w), sum(p), sum(t). No weights stand for 1; p is kept where there is a place for it.
  void (*overlap_sums)(
      const float *logits, const float *target, const float *_Nullable weights, ptrdiff_t count,
      float *_Nullable probabilities, double *sums);
  /// The derivative for each logit, from the p that `gradient` holds.
  void (*overlap_gradient)(
      float *gradient, const float *target, const float *_Nullable weights, ptrdiff_t count,
      FSOverlapDerivative derivative);
} FSKernels;

/// The widest instruction set that this processor and operating system run.
FSInstructionSet fs_best_instruction_set(void);

/// The kernels for an instruction set; it must be one that this processor runs.
const FSKernels *fs_kernels(FSInstructionSet set);

// MARK: The same for every instruction set

/// A short wait of a spinning thread.
void fs_spin_pause(void);

/// The 3x3 neighbourhood of each pixel of some rows: [pixel][3][3][channels] flattened, zero outside the image, a pixel
/// every `rowStride` floats.
void fs_patches(FSImageRows rows, float *destination, ptrdiff_t rowStride);

/// The weights of a transposed convolution, for one panel of inputs, into [output line][panel of (dx, output
/// channel)][padded input][FS_PANEL].
void fs_pack_transposed(const float *w, FSTransposedShape shape, ptrdiff_t panel, float *destination);

/// The same for the gradient of its source: [output line][panel of inputs][(dx, output channel)][FS_PANEL].
void fs_pack_transposed_gradient(const float *w, FSTransposedShape shape, ptrdiff_t panel, float *destination);

#pragma clang assume_nonnull end

#endif

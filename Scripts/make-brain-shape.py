"""The mean outline of brains that the program compares a scan with, as the base64 text of BrainShape+Bitmap.swift.

    python3 make-brain-shape.py SKULL_STRIPPED.nii.gz [SKULL_STRIPPED.nii.gz ...] > bitmap.txt

Made of sub-19 and sub-26 of the open MS data and P14 (second visit) of MSLesSeg. Each brain (voxels that are not zero, on
4 mm, closed and opened) is placed affinely over the mean of all, four times over; the mean of their signed distances, made
symmetric, is cut at zero. Needs NumPy 2, SciPy 1.17, nibabel 5.
"""

import base64
import sys

import nibabel
import numpy
import scipy.ndimage as ndimage

SHAPE = numpy.array([48, 58, 48])
STEP = 4.0
ORIGIN = -0.5 * STEP * (SHAPE - 1)
SIZE = numpy.array([31.0, 38.0, 30.0])  # standard deviations, in mm, that the first mean is given


def coarse_brain(path):
    image = nibabel.as_closest_canonical(nibabel.load(path))
    inside = numpy.asarray(image.dataobj).squeeze() != 0
    factor = STEP / numpy.array(image.header.get_zooms()[:3], float)
    smooth = ndimage.gaussian_filter(inside.astype(numpy.float32), factor / 3)
    mask = ndimage.zoom(smooth, 1 / factor, order=1, grid_mode=True, mode="grid-constant") > 0.5
    mask = ndimage.binary_fill_holes(ndimage.binary_closing(numpy.pad(mask, 4), iterations=2))
    labels, count = ndimage.label(ndimage.binary_opening(mask))
    sizes = ndimage.sum(labels > 0, labels, range(1, count + 1))
    return labels == 1 + numpy.argmax(sizes)


def signed_distances(mask):
    inside = ndimage.distance_transform_edt(mask, sampling=STEP)
    outside = ndimage.distance_transform_edt(~mask, sampling=STEP)
    return inside - outside + numpy.where(mask, -0.5, 0.5) * STEP


def placed(target, points, levels, matrix, shift):
    """Gauss-Newton on the differences of signed distances, with Tukey's biweight."""
    gradients = numpy.gradient(target, STEP)
    centre = points.mean(0)
    reach = numpy.abs(points - centre).max()
    for _ in range(25):
        voxels = (points @ matrix.T + shift) / STEP
        seen = numpy.all((voxels > 0.5) & (voxels < numpy.array(target.shape) - 1.5), axis=1)
        at = voxels[seen].T
        difference = ndimage.map_coordinates(target, at, order=1) - levels[seen]
        limit = 4.685 * max(1.4826 * numpy.median(numpy.abs(difference)), 1.5)
        weight = numpy.where(numpy.abs(difference) < limit, (1 - (difference / limit) ** 2) ** 2, 0)
        slope = numpy.stack([ndimage.map_coordinates(g, at, order=1) for g in gradients], 1)
        row = numpy.c_[(points[seen] - centre) / reach, numpy.ones(seen.sum())]
        jacobian = numpy.einsum("ni,nj->nij", slope, row).reshape(len(row), 12)
        normal = (jacobian * weight[:, None]).T @ jacobian + numpy.eye(12) * len(row) * 1e-3
        step = numpy.linalg.solve(normal, -(jacobian * weight[:, None]).T @ difference).reshape(3, 4)
        matrix = matrix + step[:, :3] / reach
        shift = shift + step[:, 3] - step[:, :3] @ centre / reach
        if numpy.abs(step).max() < 0.05:
            break
    return matrix, shift


def mean_shape(masks):
    grid = numpy.stack(numpy.meshgrid(
        *[numpy.arange(n) * STEP + o for n, o in zip(SHAPE, ORIGIN)], indexing="ij"), -1).reshape(-1, 3)
    distances = [signed_distances(mask) for mask in masks]
    mean = None
    for _ in range(4):
        total = 0
        for mask, own in zip(masks, distances):
            places = numpy.argwhere(mask) * STEP
            if mean is None:
                matrix, shift = numpy.diag(places.std(0) / SIZE), places.mean(0)
            else:
                inside = numpy.argwhere(mean) * STEP + ORIGIN
                scale = places.std(0) / inside.std(0)
                levels = signed_distances(mean)
                near = numpy.argwhere(numpy.abs(levels) < 10)[::3]
                matrix, shift = placed(
                    own, near * STEP + ORIGIN, levels[tuple(near.T)], numpy.diag(scale),
                    places.mean(0) - scale * inside.mean(0))
            at = (grid @ matrix.T + shift) / STEP
            total = total + ndimage.map_coordinates(own, at.T, order=1, mode="nearest").reshape(SHAPE)
        mean = (total + total[::-1]) > 0
    return mean


shape = mean_shape([coarse_brain(path) for path in sys.argv[1:]])
half = shape[SHAPE[0] // 2:].transpose(2, 1, 0)  # slices, rows, columns from the midline to the right
text = base64.b64encode(numpy.packbits(half.reshape(-1), bitorder="little").tobytes()).decode()
print("\n".join(text[start:start + 112] for start in range(0, len(text), 112)))

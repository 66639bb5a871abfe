#!/usr/bin/env python3
"""Cut the bundled case out of one patient of the public MS data set of Lesjak et al.

    Scripts/make-sample.py SOURCE_FOLDER OUTPUT_FOLDER

SOURCE_FOLDER holds FLAIR, T1w and T2w images and lesion masks of one patient on one grid, named in the
manner of BIDS.  The cut is the box of the non-zero FLAIR voxels and a margin of two voxels, at the full
resolution.  Images become int16 with a scale factor (STEPS below), masks stay uint8.  Everything written is
read back and checked against the source.  Needs numpy, nibabel, and zopfli (pip) for the small files.
"""
import glob
import gzip
import json
import os
import shutil
import sys

import nibabel
import numpy
from scipy import ndimage

try:
    import zopfli.gzip as zopfli
except ImportError:
    zopfli = None

MARGIN = 2
# Powers of two times five: exact in the float32 of the header.  Far below the noise of the images.
STEPS = {"FLAIR": 0.25, "T1w": 2.5, "T2w": 2.5}
MASKS = ("desc-consensus_mask", "desc-SIMULATEDrater2_mask")
LIMIT_BYTES = 4_000_000


def one(folder, ending):
    """The only file of that ending, the scans after gadolinium left aside."""
    found = [p for p in glob.glob(os.path.join(folder, "*_" + ending)) if "_ce-" not in p]
    if len(found) != 1:
        sys.exit(f"{folder}: {len(found)} files end with _{ending}; exactly one is needed")
    return found[0]


def quantise(values, step):
    """Whole steps; zero stays the background's alone, so that the brain has the voxels it had."""
    whole = numpy.rint(values / step)
    lost = (whole == 0) & (values != 0)
    whole[lost] = numpy.where(values[lost] < 0, -1, 1)
    return whole.astype(numpy.int16), int(lost.sum())


def write(path, data, source, lower, slope=None):
    """The cut under the source's header: same codes, same directions, the origin moved to the cut's corner."""
    affine = source.affine.copy()
    affine[:3, 3] = (source.affine @ numpy.append(lower, 1))[:3]
    header = nibabel.Nifti1Header()
    header.set_data_dtype(data.dtype)
    header.set_data_shape(data.shape)
    header.set_xyzt_units(*source.header.get_xyzt_units())
    header.set_qform(affine, int(source.header["qform_code"]))
    header.set_sform(affine, int(source.header["sform_code"]))
    header["descrip"] = b"cut from CC BY data, see samples/README.md"
    if slope is not None:
        header["scl_slope"], header["scl_inter"] = slope, 0
    header["vox_offset"] = 352
    header["magic"] = b"n+1"
    raw = header.binaryblock + b"\0\0\0\0" + data.tobytes(order="F")
    packed = zopfli.compress(raw, numiterations=15) if zopfli else gzip.compress(raw, 9, mtime=0)
    with open(path, "wb") as file:
        file.write(packed)
    return affine


def main(source_folder, output_folder):
    flair = nibabel.load(one(source_folder, "FLAIR.nii.gz"))
    inside = numpy.argwhere(numpy.asarray(flair.dataobj) != 0)
    lower = numpy.maximum(inside.min(0) - MARGIN, 0)
    upper = numpy.minimum(inside.max(0) + 1 + MARGIN, flair.shape)
    box = tuple(slice(a, b) for a, b in zip(lower, upper))
    print(f"box {lower.tolist()} ..< {upper.tolist()} of {flair.shape}, {(upper - lower).tolist()} voxels")
    os.makedirs(output_folder, exist_ok=True)

    for role, step in STEPS.items():
        path = one(source_folder, role + ".nii.gz")
        source = nibabel.load(path)
        whole = numpy.asarray(source.dataobj).astype(numpy.float64)
        cut = whole[box]
        levels, moved = quantise(cut, step)
        target = os.path.join(output_folder, os.path.basename(path))
        affine = write(target, levels, source, lower, slope=step)
        back = nibabel.load(target)
        values = back.get_fdata()
        error = numpy.abs(values - cut)
        assert numpy.array_equal(back.affine, affine)
        assert numpy.count_nonzero(whole) == numpy.count_nonzero(values), "brain voxels were cut off or added"
        assert error.max() <= step and numpy.percentile(error, 99) <= step / 2
        print(f"{os.path.basename(target)}: step {step}, {moved} voxels of less than half a step kept from "
              f"becoming background, largest error {error.max():.4g}, others {error[levels != numpy.sign(levels)].max():.4g}, "
              f"RMS {numpy.sqrt((error[cut != 0] ** 2).mean()):.3g}, {os.path.getsize(target)} bytes")

    for ending in MASKS:
        path = one(source_folder, ending + ".nii.gz")
        source = nibabel.load(path)
        whole = numpy.asarray(source.dataobj) != 0
        target = os.path.join(output_folder, os.path.basename(path))
        write(target, whole[box].astype(numpy.uint8), source, lower)
        check_mask(source, whole, nibabel.load(target), os.path.basename(target))
        sidecar = path.replace(".nii.gz", ".json")
        if os.path.exists(sidecar):
            copy_sidecar(sidecar, os.path.join(output_folder, os.path.basename(sidecar)))

    total = sum(os.path.getsize(p) for p in glob.glob(os.path.join(output_folder, "*")))
    print(f"total {total} bytes")
    assert total <= LIMIT_BYTES


def check_mask(source, whole, back, name):
    """Same voxels at the same places in millimetres, lesion by lesion."""
    cut = numpy.asarray(back.dataobj) != 0
    here = nibabel.affines.apply_affine(source.affine, numpy.argwhere(whole))
    there = nibabel.affines.apply_affine(back.affine, numpy.argwhere(cut))
    assert numpy.array_equal(here, there), "voxels have moved in millimetres"
    corners = ndimage.generate_binary_structure(3, 3)
    labels, lesions = ndimage.label(cut, corners)
    assert lesions == ndimage.label(whole, corners)[1]
    sizes = numpy.bincount(labels.ravel())[1:]
    counts = numpy.histogram(sizes, [1, 4, 11, 51, 101, 501, 10 ** 9])[0]
    print(f"{name}: {cut.sum()} voxels, {lesions} lesions (26-connected) of 1-3, 4-10, 11-50, 51-100, 101-500, more "
          f"voxels: {counts.tolist()}, on {cut.any((0, 1)).sum()} axial slices, {os.path.getsize(back.get_filename())} bytes")


def copy_sidecar(path, target):
    with open(path) as file:
        facts = json.load(file)
    if facts.get("Simulated"):
        facts = {"PlainDescription": "This mask was not drawn by a person. A program made it from the consensus mask "
                 "(missed, split, merged, deformed and added lesions) so that two raters can be compared on the "
                 "bundled case. Never report a number from it as human agreement."} | facts
    with open(target, "w") as file:
        json.dump(facts, file, indent=2)
        file.write("\n")
    shutil.copystat(path, target)
    os.chmod(target, 0o644)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])

#!/usr/bin/env python3
"""Makes cases of four real readers with synthetic images, for `flairscope experiment raters`.

    make-reader-study.py LIDC_FOLDER OUTPUT [--cases 8] [--seed 1]

LIDC_FOLDER holds nodules.csv and nodules/NAME_reader1..4.nii.gz: outlines that four radiologists drew of one nodule
(LIDC-IDRI, Armato et al., Medical Physics 38:915, 2011, CC BY 3.0). Those on which the readers differ most are taken. There is
no image beside them, so that one is made: a smooth texture, brighter where readers marked the nodule, in proportion to how many
did and blurred by 1 mm, with noise. What the network can learn of the readers' differences is therefore what was put in.
Needs numpy, scipy and nibabel.
"""
import argparse
import csv
import os

import nibabel as nib
import numpy as np
from scipy.ndimage import gaussian_filter

SIDE = 64  # pixels of a slice


def padded(mask):
    """The mask in the middle of larger slices."""
    out = np.zeros((SIDE, SIDE, mask.shape[2] + 4), np.uint8)
    mask = mask[:SIDE, :SIDE]
    x, y = (SIDE - mask.shape[0]) // 2, (SIDE - mask.shape[1]) // 2
    out[x:x + mask.shape[0], y:y + mask.shape[1], 2:-2] = mask > 0
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lidc")
    parser.add_argument("output")
    parser.add_argument("--cases", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    a = parser.parse_args()
    with open(os.path.join(a.lidc, "nodules.csv")) as file:
        rows = sorted(csv.DictReader(file), key=lambda row: float(row["dice_mean"]))[:a.cases]
    random = np.random.default_rng(a.seed)
    for row in rows:
        name = f"nod{int(row['nodule']):03d}_{row['patient']}"
        images = [nib.load(os.path.join(a.lidc, "nodules", f"{name}_reader{n}.nii.gz")) for n in range(1, 5)]
        masks = [padded(np.asarray(image.dataobj)) for image in images]
        spacing = images[0].header.get_zooms()[:3]
        sigma = [1 / s for s in spacing]
        shape = masks[0].shape
        across = np.hypot(*np.meshgrid(*(np.linspace(-1, 1, SIDE),) * 2, indexing="ij"))
        inside = np.repeat((across < 0.97)[:, :, None], shape[2], axis=2)
        texture = gaussian_filter(random.normal(size=shape), [3 * s for s in sigma])
        image = 100 + 8 * texture / texture.std() + 60 * gaussian_filter(np.mean(masks, 0), sigma)
        image = np.where(inside, np.maximum(image + 6 * random.normal(size=shape), 1), 0)
        patient = f"sub-{name.replace('_', '').replace('-', '')}"
        folder = os.path.join(a.output, patient)
        os.makedirs(folder, exist_ok=True)
        affine = np.diag([*spacing, 1.0])
        nib.save(nib.Nifti1Image(image.astype(np.float32), affine), os.path.join(folder, f"{patient}_FLAIR.nii.gz"))
        for number, mask in enumerate(masks, 1):
            nib.save(nib.Nifti1Image(mask, affine),
                     os.path.join(folder, f"{patient}_label-lesion_desc-reader{number}_mask.nii.gz"))


if __name__ == "__main__":
    main()

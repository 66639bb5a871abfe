"""The same work as flairscope's, by the Python packages that people use for it. Prints seconds as one JSON object.

    peers.py FLAIR REFERENCE CANDIDATE          what follows in one process, the shortest of several runs each
    peers.py --compare REFERENCE CANDIDATE      a whole comparison: loading by SimpleITK, measures by MedPy
    peers.py --softmask FLAIR MASK OUTPUT       a soft mask from file to file by nibabel and SciPy

Needs numpy, scipy, nibabel, SimpleITK, medpy.
"""

import json
import sys
import time


def shortest(function, runs=5):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times)


def measures(candidate, reference, spacing):
    """What `flairscope compare` prints, as far as MedPy has it; lesions by SciPy."""
    import numpy
    import scipy.ndimage
    from medpy.metric import binary
    faces_and_edges = scipy.ndimage.generate_binary_structure(3, 2)
    labels, count = scipy.ndimage.label(reference, faces_and_edges)
    labels_candidate, count_candidate = scipy.ndimage.label(candidate, faces_and_edges)
    found = len(numpy.unique(labels[candidate & (labels > 0)]))
    true = len(numpy.unique(labels_candidate[reference & (labels_candidate > 0)]))
    return {
        "dice": binary.dc(candidate, reference), "jaccard": binary.jc(candidate, reference),
        "precision": binary.precision(candidate, reference), "recall": binary.recall(candidate, reference),
        "specificity": binary.specificity(candidate, reference),
        "hd_mm": binary.hd(candidate, reference, voxelspacing=spacing),
        "hd95_pooled_mm": binary.hd95(candidate, reference, voxelspacing=spacing),
        "asd_mm": binary.asd(candidate, reference, voxelspacing=spacing),
        "assd_mm": binary.assd(candidate, reference, voxelspacing=spacing),
        "lesion_tpr": found / max(count, 1), "lesion_fpr": 1 - true / max(count_candidate, 1),
    }


def compare(reference_path, candidate_path):
    import SimpleITK
    SimpleITK.ProcessObject.SetGlobalDefaultNumberOfThreads(1)
    images = [SimpleITK.ReadImage(path) for path in (reference_path, candidate_path)]
    reference, candidate = (SimpleITK.GetArrayFromImage(image) > 0.5 for image in images)
    return measures(candidate, reference, images[0].GetSpacing()[::-1])


def soft_mask(flair_path, mask_path, output):
    """Ordered growth to 120 %: distance first, FLAIR second, index last."""
    import nibabel
    import numpy
    import scipy.ndimage
    image = nibabel.load(flair_path)
    flair = image.get_fdata(dtype=numpy.float32)
    expert = nibabel.load(mask_path).get_fdata(dtype=numpy.float32) >= 0.5
    brain = numpy.isfinite(flair) & (flair != 0)
    values = flair[brain].astype(numpy.float64)
    threshold = values.mean() + 0.5 * values.std()
    # Inside the mask's box with room for the reach, as anyone would who has waited for the whole volume once.
    spacing, reach = numpy.array(image.header.get_zooms()[:3]), 3.0
    where = numpy.argwhere(expert)
    margin = numpy.ceil(reach / spacing).astype(int)
    lower = numpy.maximum(where.min(0) - margin, 0)
    upper = numpy.minimum(where.max(0) + 1 + margin, expert.shape)
    box = tuple(slice(a, b) for a, b in zip(lower, upper))
    distance = scipy.ndimage.distance_transform_edt(~expert[box], sampling=spacing)
    ring = numpy.ceil(distance / spacing.min() - 1e-6)
    eligible = ~expert[box] & brain[box] & (distance <= reach) & (flair[box] >= threshold)
    x, y, z = (indices + a for indices, a in zip(numpy.nonzero(eligible), lower))
    linear = x + expert.shape[0] * (y + expert.shape[1] * z)
    order = numpy.lexsort((linear, -flair[x, y, z], ring[eligible]))[:int(0.2 * expert.sum() + 0.5)]
    target = expert.astype(numpy.float32)
    target[x[order], y[order], z[order]] = 0.3
    nibabel.save(nibabel.Nifti1Image(target, image.affine, image.header), output)


def main(arguments):
    if arguments[:1] == ["--compare"]:
        print(json.dumps(compare(*arguments[1:])))
        return
    if arguments[:1] == ["--softmask"]:
        soft_mask(*arguments[1:])
        return
    import nibabel
    import scipy.ndimage
    flair_path, *masks = arguments
    reference, candidate = (nibabel.load(path).get_fdata() > 0.5 for path in masks)
    spacing = [float(length) for length in nibabel.load(masks[0]).header.get_zooms()[:3]]
    structure = scipy.ndimage.generate_binary_structure
    print(json.dumps({
        "open_float": shortest(lambda: nibabel.load(flair_path).get_fdata()),
        "distance_transform":
            shortest(lambda: scipy.ndimage.distance_transform_edt(~reference, sampling=(1, 0.9, 3))),
        "components_18": shortest(lambda: scipy.ndimage.label(reference, structure(3, 2))),
        "components_26": shortest(lambda: scipy.ndimage.label(reference, structure(3, 3))),
        "metrics": shortest(lambda: measures(candidate, reference, spacing), runs=2),
    }, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])

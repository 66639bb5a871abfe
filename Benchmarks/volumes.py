"""Speed of the work on volumes and masks against SciPy, MedPy, SimpleITK and nibabel, in one run on one machine.

    python3 volumes.py BUILD_FOLDER FLAIR REFERENCE CANDIDATE [--runs N]

BUILD_FOLDER holds flairscope and volume-benchmark. Whole processes are started alternately, ours and the peer's, and
the median of each is taken; work inside a process is the shortest of several runs. Peak memory is that of a whole
`flairscope compare`. Needs what peers.py needs.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
GATES = {
    "open_float": 1, "distance_transform": 10, "components_18": 5, "components_26": 5, "metrics": 20,
    "compare, whole process": 10, "soft mask, file to file": 10,
}
TITLES = {
    "open_float": "opening a float .nii.gz (nibabel get_fdata)",
    "distance_transform": "distance transform, 1 x 0.9 x 3 mm (SciPy)",
    "components_18": "connected components, 18 (SciPy)", "components_26": "connected components, 26 (SciPy)",
    "metrics": "agreement measures in memory (MedPy)",
    "compare, whole process": "compare, whole process (SimpleITK + MedPy)",
    "soft mask, file to file": "soft mask, file to file (nibabel + SciPy)",
}


def timed(command):
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stderr}")
    return time.perf_counter() - start, done.stdout


def alternate(ours, peers, runs):
    times = [(timed(ours)[0], timed(peers)[0]) for _ in range(runs)]
    return [statistics.median(side) for side in zip(*times)]


def peak_bytes(command):
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ["build", "flair", "reference", "candidate"]:
        parser.add_argument(name)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    program = os.path.join(options.build, "flairscope")
    masks = [options.reference, options.candidate]

    # Before anything else is started, so that the children's peak is this one's.
    memory = peak_bytes([program, "compare", *masks])
    start_memory = peak_of_help(program)
    peers = [sys.executable, os.path.join(HERE, "peers.py")]
    ours = json.loads(timed([os.path.join(options.build, "volume-benchmark"), options.flair, *masks])[1])
    theirs = json.loads(timed([*peers, options.flair, *masks])[1])
    rows = {name: (ours[name], theirs[name]) for name in theirs}
    rows["compare, whole process"] = alternate(
        [program, "compare", *masks, "--json"], [*peers, "--compare", *masks], options.runs)
    with tempfile.TemporaryDirectory() as folder:
        a, b = (os.path.join(folder, name) for name in ("ours.nii.gz", "peer.nii.gz"))
        rows["soft mask, file to file"] = alternate(
            [program, "softmask", "--flair", options.flair, "--mask", options.reference, "-o", a, "--force"],
            [*peers, "--softmask", options.flair, options.reference, b], options.runs)
        check_soft_masks(a, b)

    print(f"{'work (peer)':<50}{'ours, ms':>10}{'peer, ms':>10}{'ratio':>8}{'aim':>6}")
    for name, (mine, peer) in rows.items():
        print(f"{TITLES[name]:<50}{mine * 1e3:>10.1f}{peer * 1e3:>10.1f}{peer / mine:>8.1f}{GATES[name]:>6}")
    print(f"soft mask in memory: {ours['soft_mask'] * 1e3:.1f} ms")
    print(f"compare: peak memory {memory / 1e6:.1f} MB, {(memory - start_memory) / voxels(options.flair):.2f} bytes a "
          f"voxel above the program alone ({start_memory / 1e6:.1f} MB); aim 3 above the decoded inputs")


def peak_of_help(program):
    """Peak memory of the program when it does nothing, from a process that starts nothing else."""
    code = ("import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); "
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)")
    return int(timed([sys.executable, "-c", code, program, "--help"])[1])


def voxels(path):
    import nibabel
    import numpy
    return int(numpy.prod(nibabel.load(path).shape))


def check_soft_masks(ours, peer):
    import nibabel
    import numpy
    a, b = (numpy.asarray(nibabel.load(path).dataobj, dtype=numpy.float32) for path in (ours, peer))
    if (a != b).any():
        sys.exit(f"the two soft masks differ in {(a != b).sum()} voxels")


if __name__ == "__main__":
    main()

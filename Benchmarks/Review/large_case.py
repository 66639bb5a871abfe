#!/usr/bin/env python3
"""A very large review: how long a case of many lesions with a long journal takes to open, and a key in it.

  large_case.py .build/release/flairscope [--lesions 50000] [--actions 100000] [--perf FILE]

Two raters drew lesions of one voxel each; the journal holds a verdict on every lesion and goes on deciding them anew.
Reported: seconds until the picture, until the list shows every verdict of the journal, and milliseconds from a key to
the last byte of what it changed (the median of several). Aims: 3 s to open, 16 ms a key. Needs numpy, nibabel, pyte."""
import argparse, json, os, statistics, subprocess, tempfile

import nibabel
import numpy

from sitting import DOWN, Sitting

SHAPE = (182, 218, 182)


def make_case(folder, lesions, actions):
    random = numpy.random.default_rng(1)
    lattice = numpy.stack(numpy.meshgrid(
        numpy.arange(10, 172, 4), numpy.arange(10, 208, 4), numpy.arange(10, 172, 3), indexing="ij"), -1).reshape(-1, 3)
    random.shuffle(lattice)
    places = lattice[:lesions]
    flair = numpy.zeros(SHAPE, numpy.float32)
    flair[5:177, 5:213, 5:177] = 50 + 5 * random.random((172, 208, 172), numpy.float32)
    flair[tuple(places.T)] += 30
    masks = [numpy.zeros(SHAPE, numpy.uint8) for _ in range(2)]
    for number, place in enumerate(places):
        if number % 3 != 1:
            masks[0][tuple(place)] = 1
        if number % 3 != 0:
            masks[1][tuple(place)] = 1
    affine = numpy.diag([-1.0, 1.0, 1.0, 1.0])
    for name, voxels in (("FLAIR", flair), ("desc-rater1_mask", masks[0]), ("desc-rater2_mask", masks[1])):
        image = nibabel.Nifti1Image(voxels, affine)
        image.set_sform(affine, 1)
        nibabel.save(image, f"{folder}/sub-large_{name}.nii")
    with open(f"{folder}/journal.jsonl", "w") as journal:
        def write(line):
            journal.write(json.dumps(line, separators=(",", ":")) + "\n")
        write({"schema": "flairscope.journal/1", "version": "1", "case": "sub-large", "inputs": [], "author": "reader",
               "time": "2026-01-01T00:00:00Z"})
        for number in range(actions):
            lesion = number if number < lesions else int(random.integers(lesions))
            x, y, z = (int(value) for value in places[lesion])
            first = x + SHAPE[0] * (y + SHAPE[1] * z)
            approved = number % 3 > 0
            write({
                "act": "lesion", "seq": number + 1, "author": "reader", "lesion": lesion + 1, "region": [first, 1],
                "time": "2026-01-01T%02d:%02d:%02dZ" % (number // 3600 % 24, number // 60 % 60, number % 60),
                "verdict": "approved" if approved else "rejected",
                "choice": {"source": "union" if approved else "nothing", "voxels": [first, 1] if approved else []}})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--lesions", type=int, default=50_000)
    parser.add_argument("--actions", type=int, default=100_000)
    parser.add_argument("--perf", help="record where the time goes with perf, into this file")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        make_case(folder, arguments.lesions, arguments.actions)
        sitting = Sitting(
            [arguments.program, "view", folder, "--journal", f"{folder}/journal.jsonl", "--fresh", "--author", "reader"],
            environment={"XDG_STATE_HOME": f"{folder}/state"})
        perf = arguments.perf and subprocess.Popen(
            ["perf", "record", "-q", "-g", "-o", arguments.perf, "-p", str(sitting.process)])
        sitting.sees("axial")
        print(f"picture            {sitting.last_byte - sitting.started:6.2f} s")
        sitting.press("l")
        sitting.sees(rf"[1-9]\d*/{arguments.lesions} lesions", seconds=180)
        print(f"list with verdicts {sitting.last_byte - sitting.started:6.2f} s   aim 3 s")
        sitting.settle(1)
        for title, keys in (
            ("down", [DOWN] * 9), ("approve", ["A", "X"] * 4), ("undo", ["u"] * 5), ("flag", ["F"] * 4),
            ("sort", ["S"] * 7), ("next disagreement", ["n"] * 5), ("slice", ["\x1b[5~", "\x1b[6~"] * 4),
        ):
            times = [sitting.redraw_seconds(key) * 1000 for key in keys]
            print(f"{title:18} {statistics.median(times):6.1f} ms  at most {max(times):6.1f} ms   aim 16 ms")
        if perf:
            perf.terminate()
            perf.wait()
        sitting.press("\x1b", "q")
        print(f"quit with status   {sitting.wait()}")


if __name__ == "__main__":
    main()

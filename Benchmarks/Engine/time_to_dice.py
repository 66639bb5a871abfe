"""Seconds until the validation Dice reaches what PyTorch reaches in a given time, on the same slices.

    python3 time_to_dice.py BUILD_FOLDER CASE_FOLDER... [--seconds 300] [--our-seconds N] [--seeds 1]

Both sides learn from the same slices with the same recipe, flairscope's standard one: U-Net of base 16 with GroupNorm, crops
of 128 pixels, half of them around a lesion, batch 8, rotation, left-right flips and varied intensities, soft Dice with
cross-entropy, Adam 1e-3, gradients no longer than 1, weights averaged over the last steps. After every epoch the patients
held out are judged, whom neither side trained on. PyTorch runs as it runs best here: channels_last, fused Adam, two threads.
PyTorch draws lesions of single slices, flairscope those of the volume. The random numbers differ, so single runs scatter;
give more seeds. Needs torch, numpy, scipy and safetensors.
"""
import argparse
import csv
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
import scipy.ndimage
import torch
from safetensors.numpy import load_file

from torch_unet import UNet, soft_dice

CROP = 128


def tone(images, generator):
    """Gamma, gain and shift of intensities, as flairscope varies them."""
    lowest, extent = -4.0, 10.0
    n = len(images)
    draw = lambda a, b: torch.rand(n, 1, 1, 1, generator=generator) * (b - a) + a
    gamma, gain, shift = torch.exp(draw(-0.3, 0.3)), torch.exp(draw(-0.25, 0.25)), draw(-0.25, 0.25)
    bent = (images.clamp(lowest, lowest + extent) - lowest) / extent
    return gain * (bent.pow(gamma) - (-lowest / extent) ** gamma) * extent + shift


class Crops:
    """Where samples are cut out: half of them around a pixel of a lesion, any lesion alike, the others anywhere."""

    def __init__(self, target, generator):
        self.shape, self.generator = target.shape[-2:], generator
        self.lesions = []
        for number, one in enumerate((target[:, 0] == 1).numpy()):
            labels, count = scipy.ndimage.label(one, np.ones((3, 3)))
            self.lesions += [(number, np.argwhere(labels == label)) for label in range(1, count + 1)]

    def draw(self, slices):
        """Numbers of the slices, and the middle of the crop in each as (row, column)."""
        uniform = lambda: float(torch.rand((), generator=self.generator))
        chosen, middles = [], []
        for number in slices.tolist():
            if self.lesions and uniform() < 0.5:
                number, pixels = self.lesions[int(uniform() * len(self.lesions))]
                start = [min(max(at - CROP // 2, 0), max(side - CROP, 0))
                         for at, side in zip(pixels[int(uniform() * len(pixels))].tolist(), self.shape)]
            else:
                start = [int(uniform() * (max(side - CROP, 0) + 1)) for side in self.shape]
            chosen.append(number)
            middles.append([first + (min(CROP, side) - 1) / 2 for first, side in zip(start, self.shape)])
        return torch.tensor(chosen), torch.tensor(middles)


def augmented(images, target, middles, generator):
    """Crops around `middles`, rotated by up to 5 degrees, half of them mirrored, with varied intensities."""
    n, _, height, width = images.shape
    angle = (torch.rand(n, generator=generator) * 10 - 5) * math.pi / 180
    mirror = torch.where(torch.rand(n, generator=generator) < 0.5, -1.0, 1.0)
    sine, cosine = torch.sin(angle), torch.cos(angle)
    row = (2 * middles[:, 0] + 1) / height - 1
    column = (2 * middles[:, 1] + 1) / width - 1
    theta = torch.stack([
        torch.stack([cosine * mirror * CROP / width, -sine * CROP / width, column], 1),
        torch.stack([sine * mirror * CROP / height, cosine * CROP / height, row], 1)], 1)
    grid = torch.nn.functional.affine_grid(theta, (n, 1, CROP, CROP), align_corners=False)
    sample = lambda x, mode: torch.nn.functional.grid_sample(x, grid, mode, "zeros", align_corners=False)
    inside = sample((images != 0).float(), "nearest")
    return tone(sample(images, "bilinear"), generator) * inside, sample(target, "nearest")


def torch_run(slices, seconds, seed):
    """(seconds, validation Dice) after every epoch."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    tensor = lambda name: torch.from_numpy(np.ascontiguousarray(slices[name]))[:, None]
    images, target = tensor("training.images"), tensor("training.target")
    held, expert, brain = tensor("validation.images"), tensor("validation.expert"), tensor("validation.brain")
    crops = Crops(target, generator)
    network = UNet(1, 16, groups=8)
    for name, parameter in network.named_parameters():
        if parameter.dim() < 2:
            torch.nn.init.constant_(parameter, 1.0 if "norm" in name and name.endswith("weight") else 0.0)
        else:
            fan = parameter.shape[0] if name.startswith("up.") else parameter[0].numel()
            torch.nn.init.normal_(parameter, std=((2.0 if "conv" in name else 1.0) / fan) ** 0.5)
    rate = float((target == 1).float().mean())
    torch.nn.init.constant_(network.head.bias, math.log(rate / (1 - rate)))
    network = network.to(memory_format=torch.channels_last)
    adam = torch.optim.Adam(network.parameters(), 1e-3, fused=True)
    average = [p.detach().clone() for p in network.parameters()]
    curve, step, start = [], 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        order = torch.randperm(len(images), generator=generator)
        for first in range(0, len(order), 8):
            some, middles = crops.draw(order[first:first + 8])
            x, t = augmented(images[some], target[some], middles, generator)
            adam.zero_grad(set_to_none=True)
            logits = network(x.contiguous(memory_format=torch.channels_last))
            loss = soft_dice(logits, t) + torch.nn.functional.binary_cross_entropy_with_logits(logits, t)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            adam.step()
            step += 1
            keep = min(step / (9 + step), 0.98) if step > 1 else 0.0
            with torch.no_grad():
                torch._foreach_lerp_(average, list(network.parameters()), 1 - keep)
            if time.perf_counter() - start >= seconds:
                break
        trained = [p.detach().clone() for p in network.parameters()]
        with torch.inference_mode():
            for p, a in zip(network.parameters(), average):
                p.copy_(a)
            found = torch.cat([network(held[i:i + 8]) >= 0 for i in range(0, len(held), 8)]) & (brain > 0)
            for p, a in zip(network.parameters(), trained):
                p.copy_(a)
        both = float((found & (expert > 0)).sum())
        curve.append((time.perf_counter() - start, 2 * both / max(1.0, float(found.sum() + expert.sum()))))
        print(f"  PyTorch {curve[-1][0]:6.1f} s  Dice {curve[-1][1]:.3f}", file=sys.stderr, end="\r")
    print(file=sys.stderr)
    return curve, step


def our_run(program, cases, seconds, seed, folder):
    run = os.path.join(folder, f"run{seed}")
    command = [program, "train", "--output", run, "--budget", f"{seconds}s", "--patience", "0", "--seed", str(seed),
               "--threads", "2"]
    for case in cases:
        command += ["--case", case]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with open(os.path.join(run, "metrics.csv")) as file:
        curve = [(float(row["elapsed_seconds"]), float(row["validation_dice"])) for row in csv.DictReader(file)]
    with open(os.path.join(run, "summary.json")) as file:
        return curve, json.load(file)["steps"]


def first_at(curve, dice):
    return next((seconds for seconds, value in curve if value >= dice), None)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("cases", nargs="+")
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--our-seconds", type=float, help="time for flairscope, the same unless told otherwise")
    parser.add_argument("--seeds", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(2)
    ratios = []
    with tempfile.TemporaryDirectory() as folder:
        dump = os.path.join(folder, "slices.safetensors")
        subprocess.run([os.path.join(options.build, "engine-benchmark"), "slices", dump, *options.cases], check=True)
        slices = load_file(dump)
        print(f"{len(slices['training.images'])} training slices, {len(slices['validation.images'])} held out, "
              f"{slices['training.images'].shape[2]} x {slices['training.images'].shape[1]}")
        print("| seed | PyTorch: best Dice | reached after | steps | flairscope: that Dice after | best Dice | steps | sooner |")
        print("|---|---|---|---|---|---|---|---|")
        for seed in range(1, options.seeds + 1):
            theirs, their_steps = torch_run(slices, options.seconds, seed)
            ours, our_steps = our_run(
                os.path.join(options.build, "flairscope"), options.cases, int(options.our_seconds or options.seconds), seed,
                folder)
            best = max(value for _, value in theirs)
            mine, peer = first_at(ours, best), first_at(theirs, best)
            ratios.append(peer / mine if mine else None)
            print(f"| {seed} | {best:.3f} | {peer:.0f} s | {their_steps} | "
                  f"{f'{mine:.0f} s' if mine else 'not reached'} | {max(v for _, v in ours):.3f} | {our_steps} | "
                  f"{f'{ratios[-1]:.2f}x' if mine else 'n/a'} |", flush=True)
            for fraction in (0.9, 0.95, 0.98):
                a, b = first_at(ours, fraction * best), first_at(theirs, fraction * best)
                if a:
                    print(f"  {fraction:.0%} of it: {b:.0f} s against {a:.0f} s, {b / a:.2f}x", file=sys.stderr)
    known = [ratio for ratio in ratios if ratio]
    if known:
        print(f"median {statistics.median(known):.2f}x sooner, reached in {len(known)} of {len(ratios)} runs")


if __name__ == "__main__":
    main()

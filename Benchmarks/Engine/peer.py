"""PyTorch's side of engine.py: answers one work a line on standard input with one line of JSON, as engine-benchmark does.

    train BASE BATCH SECONDS VARIANT      predict BASE BATCH SECONDS VARIANT      layers BASE BATCH SECONDS -
    train-group and predict-group: the same with GroupNorm of 8 groups

VARIANT: fused (channels_last, fused Adam), compiled (the same through torch.compile), bf16 (fused, with autocast to
bfloat16), bf16-compiled.
"""
import json
import sys
import time

import torch

from torch_unet import UNet, soft_dice

WIDTH, HEIGHT = 192, 224


class Work:
    def __init__(self, kind, base, batch, variant):
        torch.manual_seed(1)
        groups = 8 if kind.endswith("-group") else 0
        self.network = UNet(1, base, groups=groups).to(memory_format=torch.channels_last)
        self.network.head.bias.data.fill_(-3.9)
        self.half = variant.startswith("bf16")
        compiles = variant.endswith("compiled")
        self.run = torch.compile(self.network) if compiles else self.network
        self.input = torch.randn(batch, 1, HEIGHT, WIDTH).to(memory_format=torch.channels_last)
        self.target = (torch.rand(batch, 1, HEIGHT, WIDTH) < 0.02).float()
        self.adam = torch.optim.Adam(self.network.parameters(), 1e-3, fused=True)
        self.step = self.train if kind.startswith("train") else self.predict

    def train(self):
        self.adam.zero_grad(set_to_none=True)
        with torch.autocast("cpu", torch.bfloat16, enabled=self.half):
            logits = self.run(self.input)
        soft_dice(logits.float(), self.target).backward()
        self.adam.step()

    def predict(self):
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=self.half):
            self.run(self.input)


def layer_times(base, batch, seconds):
    """Every convolution by itself, with ReLU, forward and backward, by the name that flairscope gives it."""
    levels, network = 4, UNet(1, base)
    layers = {}
    for level in range(levels):
        for number in (1, 2):
            layers[f"encoder.{level}.conv{number}"] = (getattr(network.encoder[level], f"conv{number}"), level)
            layers[f"decoder.{level}.conv{number}"] = (getattr(network.decoder[level], f"conv{number}"), level)
        layers[f"up.{level}"] = (network.up[level], level + 1)
    for number in (1, 2):
        layers[f"bottleneck.conv{number}"] = (getattr(network.bottleneck, f"conv{number}"), levels)
    parts = {}
    for name, (layer, level) in layers.items():
        layer = layer.to(memory_format=torch.channels_last)
        shape = (batch, layer.in_channels, HEIGHT >> level, WIDTH >> level)
        x = torch.randn(shape).to(memory_format=torch.channels_last).requires_grad_(layer.in_channels > 1)
        forward, backward, gradient = [], [], None
        end = time.perf_counter() + seconds / len(layers)
        while time.perf_counter() < end or len(forward) < 5:
            start = time.perf_counter()
            y = layer(x) if name.startswith("up") else torch.relu(layer(x))
            middle = time.perf_counter()
            gradient = torch.ones_like(y) if gradient is None else gradient
            again = time.perf_counter()
            y.backward(gradient)
            forward.append(middle - start)
            backward.append(time.perf_counter() - again)
        parts[f"{name} forward"], parts[f"{name} backward"] = forward[1:], backward[1:]
    return parts


def main():
    torch.set_num_threads(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
    made = {}
    for line in sys.stdin:
        kind, base, batch, seconds, variant = line.split()
        if kind == "layers":
            print(json.dumps(layer_times(int(base), int(batch), float(seconds))), flush=True)
            continue
        key = (kind, int(base), int(batch), variant)
        if key not in made:
            made = {key: Work(*key)} if not variant.endswith("compiled") else {**made, key: Work(*key)}
        work = made[key]
        for _ in range(3):
            work.step()
        times = []
        end = time.perf_counter() + float(seconds)
        while time.perf_counter() < end:
            start = time.perf_counter()
            work.step()
            times.append(time.perf_counter() - start)
        print(json.dumps({"step": times}), flush=True)


if __name__ == "__main__":
    main()

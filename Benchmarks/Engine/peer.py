"""PyTorch's side of engine.py: answers one work a line on standard input with one line of JSON, as engine-benchmark does.

    train BASE BATCH SECONDS VARIANT      predict BASE BATCH SECONDS VARIANT

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
        self.network = UNet(1, base).to(memory_format=torch.channels_last)
        self.network.head.bias.data.fill_(-3.9)
        self.half = variant.startswith("bf16")
        compiles = variant.endswith("compiled")
        self.run = torch.compile(self.network) if compiles else self.network
        self.input = torch.randn(batch, 1, HEIGHT, WIDTH).to(memory_format=torch.channels_last)
        self.target = (torch.rand(batch, 1, HEIGHT, WIDTH) < 0.02).float()
        self.adam = torch.optim.Adam(self.network.parameters(), 1e-3, fused=True)
        self.step = self.train if kind == "train" else self.predict

    def train(self):
        self.adam.zero_grad(set_to_none=True)
        with torch.autocast("cpu", torch.bfloat16, enabled=self.half):
            logits = self.run(self.input)
        soft_dice(logits.float(), self.target).backward()
        self.adam.step()

    def predict(self):
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=self.half):
            self.run(self.input)


def main():
    torch.set_num_threads(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
    made = {}
    for line in sys.stdin:
        kind, base, batch, seconds, variant = line.split()
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

"""PyTorch's time of a training step of the small V-Net, for the row of `engine-benchmark networks`.

    vnet_peer.py BASE SECONDS [--threads 2]

Two blocks of 32 slices of 64 x 64, four levels, GroupNorm, cross-entropy, fused Adam; the plain layout and channels_last_3d,
and the better of the two. Prints a line of JSON a layout. Needs PyTorch 2.
"""
import argparse
import json
import time

import torch
from torch import nn
from torch.nn import functional as F

LEVELS = 4


class Stage(nn.Module):
    def __init__(self, inputs, channels, level, groups):
        super().__init__()
        count = min(level + 1, 3)
        self.convs = nn.ModuleList(
            nn.Conv3d(inputs if n == 0 else channels, channels, 3, padding=1) for n in range(count))
        self.norms = nn.ModuleList(nn.GroupNorm(groups, channels) for _ in range(count))

    def forward(self, x, around):
        for number, (conv, norm) in enumerate(zip(self.convs, self.norms)):
            x = norm(conv(x))
            if number + 1 < len(self.convs):
                x = F.relu(x)
        return F.relu(x + around)


class VNet(nn.Module):
    def __init__(self, base):
        super().__init__()
        groups = next(g for g in (8, 4, 2, 1) if base % g == 0)
        self.input = nn.Conv3d(1, base, 1)
        self.down = nn.ModuleList(nn.Conv3d(base << n, base << (n + 1), 2, stride=2) for n in range(LEVELS))
        self.left = nn.ModuleList(
            Stage(1 if n == 0 else base << n, base << n, n, groups) for n in range(LEVELS + 1))
        self.up = nn.ModuleList(nn.ConvTranspose3d(
            (base << LEVELS) if n + 1 == LEVELS else 2 * (base << (n + 1)), base << n, 2, stride=2) for n in range(LEVELS))
        self.right = nn.ModuleList(Stage(2 * (base << n), 2 * (base << n), n, groups) for n in range(LEVELS))
        self.head = nn.Conv3d(2 * base, 1, 1)

    def forward(self, image):
        x, skips = self.left[0](image, self.input(image)), []
        for level in range(LEVELS):
            skips.append(x)
            x = F.relu(self.down[level](x))
            x = self.left[level + 1](x, x)
        for level in reversed(range(LEVELS)):
            both = torch.cat([F.relu(self.up[level](x)), skips[level]], 1)
            x = self.right[level](both, both)
        return self.head(x)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("base", type=int)
    parser.add_argument("seconds", type=float)
    parser.add_argument("--threads", type=int, default=2)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(1)
    image = torch.randn(2, 1, 32, 64, 64)
    target = (torch.rand(2, 1, 32, 64, 64) < 0.02).float()
    for layout in (torch.contiguous_format, torch.channels_last_3d):
        network = VNet(a.base).to(memory_format=layout)
        adam = torch.optim.Adam(network.parameters(), 1e-3, fused=True)
        x, times, start = image.to(memory_format=layout), [], time.perf_counter()
        while time.perf_counter() - start < a.seconds or len(times) < 4:
            begin = time.perf_counter()
            adam.zero_grad(set_to_none=True)
            F.binary_cross_entropy_with_logits(network(x), target).backward()
            adam.step()
            times.append(time.perf_counter() - begin)
        parameters = sum(p.numel() for p in network.parameters())
        print(json.dumps({"layout": str(layout), "parameters": parameters, "seconds": times[2:]}), flush=True)


if __name__ == "__main__":
    main()

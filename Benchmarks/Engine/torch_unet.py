"""The same U-Net in PyTorch, with the tensor names of flairscope's weight files, so that either side loads the other's."""
import torch
from torch import nn
import torch.nn.functional as F


class ConvolutionPair(nn.Module):
    def __init__(self, inputs: int, outputs: int, groups: int):
        super().__init__()
        norm = (lambda: nn.GroupNorm(groups, outputs)) if groups else nn.Identity
        self.conv1 = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.norm1 = norm()
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1)
        self.norm2 = norm()

    def forward(self, x):
        return F.relu(self.norm2(self.conv2(F.relu(self.norm1(self.conv1(x))))))


class UNet(nn.Module):
    """Two 3x3 convolutions with ReLU a level, 2x2 max-pooling, 2x2 stride-2 transposed convolutions, 1x1 head.

    groups: of the GroupNorm behind each 3x3 convolution, 0 for none.
    """

    def __init__(self, channels: int = 1, base: int = 16, levels: int = 4, groups: int = 0):
        super().__init__()
        self.levels = levels
        widths = [base << level for level in range(levels + 1)]
        self.encoder = nn.ModuleList(
            ConvolutionPair(channels if level == 0 else widths[level - 1], widths[level], groups)
            for level in range(levels))
        self.bottleneck = ConvolutionPair(widths[levels - 1], widths[levels], groups)
        self.up = nn.ModuleList(
            nn.ConvTranspose2d(widths[level + 1], widths[level], 2, stride=2) for level in range(levels))
        self.decoder = nn.ModuleList(
            ConvolutionPair(2 * widths[level], widths[level], groups) for level in range(levels))
        self.head = nn.Conv2d(base, 1, 1)

    def forward(self, x):
        skips = []
        for pair in self.encoder:
            skips.append(pair(x))
            x = F.max_pool2d(skips[-1], 2)
        x = self.bottleneck(x)
        for level in reversed(range(self.levels)):
            x = self.decoder[level](torch.cat([skips[level], self.up[level](x)], 1))
        return self.head(x)


def soft_dice(logits, target, smoothing: float = 1e-5):
    """Effective soft Dice with the linear denominator, one ratio over the batch."""
    p = torch.sigmoid(logits)
    return 1 - (2 * (p * target).sum() + smoothing) / (p.sum() + target.sum() + smoothing)

"""The embedded engine against PyTorch: training steps and inference, both sides in turn on the same machine.

    python3 engine.py BUILD_FOLDER [--rounds 3] [--seconds 3] [--layers] [--instructions avx2]

One process a side stays alive; in every round each side works for some seconds on each task, and the round's median
counts. The table has the median of the rounds, their spread, and the ratios against PyTorch in single precision as it
runs best (channels_last with fused Adam, or that through torch.compile) and with bfloat16 autocast. Memory is the peak
of a process of its own. Needs torch.
"""
import argparse
import json
import os
import platform
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TASKS = [  # kind, base, batch, least ratio, ratio aimed at
    ("train", 16, 8, 2.5, 3), ("train", 32, 8, 2.5, 3), ("train", 16, 1, 2.5, 3),
    ("train-group", 16, 8, 2.5, 3), ("train-group", 16, 1, 2.5, 3),
    ("predict", 16, 8, 2.2, 2.5), ("predict", 16, 1, 2.5, 2.5), ("predict-group", 16, 1, 2.5, 2.5), ("predict", 32, 8, 2.2, 2.5),
    ("predict", 32, 1, 2.5, 2.5),
]


class Side:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit(f"no answer to: {line}")
        return json.loads(answer)


def peak_megabytes(command, line):
    """Of a process that does one task for a few seconds."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    process.stdin.write(line + "\n")
    process.stdin.close()
    _, _, usage = os.wait4(process.pid, 0)
    return usage.ru_maxrss / 1024


def machine():
    with open("/proc/cpuinfo") as file:
        text = file.read()
    name = next((l.split(":")[1].strip() for l in text.splitlines() if l.startswith("model name")), platform.machine())
    wide = "AVX-512" if "avx512f" in text else "AVX2" if "avx2" in text else "neither AVX2 nor AVX-512"
    return f"{name}, {wide}, {os.cpu_count()} cores"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--instructions", help="portable, avx2 or avx512 on our side")
    parser.add_argument("--layers", action="store_true", help="layer by layer, too")
    parser.add_argument("--only-layers", action="store_true", help="layer by layer and memory alone")
    parser.add_argument("--only", help="the rows whose work has this name, as train-group")
    parser.add_argument("--no-compile", action="store_true", help="leave torch.compile out")
    options = parser.parse_args()
    our_command = [os.path.join(options.build, "engine-benchmark"), "--threads", str(options.threads)]
    if options.instructions:
        our_command += ["--instructions", options.instructions]
    peer_command = [sys.executable, os.path.join(HERE, "peer.py"), str(options.threads)]
    ours, peer = Side(our_command), Side(peer_command)
    single = ["fused"] if options.no_compile else ["fused", "compiled"]
    half = ["bf16"] if options.no_compile else ["bf16", "bf16-compiled"]
    import torch
    print(f"{machine()}; {options.threads} threads; PyTorch {torch.__version__}; 192 x 224, one channel, 4 levels; "
          f"median of {options.rounds} rounds of {options.seconds:g} s (least to most), ms a step, prediction a slice\n")
    print("| work | flairscope | PyTorch, channels_last + fused Adam | compiled | ratio to the better | aim | bf16 autocast | ratio |")
    print("|---|---|---|---|---|---|---|---|")
    for kind, base, batch, least, aim in ([] if options.only_layers else TASKS):
        if options.only and options.only != kind:
            continue
        times = {}
        for _ in range(options.rounds):
            for variant in ["ours", *single, *half]:
                if variant == "ours":
                    answer = ours.ask(f"{kind} {base} {batch} {options.seconds}")
                else:
                    answer = peer.ask(f"{kind} {base} {batch} {options.seconds} {variant}")
                share = batch if kind.startswith("predict") else 1
                times.setdefault(variant, []).append(statistics.median(answer["step"]) * 1000 / share)
        middle = {variant: statistics.median(values) for variant, values in times.items()}
        cell = lambda v: f"{middle[v]:.1f} ({min(times[v]):.1f} to {max(times[v]):.1f})" if v in middle else ""
        best = min(middle[v] for v in single)
        best_half = min(half, key=lambda v: middle[v])
        norm = ", GroupNorm" if kind.endswith("-group") else ""
        work = "training step" if kind.startswith("train") else "inference a slice"
        name = f"{work}, base {base}{norm}, batch {batch}"
        print(f"| {name} | {cell('ours')} | {cell('fused')} | {cell('compiled')} | "
              f"**{best / middle['ours']:.2f}x** | {least} to {aim}x | {cell(best_half)} | "
              f"{middle[best_half] / middle['ours']:.2f}x |", flush=True)
    for side in (ours, peer):
        side.process.stdin.close()
        side.process.wait()
    print("\n| peak resident memory | flairscope | PyTorch |\n|---|---|---|")
    for base, batch in ((16, 8), (32, 8)):
        a = peak_megabytes(our_command, f"train {base} {batch} 2")
        b = peak_megabytes(peer_command, f"train {base} {batch} 2 fused")
        print(f"| training, base {base}, batch {batch} | {a:.0f} MB | {b:.0f} MB |", flush=True)
    if options.layers or options.only_layers:
        print_layers(our_command, peer_command, options.seconds)


def print_layers(our_command, peer_command, seconds):
    """Layers that PyTorch has too, each by itself there; ours within a step. One side after the other."""
    own = Side(our_command).ask(f"layers 16 8 {seconds}")
    other = Side(peer_command).ask(f"layers 16 8 {4 * seconds} -")
    print("\n| layer, base 16, batch 8, ms | forward | PyTorch | ratio | backward | PyTorch | ratio |\n|---|---|---|---|---|---|---|")
    middle = lambda parts, key: statistics.median(parts[key]) * 1000
    for name in sorted({key.rsplit(" ", 1)[0] for key in other}):
        cells = []
        for way in ("forward", "backward"):
            a, b = middle(own, f"{name} {way}"), middle(other, f"{name} {way}")
            cells += [f"{a:.2f}", f"{b:.2f}", f"{b / a:.2f}x"]
        print(f"| {name} | " + " | ".join(cells) + " |")
    rest = {key: middle(own, key) for key in own if key.rsplit(" ", 1)[0] not in {k.rsplit(" ", 1)[0] for k in other}}
    print("\nours without a counterpart: " + ", ".join(f"{key} {value:.2f}" for key, value in sorted(rest.items())))


if __name__ == "__main__":
    main()

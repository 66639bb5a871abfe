"""What a step of each bilevel method costs beside a plain step, and its memory: all in turn on the same machine.

    python3 methods.py BUILD_FOLDER [--rounds 3] [--seconds 5] [--base 16] [--batch 8]

Every round times each kind of step for some seconds and takes the median; a ratio is the median over rounds of step to
plain step within the round.
"""
import argparse
import os
import statistics

from engine import Side, machine, peak_megabytes

METHODS = ["ren", "mirikharaji", "mw-net", "mcpm"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--base", type=int, default=16)
    parser.add_argument("--batch", type=int, default=8)
    options = parser.parse_args()
    command = [os.path.join(options.build, "engine-benchmark"), "--threads", str(options.threads)]
    work = f"{options.base} {options.batch} {options.seconds:g}"
    times = {kind: [] for kind in ["train"] + METHODS}
    for _ in range(options.rounds):
        for kind in times:
            # A process for each: networks of other works stay out of its caches and its memory.
            side = Side(command)
            times[kind].append(statistics.median(side.ask(f"{kind} {work}")["step"]))
            side.process.stdin.close()
            side.process.wait()
    print(f"{machine()}; base {options.base}, batch {options.batch}, 192 x 224\n")
    print("| step | ms | plain steps (least to most) | MB |\n|---|---|---|---|")
    for kind, seconds in times.items():
        ratios = [one / plain for one, plain in zip(seconds, times["train"])]
        memory = peak_megabytes(command, f"{kind} {options.base} {options.batch} 1")
        print(f"| {kind} | {1000 * statistics.median(seconds):.0f} | {statistics.median(ratios):.2f} "
              f"({min(ratios):.2f} to {max(ratios):.2f}) | {memory:.0f} |")


if __name__ == "__main__":
    main()

"""A thousand programs that share a hundred thousand cells, by the rules of Sources/VolumeModel/Sharding, without a disk.

    python3 simulate-shards.py [WORKERS [CELLS [MEAN_SECONDS [SEED]]]]

Every operation on the shared file system is counted by what a program would ask of it: a rename, a look at one name, a
listing (one for each 1000 names, as NFS answers), a file that is written. Cells take a lognormal time (a tenth of the
programs runs on nodes of half the speed), one program in a hundred is ended at a random moment and comes back after ten
minutes. Programs start within two minutes of one another. Prints operations, the busiest second and how long it takes.
"""

import collections
import heapq
import random
import sys

workers, cells, mean, seed = (list(map(int, sys.argv[1:])) + [1000, 100_000, 120, 1][len(sys.argv) - 1:])[:4]
draw = random.Random(seed)
# As ShardQueue has it.
most_refused = 4
todo = dict.fromkeys(range(cells))
claimed = {}
operations = collections.Counter()
by_second = collections.Counter()


def ask(time, kind, count=1):
    operations[kind] += count
    by_second[int(time)] += count


def listing(time, names):
    ask(time, "listings", 1 + names // 1000)


class Worker:
    def __init__(self, number):
        self.number = number
        self.speed = 0.5 if draw.random() < 0.1 else 1.0
        self.own = collections.deque(range(number, cells, workers))
        self.listed = collections.deque()
        self.resumed = []
        self.fails_at = draw.uniform(0, cells / workers * mean) if draw.random() < 0.01 else None
        self.refused = 0

    def claim(self, time, cell):
        ask(time, "renames")
        if cell in todo:
            del todo[cell]
            claimed[cell] = self.number
            return True
        # The rename failed: a look whether it was carried out all the same.
        ask(time, "looks")
        self.refused += 1
        return False

    def next(self, time):
        if self.resumed:
            ask(time, "looks")
            return self.resumed.pop()
        while self.own:
            cell = self.own.popleft()
            if self.claim(time, cell):
                return cell
            # Others are at this part already: what is left is elsewhere.
            self.own.clear()
        refused = 0
        while True:
            while self.listed and refused < most_refused:
                cell = self.listed.popleft()
                if self.claim(time, cell):
                    return cell
                refused += 1
            refused = 0
            listing(time, len(todo))
            if not todo:
                return None
            waiting = list(todo)
            start = len(waiting) * self.number // workers
            self.listed = collections.deque(waiting[start:] + waiting[:start])


events = []
for number in range(workers):
    heapq.heappush(events, (draw.uniform(0, 120), number, "start", None))
crew = [Worker(number) for number in range(workers)]
ended = []
done = 0
while events:
    time, number, what, cell = heapq.heappop(events)
    worker = crew[number]
    if what == "start":
        ask(time, "looks", 3)
        listing(time, len(claimed))
        worker.resumed = [c for c, owner in claimed.items() if owner == number]
    elif what == "done":
        # The result is written beside the run, then the claim moves on.
        ask(time, "looks")
        ask(time, "writes", 2)
        ask(time, "renames", 2)
        del claimed[cell]
        done += 1
    cell = worker.next(time)
    if cell is None:
        listing(time, 0)
        listing(time, len(claimed))
        ended.append(time)
        continue
    duration = draw.lognormvariate(0, 0.4) / 1.083 * mean / worker.speed
    if worker.fails_at is not None and time + duration > worker.fails_at:
        # It comes back and goes on from the checkpoint.
        worker.fails_at = None
        heapq.heappush(events, (time + duration + 600, number, "start", cell))
        continue
    heapq.heappush(events, (time + duration, number, "done", cell))

assert done == cells, (done, cells)
ended.sort()
ideal = cells * mean / sum(worker.speed for worker in crew)
print(f"{workers} programs, {cells} cells of {mean} s in the mean")
for kind, count in sorted(operations.items()):
    print(f"  {kind:10} {count:9}  {count / cells:.2f} a cell")
total = sum(operations.values())
print(f"  in all     {total:9}  {total / ended[-1]:.0f} a second in the mean, {max(by_second.values())} in the busiest second")
print(f"  claims that another program was quicker for: {sum(worker.refused for worker in crew)}")
print(f"  all done after {ended[-1]:.0f} s; {ideal:.0f} s if no program ever waited or was ended")
print(f"  half of the programs had nothing more to do after {ended[len(ended) // 2]:.0f} s, 99 of 100 after {ended[len(ended) * 99 // 100]:.0f} s")

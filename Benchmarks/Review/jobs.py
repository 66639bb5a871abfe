#!/usr/bin/env python3
"""Whole jobs of raters through a real terminal, counted in keys; the same jobs killed, and with a full disk.

  jobs.py .build/release/flairscope samples/sub-19 [--readings FOLDER] [--kills 200] [--full-disk] [--only NAME]

  worst        find and judge the five worst disagreements of a case nobody has looked at
  regions      decide every region of disagreement above 20 mm3, the others by a rule
  readings     adjudicate the masks of four readers of one scan (FOLDER holds ID_reader1.nii.gz to ID_reader4.nii.gz; it
               has no image, so a flat one with brighter lesions stands in)
  readers      two readers one after the other, then an adjudicator
  --kills      ends the program without warning at a moment drawn by chance, that often in each of three jobs: regions,
               the second reader, the adjudicator. The journal must have all that the screen said to be decided
  --full-disk  the disk of the journal fills in the middle of each of these (needs root, for a small file system in
               memory): nothing is counted that is not recorded, what waits is recorded once there is room, and leaving
               without room asks, says what is lost and exits with 74

Exits with 1 where a job fails.  Needs pyte; for the readings nibabel and numpy."""
import argparse, glob, json, os, random, re, shutil, subprocess, sys, tempfile, time

from sitting import DOWN, ENTER, ESCAPE, Sitting

SMALL_MM3 = 20


class Deciding:
    """One of the jobs that are killed, or whose disk fills: who decides, and by which keys."""

    def __init__(self, author, start, keys, verdicts, counts, journal, options=()):
        self.author, self.start, self.keys, self.verdicts = author, start, keys, verdicts
        self.counts, self.journal, self.options = counts, journal, options

    def begin(self, sitting):
        for step in self.start:
            sitting.line(step[1:]) if step[0] == ":" and len(step) > 1 else sitting.press(step)

    def decide(self, sitting, verdict):
        sitting.press(*[verdict if key == "VERDICT" else key for key in self.keys])

    def shown(self, sitting):
        """How many the screen says to be decided."""
        return max([int(found[found.lastindex]) for found in re.finditer(self.counts, sitting.text)], default=0)

    def recorded(self, records):
        """How many the records decide."""
        decided = set()
        for record in records:
            if record.get("act") == "lesion" and "verdict" in record:
                decided.add(json.dumps(record["region"]))
            decided |= {json.dumps(action["region"]) for action in record.get("actions", []) if "verdict" in action}
        return len(decided)


REGIONS = Deciding(
    "ana", [":advance", "n"], ["VERDICT"], "TTV", r"(\d+)/\d+ regions|(\d+) decided, \d+/", "journal-ana.jsonl")
SECOND = Deciding("ben", ["l"], ["VERDICT", DOWN], "AX", r"(\d+)/\d+ lesions", "journal-ben.jsonl")
ADJUDICATOR = Deciding(
    "eve", [], ["n", "y", "VERDICT"], "12", r"(\d+)/\d+ differences|(\d+)/\d+ lesions decided", "adjudication-eve.jsonl", ["--adjudicate"])


class Jobs:
    def __init__(self, program, case):
        self.program, self.case = program, case

    def open(self, state, author, *more, columns=140):
        sitting = Sitting(
            [self.program, "view", self.case, "--author", author, "--fresh", *more], columns=columns,
            environment={"XDG_STATE_HOME": state, "XDG_CONFIG_HOME": state + "/none"})
        sitting.sees("axial")
        sitting.settle(0.1)
        return sitting

    def measured(self, sitting):
        """Waits until the lesions are measured, and leaves the list again."""
        sitting.press("l")
        sitting.sees(r"\d+/[1-9]\d* lesions|\d+/[1-9]\d* diff")
        sitting.press(ESCAPE)
        sitting.settle(0.1)
        sitting.keys -= 2
        return sitting

    def lesions(self, state, author, *more):
        run = subprocess.run(
            [self.program, "lesions", self.case, "--author", author, "--json", *more], capture_output=True, text=True,
            env=dict(os.environ, XDG_STATE_HOME=state, XDG_CONFIG_HOME=state + "/none"))
        if run.returncode != 0:
            raise AssertionError(run.stderr)
        return json.loads(run.stdout)

    def leave(self, sitting):
        sitting.press("q")
        status = sitting.wait()
        if status != 0:
            raise AssertionError(f"left with status {status}\n{sitting.text}")

    # The jobs.  Each returns the keys that it took.

    def worst(self, state):
        sitting = self.measured(self.open(state, "ana"))
        for verdict in "TVTTV":
            sitting.press("n", verdict)
        sitting.sees(r"\b5/\d+ regions")
        keys = sitting.keys
        self.leave(sitting)
        return keys

    def regions(self, state, author="ana"):
        sitting = self.measured(self.open(state, author))
        sitting.line("advance")
        sitting.press("n")
        by_hand = 0
        size = volume_mm3(sitting.sees(r"\d+ of \d+: ([\d.]+) (mm3|ml)"))
        while size >= SMALL_MM3:
            sitting.press("T" if by_hand % 3 else "V")
            by_hand += 1
            found = re.search(r"now region \d+, ([\d.]+) (mm3|ml)", sitting.text)
            if found is None:
                sitting.settle(0.2)
                found = sitting.sees(r"now region \d+, ([\d.]+) (mm3|ml)")
            size = volume_mm3(found)
        sitting.line(f"small-regions majority {SMALL_MM3}")
        sitting.sees("y yes")
        sitting.press("y")
        total = sitting.sees(r"(\d+)/(\d+) regions")
        require(total[1] == total[2], "every region is decided", sitting)
        keys = sitting.keys
        self.leave(sitting)
        print(f"  {by_hand} regions by hand, {int(total[2]) - by_hand} by the rule")
        return keys

    def readings(self, state):
        """Four masks of one scan: the five most divided regions by hand, all others as most of the readers drew them."""
        sitting = self.measured(self.open(state, "ana"))
        for verdict in "TTVTV":
            sitting.press("n", verdict)
        sitting.line("small-regions majority 100000")
        sitting.sees("y yes")
        sitting.press("y")
        total = sitting.sees(r"(\d+)/(\d+) regions")
        require(total[1] == total[2], "every region is decided", sitting)
        keys = sitting.keys
        self.leave(sitting)
        found = self.lesions(state, "ana")
        require(len(found["raters"]) == 4, "there are four raters")
        require(found["decided"] == found["total"], f"every lesion is decided: {found['decided']} of {found['total']}")
        return keys

    def read(self, state, author, verdicts):
        """One reader's verdicts on the first lesions of the list; returns the keys it took."""
        sitting = self.measured(self.open(state, author))
        sitting.press("l")
        for verdict in verdicts:
            sitting.press(verdict, DOWN)
        sitting.sees(f"{len(verdicts)}/\\d+ lesions")
        sitting.press(ESCAPE)
        sitting.settle(0.1)
        keys = sitting.keys
        self.leave(sitting)
        return keys

    def readers(self, state):
        keys = 0
        for author, verdicts in (("ana", "AAXAAXAA"), ("ben", "AXXAAAAX")):
            keys += self.read(state, author, verdicts)
        sitting = self.measured(self.open(state, "eve", "--adjudicate"))
        sitting.press("y", "y")
        sitting.sees("y yes")
        sitting.press("y")
        for reader in "121":
            sitting.press("n", "y", reader)
        sitting.sees(r"3/3 differences")
        keys += sitting.keys
        self.leave(sitting)
        found = self.lesions(state, "eve", "--adjudicated")
        require(found["decided"] == 8, f"eight lesions are decided: {found['decided']}")
        return keys

    # What must hold whatever happens.

    def two_readers(self):
        """A state folder with the reviews of two readers who differ in every second of twenty lesions."""
        state = tempfile.mkdtemp(prefix="flairscope-readers-")
        for author, verdicts in (("ana", "AX" * 10), ("ben", "AA" * 10)):
            self.read(state, author, verdicts)
        return state

    def kills(self, job, count, seed):
        """A job killed in its middle: what was said to be decided is there at the next start."""
        chance = random.Random(seed)
        readers = None if job is REGIONS else self.two_readers()
        lost = torn = most = seen = 0
        state = None
        for number in range(count):
            if number % 20 == 0:
                state = tempfile.mkdtemp(prefix="flairscope-kills-")
                if readers:
                    shutil.copytree(readers, state, dirs_exist_ok=True)
                if job is SECOND:
                    for journal in glob.glob(f"{state}/flairscope/reviews/*/{job.journal}"):
                        os.remove(journal)
                seen = 0
            sitting = self.open(state, job.author, *job.options)
            if job is not REGIONS:
                self.measured(sitting)
            job.begin(sitting)
            for _ in range(chance.randint(0, 6)):
                job.decide(sitting, chance.choice(job.verdicts))
                seen = max(seen, job.shown(sitting))
            if chance.random() < 0.5:
                # The moment after a key, before or after the program has drawn what it did.
                sitting.press(*job.keys[:job.keys.index("VERDICT")])
                os.write(sitting.terminal, chance.choice(job.verdicts).encode())
                sitting.read(chance.random() * 0.02)
                seen = max(seen, job.shown(sitting))
            sitting.kill()
            journal = glob.glob(f"{state}/flairscope/reviews/*/{job.journal}")
            records = []
            for line in open(journal[0]).read().splitlines() if journal else []:
                try:
                    records.append(json.loads(line))
                except ValueError:
                    torn += 1
            numbers = [record["seq"] for record in records if "seq" in record]
            require(numbers == list(range(1, len(numbers) + 1)), f"records without a gap: {numbers}")
            decided = job.recorded(records)
            most = max(most, decided)
            if seen > decided:
                lost += 1
                print(f"  kill {number}: the screen said {seen}, the journal has {decided}")
        print(f"  {count} kills, {lost} with an action lost, {torn} lines torn before they were acknowledged; at most {most} decided")
        require(lost == 0, "no recorded action is lost")
        require(most > 2, "something was decided")

    def full_disk(self, job):
        """The journal lies on a file system of one megabyte that is filled in the middle."""
        disk = tempfile.mkdtemp(prefix="flairscope-full-")
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], check=True)
        try:
            state = tempfile.mkdtemp() if job is REGIONS else self.two_readers()
            for frees in (True, False):
                self.fill_in_the_middle(job, state, disk, frees)
        finally:
            subprocess.run(["umount", "-l", disk], check=True)

    def fill_in_the_middle(self, job, state, disk, frees):
        journal = f"{disk}/journal-{frees}.jsonl"
        sitting = self.measured(self.open(state, job.author, "--journal", journal, *job.options))
        job.begin(sitting)
        for verdict in job.verdicts[:2]:
            job.decide(sitting, verdict)
        sitting.settle(0.2)
        require(job.shown(sitting) == 2, f"two are decided: {job.shown(sitting)}", sitting)
        filler = os.open(f"{disk}/filler", os.O_WRONLY | os.O_CREAT)
        try:
            while True:
                os.write(filler, b"x" * 512)
        except OSError:
            os.close(filler)
        before = self.recorded(journal)
        for number in range(24):
            job.decide(sitting, job.verdicts[number % 2])
        waiting = sitting.sees(r"\d+ actions NOT RECORDED")
        shown, recorded = job.shown(sitting), self.recorded(journal)
        require(shown <= recorded, f"no more is counted ({shown}) than recorded ({recorded})", sitting)
        print(f"  disk full: {recorded} recorded, {shown} counted; said: {waiting[0]}")
        if frees:
            os.remove(f"{disk}/filler")
            end = time.monotonic() + 20
            while self.recorded(journal) < before + 24 and time.monotonic() < end:
                sitting.settle(0.5)
            require(self.recorded(journal) == before + 24, f"all are recorded once there is room: {self.recorded(journal)}")
            sitting.press(*([ESCAPE] if job is SECOND else []))
            sitting.settle(0.1)
            self.leave(sitting)
        else:
            sitting.press(*([ESCAPE] if job is SECOND else []))
            sitting.settle(0.1)
            sitting.press("q")
            asked = sitting.sees(r"! (.*)\?")
            require("NOT RECORDED" in asked[1] and "lost" in asked[1], "leaving says what is lost", sitting)
            sitting.press("y")
            status = sitting.wait()
            require(status == 74, f"it leaves with status 74: {status}")
            print(f"  leaving without room: '{asked[1].strip()}', status {status}")
            os.remove(f"{disk}/filler")

    @staticmethod
    def recorded(journal):
        count = 0
        for line in open(journal):
            try:
                count += "seq" in json.loads(line)
            except ValueError:
                pass
        return count


def volume_mm3(found):
    return float(found[1]) * (1000 if found[2] == "ml" else 1)


def require(holds, sentence, sitting=None):
    if not holds:
        raise AssertionError(sentence + ("\n" + sitting.text if sitting else ""))


def case_of_readings(folder):
    """A case folder of the masks of four readers, with an image made of them."""
    import nibabel
    import numpy

    case = tempfile.mkdtemp(prefix="flairscope-readings-")
    paths = sorted(glob.glob(f"{folder}/*_reader[1-4].nii.gz"))[:4]
    readings = [nibabel.load(path) for path in paths]
    union = sum(numpy.asarray(reading.dataobj) > 0 for reading in readings) > 0
    noise = numpy.random.default_rng(1).random(union.shape, numpy.float32)
    image = nibabel.Nifti1Image(60 + 6 * noise + 40 * union.astype(numpy.float32), readings[0].affine)
    nibabel.save(image, f"{case}/scan_FLAIR.nii.gz")
    for number, path in enumerate(paths, 1):
        os.symlink(os.path.abspath(path), f"{case}/scan_desc-reader{number}_mask.nii.gz")
    return case


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("case")
    parser.add_argument("--readings", help="a folder of four readers' masks")
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--full-disk", action="store_true")
    parser.add_argument("--only", help="what begins with this alone: worst, regions, readers, readings, 'kills: regions', 'kills: second reader', "
        "'kills: adjudicator', and the same of 'full disk: '")
    arguments = parser.parse_args()
    jobs = Jobs(os.path.abspath(arguments.program), os.path.abspath(arguments.case))
    work = [("worst", jobs.worst, 12), ("regions", jobs.regions, None), ("readers", jobs.readers, None)]
    if arguments.readings:
        readings = Jobs(jobs.program, case_of_readings(arguments.readings))
        work.append(("readings", readings.readings, None))
    for name, deciding in (("regions", REGIONS), ("second reader", SECOND), ("adjudicator", ADJUDICATOR)):
        if arguments.kills:
            work.append((
                f"kills: {name}", lambda state, job=deciding: jobs.kills(job, arguments.kills, arguments.seed), None))
        if arguments.full_disk:
            work.append((f"full disk: {name}", lambda state, job=deciding: jobs.full_disk(job), None))
    failed = False
    if arguments.only:
        work = [entry for entry in work if entry[0].startswith(arguments.only)]
    for name, job, most in work:
        try:
            keys = job(tempfile.mkdtemp(prefix="flairscope-job-"))
            if keys is not None:
                print(f"{name}: {keys} keys" + (f", at most {most} are right" if most else ""))
                failed |= most is not None and keys > most
            else:
                print(f"{name}: done")
        except AssertionError as problem:
            failed = True
            print(f"{name} FAILED: {problem}")
        sys.stdout.flush()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()

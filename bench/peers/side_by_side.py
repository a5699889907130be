#!/usr/bin/env python3
"""Runs our rows and the peers' in turn and prints ratios: side_by_side.py OURS PEERS_PYTHON COMMAND [--threads N] [--rounds N] [ROW ...].

OURS is the built benchmark program, COMMAND the built `ntkgan`. Both sides are started once and asked row by row, ours first, so that a machine whose
speed wanders slows both alike; a figure is the least over the rounds. All work is on the same processors, `--threads` of them. Where other work runs
beside it, the time of the processors says more than the clock, on one thread above all.
"""
import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
ROWS = {
    "step-128-double": ("JAX", "a step of a discriminator of three hidden layers of 128, one network, 500 + 500 points in the plane, and the fakes' gradient; double"),
    "step-128-single": ("JAX", "the same in single precision"),
    "step-512-double": ("JAX", "the same step at width 512; double"),
    "step-512-single": ("JAX", "the same in single precision"),
    "tangent-kernel": ("Neural Tangents", "empirical tangent kernel of 200 points, two hidden layers of 4096; double"),
    "generator": ("Neural Tangents", "a step of a generator 128 -> 512 -> 512 -> 512 -> 2, 500 points, under an infinitely wide discriminator; double"),
    "dcgan-discriminator": ("PyTorch", "gradient and step of a dcgan discriminator, width 128, 64 + 64 images of 32 x 32; double"),
    "dcgan-generator": ("PyTorch", "gradient and step of a dcgan generator, width 64, 64 images of 32 x 32; double"),
    "tanh-flow": ("Neural Tangents", "a step of 100 particles against 100 targets, tanh at infinite width; ours to 1e-10, theirs by quadrature to about 1e-4"),
    "start": ("JAX", "from the start of the process to the end of the first step of a finite run, width 128 (ours with its folder and first row, theirs with its compilation)"),
}


class Side:
    """A program that measures a row for each line it is sent."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def measure(self, row):
        self.process.stdin.write(row + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().split()
        if not answer:
            sys.exit(f"{self.process.args[0]} ended in row {row}.")
        return answer

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def started(command, is_done=None):
    """Seconds from the start of a process, on the clock and of the processors, until something is done; until its end, if nothing is said."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    seconds = used = None
    while process.poll() is None:
        try:
            fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
            latest = time.perf_counter() - start, sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")
        except (OSError, IndexError):
            break
        if seconds is None:
            used = latest[1]
            if is_done and is_done():
                seconds = latest[0]
        time.sleep(0.001)
    error = process.communicate()[1]
    if process.returncode != 0:
        sys.exit(f"{command[0]} failed: {error.strip()}")
    return seconds or time.perf_counter() - start, used


def has_first_step(folder):
    """Whether the row of metrics of step 1 is written."""
    try:
        return any(line.startswith("1,") for line in pathlib.Path(folder, "metrics.csv").read_text().splitlines())
    except OSError:
        return False


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("ours")
    parser.add_argument("python")
    parser.add_argument("command")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("rows", nargs="*")
    options = parser.parse_intermixed_args()
    unknown = [row for row in options.rows if row not in ROWS]
    if unknown:
        sys.exit(f"No row '{unknown[0]}'; the rows are {', '.join(ROWS)}.")
    processors = sorted(os.sched_getaffinity(0))[:options.threads]
    os.sched_setaffinity(0, processors)
    ours, peers = Side([options.ours, "serve"]), Side([options.python, str(HERE / "peers.py")])
    rows = options.rows or list(ROWS)
    unknown = (float("inf"), float("inf"))
    best = {row: [unknown, unknown] for row in rows}
    work, peaks, missing = {}, {}, {}
    with tempfile.TemporaryDirectory() as parent:
        folder = os.path.join(parent, "run")
        first = [options.command, "run", "eight_gaussians", "relu", "ipm-finite", "training.steps=1", "flow.iterations=2", "metrics=[]", "log.every=1", "log.frames_every=0", "--quiet", "--out", folder]
        for number in range(options.rounds):
            for name in ("double", "single"):
                _, seconds, count = map(float, ours.measure("peak-" + name))
                peaks[name] = max(peaks.get(name, 0), count / seconds)
            for row in rows:
                if row == "start":
                    pair = started(first, lambda: has_first_step(folder)), started([options.python, str(HERE / "peers.py"), "first-step"])
                    shutil.rmtree(folder)
                else:
                    mine, theirs = ours.measure(row), peers.measure(row)
                    work[row] = float(mine.pop())
                    if theirs[0] in ("missing", "failed"):
                        missing[row] = " ".join(theirs).replace("missing", "no")
                    pair = tuple(map(float, mine)), unknown if row in missing else tuple(map(float, theirs))
                best[row] = [tuple(map(min, old, new)) for old, new in zip(best[row], pair)]
                print(f"round {number + 1} {row}: " + ", ".join(f"{who} {clock * 1e3:.2f} ms, of processors {used * 1e3:.2f}" for who, (clock, used) in zip(("ours", "theirs"), pair)), file=sys.stderr)
    ours.close()
    peers.close()
    print(f"{len(processors)} thread(s), least of {options.rounds} rounds; peak of one thread: "
          + ", ".join(f"{peak / 1e9:.1f} billion multiply-adds a second in {name} precision" for name, peak in peaks.items()) + ".")
    print("row\tours ms\ttheirs ms\tratio\tours, processors\ttheirs, processors\tratio\tshare of peak\tpeer\twhat")
    for row in rows:
        cells = [row]
        for mine, theirs in zip(*best[row]):
            cells += [f"{mine * 1e3:.2f}", "" if row in missing else f"{theirs * 1e3:.2f}", "" if row in missing else f"{theirs / mine:.2f}"]
        peak = peaks["single" if row.endswith("single") else "double"]
        cells += [f"{work[row] / best[row][0][1] / peak:.0%}" if work.get(row) else "", ROWS[row][0] + (f" ({missing[row]})" if row in missing else ""), ROWS[row][1]]
        print("\t".join(cells))


if __name__ == "__main__":
    main()

"""Runs every hot path against its strongest peer, turn by turn, and writes the table.

    bench.py --data DIR --runner PeerRunner [--only NAME] [--list] [--pairs N] [--results FILE] [--report FILE]

Peer and GeoRisk take turns in the same minute, both warm in a process of their own; a ratio is the median over the
pairs, so what else the machine does hits both alike. Inputs are in memory (in the page cache for files) on both
sides, and each side begins with what a user has: longitudes and latitudes.
"""
import argparse
import datetime
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

os.environ.setdefault("NUMBA_THREADING_LAYER", "omp")
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import numpy as np

import prepare
import report
from rows import ROWS


class Runner:
    """GeoRisk's side of one row: a process that does the path when told to."""

    def __init__(self, program, path, data):
        self.process = subprocess.Popen([program, path, data], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the runner ended early")
        return json.loads(line)

    def tell(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.answer()

    def run(self):
        return self.tell("run")

    def check(self):
        with tempfile.NamedTemporaryFile() as file:
            self.tell("check " + file.name)
            return np.fromfile(file.name)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def rounded(value, digits=4):
    return None if value is None else float(f"{value:.{digits}g}")


def measure(row, data, program, pairs, budget):
    """One row of the results: peer and GeoRisk in turn until the pairs are done or the time is over."""
    peer = row.peer(data)
    peer()                                              # compiles, fills caches
    runner = Runner(program, row.name, data)
    times = []
    started = time.perf_counter()
    while len(times) < pairs and (not times or time.perf_counter() - started < budget):
        t = time.perf_counter()
        peer()
        theirs = (time.perf_counter() - t) * row.peer_times
        ours = runner.run()
        times.append((theirs, ours["seconds"], ours["peak_mb"], ours["cpu"]))
    error, note = row.error(data, runner.check())
    memory = runner.tell("memory")
    runner.close()
    ratios = sorted(t[0] / t[1] for t in times)
    return dict(
        path=row.name, input=row.input, peer=row.peer_name,
        peer_seconds=rounded(statistics.median(t[0] for t in times)),
        georisk_seconds=rounded(statistics.median(t[1] for t in times)),
        ratio=rounded(statistics.median(ratios), 3), aim=row.aim, error=rounded(error, 3),
        peak_mb=round(max(t[2] for t in times)), error_of=note, pairs=len(times),
        held_mb=round(memory["held_mb"]), result_mb=round(memory["result_mb"]),
        ratio_least=rounded(ratios[0], 3), ratio_most=rounded(ratios[-1], 3),
        georisk_cpu_seconds=rounded(statistics.median(t[3] for t in times)),
        load=rounded(os.getloadavg()[0], 2), date=datetime.date.today().isoformat())


def arguments():
    p = argparse.ArgumentParser(description="GeoRisk against the strongest peers")
    p.add_argument("--data", required=True)
    p.add_argument("--runner", required=True)
    p.add_argument("--only", help="run this row only, or all whose names begin so")
    p.add_argument("--list", action="store_true", help="list the rows and stop")
    p.add_argument("--pairs", type=int, default=7, help="most pairs per row")
    p.add_argument("--budget", type=float, default=40, help="seconds per row, about")
    p.add_argument("--results", required=True)
    p.add_argument("--report")
    return p.parse_args()


def chosen(only):
    """The row of that name, else all rows whose names begin so."""
    if only is None:
        return ROWS
    return [r for r in ROWS if r.name == only] or [r for r in ROWS if r.name.startswith(only)]


def merged(old, new):
    """The rows measured before, replaced by those measured now, in the table's order."""
    known = {line["path"]: line for line in old} | {line["path"]: line for line in new}
    return [known[r.name] for r in ROWS if r.name in known]


def main():
    a = arguments()
    rows = chosen(a.only)
    if not rows:
        sys.exit(f"no row is called {a.only}; --list shows them")
    if a.list:
        for r in rows:
            print(f"{r.name:30} {r.input:50} aim {r.aim:g}")
        return
    os.makedirs(a.data, exist_ok=True)
    prepare.everything(a.data)
    old = []
    if a.only and os.path.exists(a.results):
        old = [json.loads(line) for line in open(a.results)]
    lines = []
    print(report.HEADER)
    for row in rows:
        try:
            line = measure(row, a.data, a.runner, a.pairs, a.budget)
        except Exception as error:
            print(f"{row.name}: {error!r}", file=sys.stderr)
            continue
        lines.append(line)
        print(report.text_row(line), flush=True)
        with open(a.results, "w") as f:
            f.writelines(json.dumps(l, ensure_ascii=False) + "\n" for l in merged(old, lines))
    if a.report:
        report.write(a.report, merged(old, lines))
    if len(lines) < len(rows):
        sys.exit(f"{len(rows) - len(lines)} rows failed")


main()

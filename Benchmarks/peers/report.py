"""The table on the terminal and in RESULTS.md."""
import importlib.metadata
import os
import platform
import subprocess

HEADER = (f"{'path':30} {'peer s':>9} {'GeoRisk s':>10} {'ratio':>7} {'(least':>7}-{'most)':7} {'aim':>5}"
          f" {'error':>9} {'peak MB':>8} {'held':>6} {'allowed':>8}")


def allowed(r):
    """What a path may hold beside its inputs: twice its result and 64 MB; readers' rows are only told."""
    return 2 * r["result_mb"] + 64


def text_row(r):
    mark = " " if r["ratio"] >= r["aim"] else "*"
    error = "" if r["error"] is None else f"{r['error']:.2g}"
    return (f"{r['path']:30} {r['peer_seconds']:9.3g} {r['georisk_seconds']:10.3g} {r['ratio']:7.3g}"
            f" {r['ratio_least']:7.3g}-{r['ratio_most']:<7.3g}{r['aim']:5g}{mark}{error:>9} {r['peak_mb']:8d} {r['held_mb']:6d} {allowed(r):8d}")


def first_line(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True).stdout.strip().split("\n")[0]
    except OSError:
        return "unknown"


def processor():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def versions():
    names = ["numpy", "scipy", "numba", "shapely", "pyproj", "contourpy", "exactextract", "orjson", "pysimdjson", "polars"]
    return ", ".join(f"{n} {importlib.metadata.version(n)}" for n in names)


def write(path, rows):
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    met = sum(r["ratio"] >= r["aim"] for r in rows)
    noise = sorted(r["ratio_most"] / r["ratio_least"] for r in rows)
    out = f"""# GeoRisk against the strongest peers

Measured by `scripts/bench-peers`, which writes this file; what each row does and how errors are judged is told in
[peers/README.md](peers/README.md). A ratio is the peer's time over GeoRisk's, the median over pairs run in turn;
`aim` is the least ratio asked for. Peak is the resident size of the process while it works, its inputs included;
held is what it takes beyond them, and allowed are twice its result and 64 MB (no rule for what reads files).

- Machine: {processor()}, {os.cpu_count()} processors, {memory:.0f} GiB, {platform.freedesktop_os_release().get("PRETTY_NAME", "")}
- GeoRisk: {first_line("swift", "--version")}, GEOS {first_line("geos-config", "--version")}, PROJ {first_line("pkg-config", "--modversion", "proj")}
- Peers: Python {platform.python_version()}, {versions()}
- Date: {max(r["date"] for r in rows)}; load average while measuring {min(r["load"] for r in rows):g} to {max(r["load"] for r in rows):g}
- Noise: within a row the largest ratio is {noise[len(noise) // 2]:.2f} × the least in the median, {noise[-1]:.2f} × at most
- {met} of {len(rows)} rows reach their aim

| path | input | peer | peer s | GeoRisk s | ratio (least–most) | aim | | error | peak MB | held / allowed MB |
|---|---|---|---|---|---|---|---|---|---|---|
"""
    for r in rows:
        error = "" if r["error"] is None else f"{r['error']:.2g} "
        out += (f"| {r['path']} | {r['input']} | {r['peer']} | {r['peer_seconds']:.3g} | {r['georisk_seconds']:.3g} "
                f"| {r['ratio']:.3g} ({r['ratio_least']:.3g}–{r['ratio_most']:.3g}) | {r['aim']:g} "
                f"| {'reached' if r['ratio'] >= r['aim'] else '**missed**'} | {error}{r['error_of']} | {r['peak_mb']} "
                f"| {r['held_mb']} / {allowed(r)} |\n")
    with open(path, "w") as f:
        f.write(out)

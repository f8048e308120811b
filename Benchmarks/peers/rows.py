"""The rows of the table: what each peer does, and how far GeoRisk's result is from the truth."""
import os
from dataclasses import dataclass
from typing import Callable

import numpy as np

import peerlib as P


@dataclass(frozen=True)
class Row:
    """One row; `peer` makes, from the data folder, what is timed; `error` takes what the runner's check gave."""
    name: str
    input: str
    peer_name: str
    aim: float
    peer: Callable
    error: Callable
    peer_times: int = 1          # what the row's peer would do so many times over


KERNELS = {"exponential": "exp", "gaussian": "gauss", "quartic": "quartic", "epanechnikov": "epan"}
SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000}


def events(data, n):
    return P.events(data, n)


def sum_error(kernel, n):
    def error(data, values):
        import accuracy
        worst = accuracy.field(kernel, data, P.events(data, n), values, 400 if n <= 100_000 else 100)
        return worst, "largest relative, against the geodesic double sum, above 1e-3 of the maximum"
    return error


def surface(kernel, size, peer_name, aim):
    def peer(data):
        import peer_surface
        arrays, run = P.events(data, SIZES[size]), peer_surface.exact(KERNELS[kernel])
        return lambda: run(*arrays)
    return Row(f"surface-{kernel}-{size}", f"{size} incidents, 3.04 M cells", peer_name, aim, peer,
               sum_error(KERNELS[kernel], SIZES[size]))


def bounded(size):
    def peer(data):
        import peer_surface
        arrays = P.events(data, SIZES[size])
        return lambda: peer_surface.binned(*arrays)
    return Row(f"surface-bounded-{size}", f"{size} incidents, 3.04 M cells, tolerance 1e-3", "binned FFT, float32 (scipy)",
               1, peer, sum_error("exp", SIZES[size]))


def weekly():
    def peer(data):
        import peer_surface
        arrays, run = P.events(data, 100_000), peer_surface.exact("exp")
        return lambda: run(*arrays)
    return Row("surface-weekly", "52 weekly surfaces, 100k incidents, 3.04 M cells", "52 × numba scatter, float32", 40,
               peer, lambda data, values: (values[0], "largest relative, against a surface of all incidents, above 1e-3"),
               peer_times=52)


def segment_scores():
    def peer(data):
        import peer_surface
        x, y = np.fromfile(os.path.join(data, "midpoints.bin")).reshape(-1, 2).T.copy()
        arrays = P.events(data, 100_000)
        return lambda: peer_surface.at_points(x, y, *arrays)
    return Row("segment-scores", "510k midpoints, 100k incidents", "numba gather over 10 km bins", 3, peer,
               sum_error("exp", 100_000))


def cut():
    def peer(data):
        import peer_lines
        lines = peer_lines.geometries(data, "network.geojson")
        return lambda: peer_lines.cut(lines, 1000.0)
    return Row("cut-network", "1 M vertices into 1 km pieces", "NumPy + pyproj.Geod", 4, peer,
               lambda data, values: (values[0], "largest relative, geodesic length of whole pieces"))


def buffer_corridor():
    def peer(data):
        import peer_areas, peer_lines
        line = peer_lines.geometries(data, "corridor.geojson")[0]
        return lambda: peer_areas.buffer_projected(line, 25_000, "EPSG:32629", 16)

    def error(data, values):
        import accuracy, peer_lines, shapely
        line = shapely.get_coordinates(peer_lines.geometries(data, "corridor.geojson")[0])
        return accuracy.ring(values, line, 25_000), "largest relative, ring to line by geodesics"
    return Row("buffer-corridor", "25 km, 6,145 vertices", "shapely in UTM", 1, peer, error)


def buffer_network():
    def peer(data):
        import peer_areas, peer_lines
        lines = peer_lines.geometries(data, "network.geojson")
        return lambda: peer_areas.dissolved(lines, 2_000)

    def error(data, values):
        return abs(values[0] / network_area(data) - 1), "relative, area against shapely's (quad_segs 32)"
    return Row("buffer-network", "dissolved 2 km, 20,000 lines", "shapely, one buffer of the multiline", 2, peer, error)


def network_area(data):
    """km² of the peer's own buffer, with rounder corners, in its equal-area plane; kept beside the inputs."""
    name = os.path.join(data, "network_area.npy")
    if not os.path.exists(name):
        import peer_areas, peer_lines, shapely
        g = peer_areas.mover(4326, P.PROJ)(peer_lines.geometries(data, "network.geojson"))
        np.save(name, shapely.buffer(shapely.multilinestrings(g), 2_000, quad_segs=32).area / 1e6)
    return float(np.load(name))


def lattice(data):
    return np.fromfile(os.path.join(data, "surface_100000.bin")).reshape(P.NY, P.NX)


def isobands():
    def peer(data):
        import peer_areas
        z, levels = lattice(data), np.fromfile(os.path.join(data, "levels.bin"))
        return lambda: peer_areas.bands(z, levels)

    def error(data, values):
        import peer_areas, shapely
        theirs = peer_areas.bands(lattice(data), np.fromfile(os.path.join(data, "levels.bin")))
        areas = np.array([shapely.area(b).sum() / P.CELL ** 2 for b in theirs])
        return np.abs(values / areas - 1).max(), "largest relative, area of a band against contourpy's"
    return Row("isobands", "5 levels, 3.04 M cells", "contourpy + shapely", 1, peer, error)


def zonal():
    def peer(data):
        import geopandas, peer_areas
        north = np.ascontiguousarray(lattice(data)[::-1])
        zones = geopandas.read_file(os.path.join(data, "zones.geojson"))
        return lambda: peer_areas.zonal(north, zones)

    def error(data, values):
        import peer_areas
        return peer_areas.zonal_error(data, values), "largest relative, means and maxima against exactextract"
    return Row("zonal", "500 polygons, 3.04 M cells", "exactextract", 3, peer, error)


def nearest():
    def peer(data):
        import peer_lines
        lon, lat, _ = P.events(data, 100_000)
        lines = peer_lines.geometries(data, "network.geojson")
        return lambda: peer_lines.nearest(lines, lon, lat)

    def error(data, values):
        import accuracy, peer_lines
        lines = peer_lines.geometries(data, "network.geojson")
        return (accuracy.nearest(values, lambda x, y: peer_lines.truth(lines, x, y)),
                "largest relative of 500, against planes centred on each point")
    return Row("nearest-line", "100k points, 1 M vertices", "shapely STRtree of steps + Geod", 15, peer, error)


def reading(name, file, label, function, aim):
    def peer(data):
        import peer_io
        path = os.path.join(data, file)
        open(path, "rb").read()
        return lambda: getattr(peer_io, function)(path)

    def error(data, values):
        import peer_io, shapely
        g, _ = getattr(peer_io, function)(os.path.join(data, file))
        c = shapely.get_coordinates(g)
        same = values[0] == len(g) and values[1] == len(c)
        return (abs(values[2] / c.sum() - 1) if same else 1.0), "relative, sum of all coordinates"
    return Row(name, label, "pysimdjson + shapely", aim, peer, error)


def read_csv():
    def peer(data):
        import peer_io
        path = os.path.join(data, "events_1000000.csv")
        open(path, "rb").read()
        return lambda: peer_io.read_csv(path)

    def error(data, values):
        total = sum(v.sum() for v in P.events(data, 1_000_000))
        same = values[0] == 1_000_000 and values[1] == 0
        return (abs(values[2] / total - 1) if same else 1.0), "relative, sum of places and severities"
    return Row("read-csv", "1 M rows, 55 MB, no digest", "polars", 0.67, peer, error)


def write_segments():
    def peer(data):
        import peer_io, shapely
        counts = np.fromfile(os.path.join(data, "segment_counts.bin")).astype(int)
        places = np.fromfile(os.path.join(data, "segment_places.bin")).reshape(-1, 2)
        pieces = shapely.linestrings(places, indices=np.repeat(np.arange(len(counts)), counts))
        scores = np.fromfile(os.path.join(data, "segment_scores.bin"))
        path = os.path.join(data, "peer-segments.geojson")
        return lambda: peer_io.orjson_dump(path, pieces, scores)

    def error(data, values):
        import orjson
        mine, theirs = (orjson.loads(open(os.path.join(data, f"{who}-segments.geojson"), "rb").read())["features"]
                        for who in ("georisk", "peer"))
        worst = 0.0 if len(mine) == len(theirs) else 1.0
        for a, b in zip(mine[::997], theirs[::997]):
            one, other = (np.array(f["geometry"]["coordinates"]) for f in (a, b))
            worst = max(worst, np.abs(one - other).max(), abs(a["properties"]["score"] - b["properties"]["score"]))
        return worst, "largest difference of a coordinate or score from the peer's file"
    return Row("write-segments", "510k features, 109 MB", "orjson", 3, peer, error)


ROWS = [
    surface("exponential", "100k", "numba scatter, float32", 3),
    surface("exponential", "1m", "numba scatter, float32", 3),
    surface("gaussian", "100k", "numba scatter, separable", 5),
    surface("gaussian", "1m", "numba scatter, separable", 5),
    surface("quartic", "1m", "numba scatter", 3),
    surface("epanechnikov", "1m", "numba sliding sums", 1),
    bounded("10k"),
    bounded("100k"),
    bounded("1m"),
    weekly(),
    segment_scores(),
    cut(),
    buffer_corridor(),
    buffer_network(),
    isobands(),
    zonal(),
    nearest(),
    reading("read-lines", "network_100mb.geojson", "84,000 lines, 111 MB", "simdjson_lines", 2),
    reading("read-points", "points_1m.geojson", "1 M points, 146 MB", "simdjson_points", 3),
    read_csv(),
    write_segments(),
]

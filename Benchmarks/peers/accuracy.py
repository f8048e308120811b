"""How far results are from an independent truth: pyproj's geodesics, exactextract, or what a file holds."""
import os

import numpy as np
import pyproj
from scipy.spatial import cKDTree

import peerlib as P

GEOD = pyproj.Geod(ellps="WGS84")
SHAPES = {
    "exp": lambda d: np.exp(-d / P.LAM),
    "gauss": lambda d: np.exp(-.5 * (d / P.SIGMA) ** 2),
    "quartic": lambda d: (1 - (d / P.RADIUS) ** 2) ** 2,
    "epan": lambda d: 1 - (d / P.RADIUS) ** 2,
}


def field(kernel, data, events, values, most=400):
    """The largest relative error against the double sum over geodesics, at places above 1e-3 of the maximum.

    `values` holds the maximum, then longitude, latitude and value in turn."""
    top, rows = values[0], values[1:].reshape(-1, 3)[:most]
    truth = geodesic_sums(kernel, data, events, rows)
    big = truth > 1e-3 * top
    return np.abs(rows[big, 2] / truth[big] - 1).max()


def geodesic_sums(kernel, data, events, rows):
    """Brute force, kept beside the inputs because a million events take a while."""
    name = os.path.join(data, f"truth_{kernel}_{len(events[0])}_{len(rows)}.npy")
    if os.path.exists(name):
        known = np.load(name)
        if np.array_equal(known[:, :2], rows[:, :2]):
            return known[:, 2]
    order = np.argsort(events[1])
    lon, lat, w = (v[order] for v in events)
    cut, out = P.CUTS[kernel], []
    for x, y in rows[:, :2]:
        a, b = np.searchsorted(lat, [y - cut / 110_000, y + cut / 110_000])
        near = a + np.flatnonzero(np.abs(lon[a:b] - x) < cut / (110_000 * np.cos(np.radians(abs(y) + 1))))
        d = GEOD.inv(np.full(near.size, x), np.full(near.size, y), lon[near], lat[near])[2]
        out.append((w[near] * SHAPES[kernel](d))[d <= cut].sum())
    np.save(name, np.column_stack([rows[:, :2], out]))
    return np.array(out)


def ecef(lon, lat):
    t = pyproj.Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
    return np.column_stack(t.transform(lon, lat, np.zeros_like(lon)))


def ring(vertices, line, r):
    """The largest relative error of the distance from a ring's vertices and edge middles to a line."""
    c = vertices.reshape(-1, 2)
    d = GEOD.inv(line[:-1, 0], line[:-1, 1], line[1:, 0], line[1:, 1])[2]
    pos = np.concatenate([[0], np.cumsum(d)])
    s = np.arange(0, pos[-1], 4.0)
    lx, ly = np.interp(s, pos, line[:, 0]), np.interp(s, pos, line[:, 1])
    tree = cKDTree(ecef(lx, ly))
    q = np.vstack([c, (c[1:] + c[:-1]) / 2])
    _, i = tree.query(ecef(q[:, 0], q[:, 1]), k=6, workers=2)
    near = np.min([GEOD.inv(q[:, 0], q[:, 1], lx[i[:, k]], ly[i[:, k]])[2] for k in range(6)], axis=0)
    return np.abs(near / r - 1).max()


def nearest(values, truth):
    """The largest relative error of distances; `values` holds longitude, latitude and distance in turn."""
    rows = values.reshape(-1, 3)
    true = truth(rows[:, 0], rows[:, 1])
    return (np.abs(rows[:, 2] - true) / np.maximum(true, 1)).max()

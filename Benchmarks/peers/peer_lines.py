"""Cutting lines and finding the nearest one with shapely, NumPy and pyproj."""
import concurrent.futures as cf
import os

import geopandas
import numpy as np
import pyproj
import shapely

import peerlib as P

GEOD = pyproj.Geod(ellps="WGS84")


def geometries(data, name):
    return np.asarray(geopandas.read_file(os.path.join(data, name)).geometry.array)


def distances(x, y):
    """Geodesic length of every vertex-to-vertex step, two threads."""
    m = len(x) // 2

    def part(s):
        return GEOD.inv(x[:-1][s], y[:-1][s], x[1:][s], y[1:][s])[2]
    with cf.ThreadPoolExecutor(2) as ex:
        a, b = ex.map(part, (slice(0, m), slice(m, None)))
    return np.concatenate([a, b])


def cut(lines, step):
    """Vectorised cutting: cumulative lengths, positions of the cuts by searchsorted, linear
    interpolation inside a vertex step, one call to build all the pieces."""
    xy, line = shapely.get_coordinates(lines, return_index=True)
    x, y = xy[:, 0], xy[:, 1]
    d = distances(x, y)
    first = np.flatnonzero(np.diff(line, prepend=-1))
    d[first[1:] - 1] = 1.0                                  # a 1 m gap between lines keeps positions distinct
    pos = np.concatenate([[0.0], np.cumsum(d)])
    start = pos[first]
    length = pos[np.append(first[1:], len(x)) - 1] - start
    k = np.maximum(np.ceil(length / step - 1e-6).astype(int), 1)
    owner = np.repeat(np.arange(len(k)), k)
    nth = np.arange(k.sum()) - np.repeat(np.cumsum(k) - k, k)
    lo = start[owner] + nth * step
    hi = np.minimum(lo + step, start[owner] + length[owner])

    def at(p):
        i = np.clip(np.searchsorted(pos, p, side="right") - 1, 0, len(x) - 2)
        f = (p - pos[i]) / d[i]
        return x[i] + f * (x[i + 1] - x[i]), y[i] + f * (y[i + 1] - y[i])
    mid = at((lo + hi) / 2)
    inner = nth > 0
    c = lo[inner]
    cx, cy = at(c)
    seg_of_cut = np.flatnonzero(inner)
    seg_of_vertex = np.searchsorted(lo, pos, side="right") - 1
    seg = np.concatenate([seg_of_vertex, seg_of_cut - 1, seg_of_cut])
    allp = np.concatenate([pos, c, c])
    keep = np.ones(seg.size, bool)                          # a vertex exactly on a cut comes once
    order = np.lexsort((allp, seg))
    xs = np.concatenate([x, cx, cx])[order]
    ys = np.concatenate([y, cy, cy])[order]
    s = seg[order]
    dup = (np.diff(s, prepend=-1) == 0) & (np.diff(xs, prepend=np.nan) == 0) & (np.diff(ys, prepend=np.nan) == 0)
    keep = ~dup
    pieces = shapely.linestrings(xs[keep], ys[keep], indices=s[keep])
    return pieces, mid[0], mid[1], np.append(nth[1:] == 0, True)


def halves(n, fn):
    m = n // 2
    with cf.ThreadPoolExecutor(2) as ex:
        return list(ex.map(fn, (slice(0, m), slice(m, n))))


def nearest(lines, lon, lat):
    """Project, STRtree.nearest of the single steps, closest point, unproject, Geod.inv."""
    to = pyproj.Transformer.from_crs(4326, P.PROJ, always_xy=True)
    x, y = to.transform(lon, lat)
    c, owner = shapely.get_coordinates(lines, return_index=True)
    c = np.column_stack(to.transform(c[:, 0], c[:, 1]))
    step = np.flatnonzero(owner[1:] == owner[:-1])
    g = shapely.linestrings(np.stack([c[step], c[step + 1]], axis=1))
    tree = shapely.STRtree(g)
    p = shapely.points(x, y)

    def part(s):
        i = tree.nearest(p[s])
        q = shapely.line_interpolate_point(g[i], shapely.line_locate_point(g[i], p[s]))
        t = pyproj.Transformer.from_crs(P.PROJ, 4326, always_xy=True)
        qx, qy = t.transform(shapely.get_x(q), shapely.get_y(q))
        return GEOD.inv(lon[s], lat[s], qx, qy)[2]
    return np.concatenate(halves(len(p), part))


def truth(lines, lon, lat):
    """For each point: azimuthal equidistant plane centred on it, every nearby step, least distance."""
    c, owner = shapely.get_coordinates(lines, return_index=True)
    out = np.empty(len(lon))
    for k in range(len(lon)):
        half = 0.3
        while True:
            near = (np.abs(c[:, 0] - lon[k]) < half) & (np.abs(c[:, 1] - lat[k]) < half)
            step = np.flatnonzero((near[1:] | near[:-1]) & (owner[1:] == owner[:-1]))
            if step.size:
                i = np.concatenate([step, step + 1])
                az, _, d = GEOD.inv(np.full(i.size, lon[k]), np.full(i.size, lat[k]), c[i, 0], c[i, 1])
                u = np.column_stack([d * np.sin(np.radians(az)), d * np.cos(np.radians(az))])
                a, b = u[:step.size], u[step.size:]
                e = b - a
                t = np.clip(-(a * e).sum(1) / np.maximum((e * e).sum(1), 1e-12), 0, 1)
                best = np.hypot(*(a + t[:, None] * e).T).min()
                if best < half * 95_000:
                    out[k] = best
                    break
            half *= 2
    return out

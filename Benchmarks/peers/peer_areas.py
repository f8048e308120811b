"""Buffers, isobands and zonal statistics with shapely, contourpy and exactextract."""
import os

import contourpy
import exactextract
import geopandas
import numpy as np
import pyproj
import shapely
from exactextract.raster import NumPyRasterSource
from scipy.spatial import cKDTree

import peerlib as P

GEOD = pyproj.Geod(ellps="WGS84")


def mover(src, dst):
    t = pyproj.Transformer.from_crs(src, dst, always_xy=True)

    def move(g):
        return shapely.transform(g, lambda c: np.column_stack(t.transform(c[:, 0], c[:, 1])))
    return move


def buffer_projected(line, r, crs, segs):
    return mover(crs, 4326)(shapely.buffer(mover(4326, crs)(line), r, quad_segs=segs))


def ecef(lon, lat):
    t = pyproj.Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
    return np.column_stack(t.transform(lon, lat, np.zeros_like(lon)))


def dense(line, spacing=4.0):
    """Points every few metres on the line (straight in lon/lat between vertices 100 m apart)."""
    c = shapely.get_coordinates(line)
    d = GEOD.inv(c[:-1, 0], c[:-1, 1], c[1:, 0], c[1:, 1])[2]
    pos = np.concatenate([[0], np.cumsum(d)])
    s = np.arange(0, pos[-1], spacing)
    return np.interp(s, pos, c[:, 0]), np.interp(s, pos, c[:, 1])


def ring_errors(poly, line, r):
    """Largest relative error of the distance to the line, of ring vertices and of edge midpoints."""
    lx, ly = dense(line)
    tree = cKDTree(ecef(lx, ly))
    out = {}
    c = shapely.get_coordinates(poly)
    half = (c[1:] + c[:-1]) / 2
    for what, q in (("vertices", c), ("edge_midpoints", half)):
        _, i = tree.query(ecef(q[:, 0], q[:, 1]), k=6, workers=2)
        d = np.min([GEOD.inv(q[:, 0], q[:, 1], lx[i[:, k]], ly[i[:, k]])[2] for k in range(6)], axis=0)
        out[what + "_rel_max"] = float(f"{np.abs(d / r - 1).max():.4g}")
        out[what + "_metres_max"] = float(f"{np.abs(d - r).max():.4g}")
    return out


def dissolved(lines, r, segs=8):
    """One buffer of the whole network: the fastest of shapely's ways."""
    g = mover(4326, P.PROJ)(lines)
    return mover(P.PROJ, 4326)(shapely.buffer(shapely.multilinestrings(g), r, quad_segs=segs))


def bands(z, levels):
    """Isobands by contourpy's serial generator as shapely polygons with holes."""
    x = P.X0 + (np.arange(P.NX) + .5) * P.CELL
    y = P.Y0 + (np.arange(P.NY) + .5) * P.CELL
    g = contourpy.contour_generator(x, y, z, name="serial", fill_type=contourpy.FillType.ChunkCombinedOffsetOffset)
    edges = list(levels) + [float(z.max()) * 1.001]
    out = []
    for lo, hi in zip(edges[:-1], edges[1:]):
        p, r, o = (part[0] for part in g.filled(lo, hi))
        out.append(shapely.from_ragged_array(shapely.GeometryType.POLYGON, p, (r.astype(np.int64), o.astype(np.int64))))
    return out


def zonal(north, zones):
    """Coverage-weighted mean and maximum of the touched cells; the polygons are projected inside."""
    g = zones.to_crs(P.PROJ)
    r = NumPyRasterSource(north, xmin=P.X0, ymin=P.Y0, xmax=P.X0 + P.NX * P.CELL, ymax=P.Y0 + P.NY * P.CELL)
    return exactextract.exact_extract(r, g, ["mean", "max"], output="pandas")


def zonal_error(data, values):
    """The largest relative difference of GeoRisk's means and maxima from exactextract's on GeoRisk's own grid.

    `values` holds columns, rows, west, south, the steps, then 500 means, 500 maxima and the grid's values. Cells
    count by their area on the ellipsoid, which exactextract takes as weights."""
    zones = geopandas.read_file(os.path.join(data, "zones.geojson"))
    (nx, ny), (west, south, dx, dy) = values[:2].astype(int), values[2:6]
    n = len(zones)
    mean, maximum, z = values[6:6 + n], values[6 + n:6 + 2 * n], values[6 + 2 * n:].reshape(ny, nx)
    lat = np.radians(south + dy * np.arange(ny))
    ground = np.cos(lat) / (1 - 0.00669437999014 * np.sin(lat) ** 2) ** 2
    box = dict(xmin=west - dx / 2, ymin=south - dy / 2, xmax=west + (nx - .5) * dx, ymax=south + (ny - .5) * dy)
    north = NumPyRasterSource(np.ascontiguousarray(z[::-1]), **box)
    weight = NumPyRasterSource(np.ascontiguousarray(np.repeat(ground[::-1], nx).reshape(ny, nx)), **box)
    t = exactextract.exact_extract(north, zones, ["weighted_mean", "max"], weights=weight, output="pandas")
    return max(np.abs(mean / t["weighted_mean"].to_numpy() - 1).max(), np.abs(maximum / t["max"].to_numpy() - 1).max())

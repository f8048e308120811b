"""The strongest kernel sums in Python: numba scatter over the cells in reach, and binned FFT convolution."""
import math

import numba
import numpy as np
import scipy.fft
from numba import njit, prange

import peerlib as P
import surface_baselines as B

THREADS = 2


def cells(lon, lat):
    x, y = P.project(lon, lat)
    return (x - P.X0) / P.CELL - 0.5, (y - P.Y0) / P.CELL - 0.5


def exact(kernel):
    """The fastest exact sum for a kernel: single precision for the exponential, sliding sums for Epanechnikov."""
    def run(lon, lat, w):
        numba.set_num_threads(min(THREADS, numba.config.NUMBA_NUM_THREADS))
        fx, fy = cells(lon, lat)
        o = np.argsort(fy)
        fx, fy, w = fx[o], fy[o], w[o]
        out = np.zeros((P.NY, P.NX))
        cut = P.CUTS[kernel] / P.CELL
        numba.set_parallel_chunksize(4)
        if kernel == "exp":
            B.scatter_exp_single(fx, fy, w, P.NX, P.NY, P.LAM / P.CELL, cut, out)
        elif kernel == "gauss":
            s = P.SIGMA / P.CELL
            c = int(math.ceil(cut)) + 1
            tab = np.exp(-0.5 * (np.arange(-c, c + 1) / s) ** 2)
            B.scatter_gauss_recur(fx, fy, w, P.NX, P.NY, s, cut, tab, out)
        elif kernel == "quartic":
            B.scatter_quartic(fx, fy, w, P.NX, P.NY, cut, out)
        else:
            B.epan_sliding(fx, fy, w, P.NX, P.NY, cut, out)
        return out
    return run


def binned(lon, lat, w):
    """Cloud-in-cell binning, then one FFT convolution with the sampled exponential; single precision."""
    fx, fy = cells(lon, lat)
    r = int(math.ceil(P.EXP_CUT / P.CELL)) + 1
    pad = 2
    sy, sx = (scipy.fft.next_fast_len(v + 2 * pad + 2 * r, real=True) for v in (P.NY, P.NX))
    h = np.zeros((sy, sx), np.float32)
    B.bin_linear(fx, fy, w, P.NX + 2 * pad, P.NY + 2 * pad, 1, pad, h)
    t = np.arange(-r, r + 1) * P.CELL
    d = np.hypot(t[None, :], t[:, None])
    kk = np.zeros((sy, sx), np.float32)
    kk[:t.size, :t.size] = np.where(d <= P.EXP_CUT, np.exp(-d / P.LAM), 0.0)
    f = scipy.fft.rfft2(h, workers=THREADS)
    f *= scipy.fft.rfft2(kk, workers=THREADS)
    full = scipy.fft.irfft2(f, s=(sy, sx), workers=THREADS)
    o = r + pad
    return np.ascontiguousarray(full[o:o + P.NY, o:o + P.NX])


@njit(parallel=True, fastmath=True)
def gather(mx, my, start, bx, by, nbx, nby, bin_, ex, ey, w, lam, cutoff, out):
    k, c2 = -1.0 / lam, cutoff * cutoff
    low = -5.2 * lam
    for q in prange(mx.size):
        x, y = mx[q], my[q]
        i0, i1 = max(0, int((x - cutoff - bx) / bin_)), min(nbx - 1, int((x + cutoff - bx) / bin_))
        j0, j1 = max(0, int((y - cutoff - by) / bin_)), min(nby - 1, int((y + cutoff - by) / bin_))
        s = 0.0
        for j in range(j0, j1 + 1):
            a, b = start[j * nbx + i0], start[j * nbx + i1 + 1]
            xs, ys, ws = ex[a:b], ey[a:b], w[a:b]
            for e in range(xs.size):
                dx, dy = xs[e] - x, ys[e] - y
                d2 = dx * dx + dy * dy
                d = min(math.sqrt(d2), -low)
                s += (ws[e] if d2 <= c2 else 0.0) * B.exp_poly(k * d)
        out[q] = s


def at_points(mlon, mlat, lon, lat, w, bin_=10_000.0):
    """The exponential sum at points over an index of 10 km bins."""
    ex, ey = P.project(lon, lat)
    mx, my = P.project(mlon, mlat)
    bx, by = ex.min(), ey.min()
    nbx, nby = int((ex.max() - bx) / bin_) + 1, int((ey.max() - by) / bin_) + 1
    cell = ((ey - by) / bin_).astype(int) * nbx + ((ex - bx) / bin_).astype(int)
    o = np.argsort(cell)
    start = np.searchsorted(cell[o], np.arange(nbx * nby + 1))
    out = np.empty(mx.size)
    numba.set_parallel_chunksize(512)
    gather(mx, my, start, bx, by, nbx, nby, bin_, ex[o], ey[o], w[o], P.LAM, P.EXP_CUT, out)
    return out

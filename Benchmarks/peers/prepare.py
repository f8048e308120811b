"""Makes the inputs where they are missing, and the files that only one side needs."""
import os
import subprocess
import sys

import numpy as np
import shapely

import peerlib as P


def missing(data, name):
    return not os.path.exists(os.path.join(data, name))


def everything(data):
    if missing(data, "zones.geojson"):
        here = os.path.dirname(os.path.abspath(__file__))
        subprocess.run([sys.executable, os.path.join(here, "make_inputs.py"), data], check=True)
    for n in (10_000, 100_000, 1_000_000):
        if missing(data, f"events_{n}.bin"):
            np.column_stack(P.events(data, n)).tofile(os.path.join(data, f"events_{n}.bin"))
    incidents(data)
    segments(data)
    surface(data)


def incidents(data):
    """The million events with the column names that GeoRisk asks for; the rest of the bytes stay."""
    if missing(data, "incidents_1000000.csv"):
        text = open(os.path.join(data, "events_1000000.csv")).read()
        head = "id,date,longitude,latitude,severity,event_type"
        with open(os.path.join(data, "incidents_1000000.csv"), "w") as f:
            f.write(head + text[text.index("\n"):])


def segments(data):
    """What the cut network gives: midpoints to be scored and scored pieces to be written."""
    if not missing(data, "segment_scores.bin"):
        return
    import peer_lines
    pieces, x, y, _ = peer_lines.cut(peer_lines.geometries(data, "network.geojson"), 1000.0)
    np.column_stack([x, y]).tofile(os.path.join(data, "midpoints.bin"))
    shapely.get_num_coordinates(pieces).astype(float).tofile(os.path.join(data, "segment_counts.bin"))
    shapely.get_coordinates(pieces).tofile(os.path.join(data, "segment_places.bin"))
    np.random.default_rng(1).random(len(pieces)).tofile(os.path.join(data, "segment_scores.bin"))


def surface(data):
    """The exponential surface of 100 k events on the peers' grid, and five levels of it."""
    if not missing(data, "levels.bin"):
        return
    import peer_surface
    z = peer_surface.exact("exp")(*P.events(data, 100_000))
    z.tofile(os.path.join(data, "surface_100000.bin"))
    np.quantile(z, [0.5, 0.75, 0.9, 0.97, 0.995]).tofile(os.path.join(data, "levels.bin"))

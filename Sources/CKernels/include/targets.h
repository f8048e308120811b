// Sums at many places that lie close together, in single precision.
//
// A tile of targets (points, or the nodes of segments) has one frame: a plane that touches the Earth in its middle,
// with every place at its true distance and direction from there. Targets at most 16 km from the middle then see
// distances to any source true to 1.1e-6, so the inner loop is that of a plane: differences in single precision,
// no third dimension, no correction from chord to arc.
#ifndef GEORISK_TARGETS_H
#define GEORISK_TARGETS_H

#include <stdint.h>

// Numbers of targets and sources are padded to multiples of this.
#define GR_TARGET_LANES 16
// Cells in each part of a kernel's table.
#define GR_TARGET_CELLS 32
// What is added to q before its cell is read off its bits.
#define GR_TARGET_SHIFT 0.0625f

// A plane round a place: Earth-centred metres, and the unit vectors to the east, the north and upwards there.
typedef struct {
  double x, y, z;
  double east[3], north[3], up[3];
  // Of the arc over a chord: 1 + arc · c².
  double arc;
  // Plane units per metre.
  double scale;
} gr_frame;

// Sources of one kernel and dimension, Earth-centred metres, readable GR_TARGET_LANES beyond the last.
typedef struct {
  const double *x, *y, *z;
  const float *weights, *squares;
} gr_sources;

// Sources in a tile's frame, with room for GR_TARGET_LANES more than are taken.
typedef struct {
  float *x, *y, *weights, *squares;
  // Room for three times as many numbers.
  int32_t *felt;
} gr_framed;

// Part of a kernel in equal cells of √q, for q from `from` up to, but not including, `to`: cell i is round the whole
// number i of rate (√q − start), its polynomial in the offset from there.
typedef struct {
  float from, to;
  float start, rate;
  const float *cells;
} gr_target_edge;

// A kernel as a function of q = (d / unit)², the unit such that the reach has a q of a little below 15/16.
typedef struct {
  // 2^−(rate √q), 2^−(rate q), max(0, 1 − rate q)^power, or the table.
  int32_t form, power;
  float rate;
  // q up to which, and including which, the kernel counts.
  float reach;
  // The table: polynomials of a degree from 3 to 5, coefficient k of cell i at 32 k + i. The body has the cell
  // (bits of q + 1/16 >> 20) & 31, eight to an octave, its polynomial in 1 plus an eighth of the part of the cell that
  // lies before q, less 1 1/16 above degree 3: steep cells need their own middle. The edges, where the kernel changes too fast for it, are empty ranges where there are none. Two
  // targets of a tile lie less than the distance apart that is between them.
  int32_t degree;
  const float *body;
  gr_target_edge centre, rim;
} gr_target_kernel;

// Targets in their frame: `count` of them, a multiple of GR_TARGET_LANES, of 1 or 3 nodes, node k of target i at
// k · stride + i.
typedef struct {
  int32_t count, stride, nodes;
  const float *x, *y;
  // Parts of the nodes in their target, which add up to 1.
  const float *shares;
  // Added to: Σ weight K at every node, and Σ squares (mean K)² of every target.
  double *totals, *variances;
} gr_targets;

// Puts the sources from `first` to `end` into a frame, behind `count` others.
void gr_frame_sources(
    const gr_frame *frame, const gr_sources *sources, int32_t first, int32_t end, const gr_framed *framed,
    int32_t count, int32_t level);

// Adds `count` framed sources to targets. A source within a millionth of the reach may count or not. A sum of next to
// nothing may come out below 0.
void gr_targets_add(
    const gr_targets *targets, const gr_framed *sources, int32_t count, const gr_target_kernel *kernel,
    int32_t level);

#endif

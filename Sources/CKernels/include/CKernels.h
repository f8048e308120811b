// The inner loops of a threat surface, vectorised and chosen at run time for the processor.
//
// Everything else about a field is Swift. Each loop has a twin there (`DecayField.surface` without C) that the
// tests hold it against.
#ifndef GEORISK_CKERNELS_H
#define GEORISK_CKERNELS_H

#include <stdint.h>

#include "counts.h"
#include "csv.h"
#include "sha256.h"
#include "split.h"
#include "targets.h"

// Columns that a tile may have at most.
#define GR_TILE_COLUMNS 256
// Rows that a tile may have at most.
#define GR_TILE_ROWS 32

// What the loops run on.
enum gr_level {
  // Vectors of four without fused multiply-add where the compiler has no more: any x86-64, and NEON on Arm.
  GR_BASELINE = 0,
  // AVX2 with FMA.
  GR_AVX2 = 1,
  // AVX-512 F, VL, DQ and BW.
  GR_AVX512 = 2,
};

// How a kernel is computed from q = scale · c² (1 + arc · c²), where c is the chord in metres.
enum gr_form {
  // 2^−√q
  GR_EXPONENTIAL = 0,
  // 2^−q
  GR_GAUSSIAN = 1,
  // max(0, 1 − q)^power, power 1…3
  GR_POLYNOMIAL = 2,
  // cubics in equal cells of √q: table[4 cell + k], coefficient k of (√q − cell − ½)
  GR_TABLE = 3,
};

// A kernel in the terms of the loops.
typedef struct {
  int32_t form;
  int32_t power;
  double scale, arc;
  // Square of the chord in m² up to which, and including which, the kernel counts.
  double reach_squared;
  const float *table;
  int32_t cells;
} gr_kernel;

// A place with sources, seen from a tile.
typedef struct {
  // Metres from the Earth's axis and from the plane of the equator.
  double rho, z;
  // Of half its longitude.
  double sine, cosine;
  // Its longitude in columns from the tile's first, on the turn nearest to the tile.
  double column;
  // Its latitude in rows from the tile's first.
  double row;
  // Above 0 and a normal number.
  float weight;
} gr_place;

// Some rows and columns of a grid, less than 180° of longitude wide.
typedef struct {
  int32_t rows, columns;
  double columns_per_radian;
  // Metres between rows along the meridian where they are closest.
  double least_row_metres;
  // Per row: metres from the axis and from the plane of the equator.
  const double *rho, *z;
  // Per column: of half the longitude.
  const double *sine, *cosine;
  // Sums, GR_TILE_ROWS rows of GR_TILE_COLUMNS whatever the tile has, aligned to 64 bytes: added to. Zeros may be
  // added behind its rows and columns.
  float *sums;
} gr_tile;

// The best level of this processor.
int32_t gr_highest_level(void);

// Adds weight · K to every node of the tile that each place reaches, place by place.
//
// The caller keeps to places whose reach spans less than 45° of longitude, and takes the sums away in time: single
// precision holds a few hundred places to 1e-6. `level` is at most the highest.
void gr_tile_add(
    const gr_tile *tile, const gr_place *places, int32_t count, const gr_kernel *kernel, int32_t level);

// Places in a block.
#define GR_BLOCK 8

// Places by the block: Earth-centred metres, sums over the sources of each place.
typedef struct {
  double x[GR_BLOCK], y[GR_BLOCK], z[GR_BLOCK];
  // Over all dimensions, and in each.
  double total[GR_BLOCK], weights[4][GR_BLOCK];
  double squares[GR_BLOCK];
} gr_block;

// Consecutive blocks.
typedef struct {
  int32_t first, end;
} gr_run;

// a + b t + c t² + d t³ with t in −½…½ across a cell.
typedef struct {
  double a, b, c, d;
} gr_cubic;

// Equal cells from the chord `start` onwards, `rate` a metre; the index of the first, and their number less one.
typedef struct {
  double start, rate;
  int64_t first, last;
} gr_zone;

// A kernel as the loops for points take it, in double precision. u is the arc c (1 + arc · c²) times scale.
typedef struct {
  // 2^−u, 2^−u², max(0, 1 − u²)^power, or a table of cubics in zones of the chord c.
  int32_t form, power;
  double scale, arc;
  // Square of the chord in m² up to which, and including which, the kernel counts.
  double reach_squared;
  const gr_zone *zones;
  const gr_cubic *cells;
  int32_t last_zone;
} gr_radial;

// Where a segment is sampled; shares add up to 1.
typedef struct {
  double x, y, z, share;
} gr_node;

typedef struct {
  const gr_node *nodes;
  int32_t count;
} gr_segment;

// What a segment gathers: Σ mean K · weight in each dimension, and Σ (mean K)² · squares.
typedef struct {
  double weights[4];
  double variance;
} gr_sums;

// Adds what the places of some runs are to a segment.
//
// With `means` (GR_BLOCK a block, block after block of the runs) only the mean of K over the nodes is written for
// each place. Without, `sums` is added to, and, of more than one node, so is `totals`: GR_BLOCK parts of the total
// for each node. Places out of reach add nothing to any bit.
void gr_segment_add(
    const gr_block *blocks, const gr_run *runs, int32_t run_count, const gr_segment *segment,
    const gr_radial *kernel, double *means, gr_sums *sums, double *totals, int32_t level);

// Has the memory between two addresses fetched that will be read soon.
static inline void gr_prefetch(const void *from, const void *to) {
  for (const char *line = (const char *)from; line < (const char *)to; line += 64) __builtin_prefetch(line);
}

#endif

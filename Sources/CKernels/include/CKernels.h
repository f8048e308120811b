// The inner loops of a threat surface, vectorised and chosen at run time for the processor.
//
// Everything else about a field is Swift. Each loop has a twin there (`DecayField.surface` without C) that the
// tests hold it against.
#ifndef GEORISK_CKERNELS_H
#define GEORISK_CKERNELS_H

#include <stdint.h>

#include "sha256.h"

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
  // Sums, GR_TILE_COLUMNS a row whatever the number of columns, aligned to 64 bytes: added to.
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

#endif

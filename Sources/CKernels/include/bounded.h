// The inner loops of a surface with a bounded error (`DecayField.surface(on:workers:tolerance:)`), on the levels
// of CKernels.h.
#ifndef GEORISK_CKERNELS_BOUNDED_H
#define GEORISK_CKERNELS_BOUNDED_H

#include <stdint.h>

// Places in the terms of the rim's sweep, each array of them; all can be read for 7 places beyond the last.
typedef struct {
  // Metres from the Earth's axis and from the plane of the equator.
  const double *rho, *z;
  // Longitude in columns from the grid's first; 1 − cos and sin of the longitude from the grid's middle.
  const double *column, *kappa, *sigma;
  const double *weight;
} gr_rim_places;

// A row of the grid and the polynomial a0 + a1 v + a2 v² + a3 v³ with v = 1 − c² / reach².
typedef struct {
  double rho, z;
  double reach_squared;
  double columns_per_radian;
  double a[4];
  int32_t columns;
} gr_rim_row;

// Adds the rims of places first ..< last to `line`: (columns + 1) · 8 differences along the row, of the factors of
// 1, κ, σ, κ², κσ, κ³, κ²σ and nothing. The reach must span less than 23° of longitude.
void gr_rim_add(
    const gr_rim_row *row, const gr_rim_places *places, int32_t first, int32_t last, double *line, int32_t level);

// Sums the differences up, adds their values to `values` and leaves `line` empty. `basis` has 8 numbers a column.
void gr_rim_finish(double *line, const double *basis, int32_t columns, double *values, int32_t level);

// out[x] = Σ_j Σ_k table_j[|k|] · source_j[x + k] for −width_j ≤ k ≤ width_j and x in 0 ..< blocks · 64.
//
// Row j of `tables` begins at j · table_stride, that of `source` at j · source_stride; reads width_j before and after.
void gr_convolve(
    const float *tables, int32_t table_stride, const int32_t *widths, const float *source, int64_t source_stride,
    int32_t rows, int32_t blocks, double *out, int32_t level);

#endif

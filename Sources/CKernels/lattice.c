#include "levels.h"

#define LOOPS "lattice_loops.h"
#include "each_level.h"

void gr_lattice_spread(
    const gr_split_places *places, int32_t first, int32_t last, double scale, double row0, double column0,
    int32_t rows, int32_t columns, double *sums, int32_t level) {
  CALL(lattice_spread, places, first, last, scale, row0, column0, rows, columns, sums);
}

void gr_lattice_convolve(
    const float *tables, int32_t table_stride, const int32_t *widths, const float *source, int64_t source_stride,
    int32_t rows, int32_t blocks, double *out, int64_t out_stride, int32_t count, int32_t level) {
  CALL(lattice_convolve, tables, table_stride, widths, source, source_stride, rows, blocks, out, out_stride, count);
}

void gr_lattice_row(
    const float *sums, int64_t row_stride, int32_t length, const double *down, const double *across, int32_t step,
    int32_t skip, int32_t columns, double *values, double *scratch, int32_t level) {
  CALL(lattice_row, sums, row_stride, length, down, across, step, skip, columns, values, scratch);
}

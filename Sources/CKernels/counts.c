#include "levels.h"

#define LOOPS "counts_loops.h"
#include "each_level.h"

void gr_counts_add(
    const uint8_t *counts, int64_t stride, const int32_t *members, const double *values, int32_t count, int32_t draws,
    double *sums, int32_t level) {
  CALL(counts_add, counts, stride, members, values, count, draws, sums);
}

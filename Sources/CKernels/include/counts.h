// Sums over incidents that happen a number of times in each of many draws.
#ifndef GEORISK_COUNTS_H
#define GEORISK_COUNTS_H

#include <stdint.h>

// Draws that are taken together; rows of counts are as many long, or a multiple.
#define GR_DRAWS 32

// Adds values[i] times row members[i] of the counts to `draws` sums, a multiple of GR_DRAWS; rows are `stride` long.
//
// The same to the bit on every level.
void gr_counts_add(
    const uint8_t *counts, int64_t stride, const int32_t *members, const double *values, int32_t count, int32_t draws,
    double *sums, int32_t level);

#endif

// The bytes that give a CSV text its structure, many at a time.
//
// `CSVMarks` has their twins in plain Swift: tests hold the two against each other.
#ifndef GEORISK_CSV_H
#define GEORISK_CSV_H

#include <stdint.h>

// Bytes that are looked at together; more offsets than there are marks may be written, up to this many.
#define GR_CSV_STRIDE 64

// Writes where the delimiter, quotes, LF and CR stand, in order, counted from `bytes`; returns how many they are.
// `is_ascii` says whether no byte is above 127.
//
// `offsets` has room for `count` + GR_CSV_STRIDE of them. `level` is at most the highest of the processor.
int64_t gr_csv_marks(
    const uint8_t *bytes, int64_t count, uint8_t delimiter, uint32_t *offsets, int32_t *is_ascii,
    int32_t level);

// The number of LF, and of CR that no LF follows; `next` is the byte behind the last, 0 where there is none.
int64_t gr_csv_line_ends(const uint8_t *bytes, int64_t count, uint8_t next, int32_t level);

#endif

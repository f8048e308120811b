// The loops of csv.c, once for each level: SUFFIX and TARGET name it, and LANES bytes make a vector.
#include <string.h>

typedef uint8_t NAME(bytes) __attribute__((vector_size(LANES), aligned(1)));

TARGET static int64_t NAME(csv_marks)(
    const uint8_t *bytes, int64_t count, uint8_t delimiter, uint32_t *offsets, int32_t *is_ascii) {
  int64_t found = 0;
  uint64_t high = 0;
  for (int64_t start = 0; start < count; start += GR_CSV_STRIDE) {
    uint8_t tail[GR_CSV_STRIDE] = {0};
    const uint8_t *some = bytes + start;
    if (count - start < GR_CSV_STRIDE) {
      memcpy(tail, some, (size_t)(count - start));
      some = tail;
    }
    uint64_t marks = NAME(marks_in)(some, delimiter, &high);
    uint32_t *out = offsets + found;
    found += __builtin_popcountll(marks);
    // Eight at a time without asking, as most strides have fewer; what is too much is written over.
    while (marks) {
      for (int i = 0; i < 8; i++) {
        // The highest bit only keeps the question sensible when no mark is left.
        out[i] = (uint32_t)start + (uint32_t)__builtin_ctzll(marks | (uint64_t)1 << 63);
        marks &= marks - 1;
      }
      out += 8;
    }
  }
  *is_ascii = high == 0;
  return found;
}

TARGET static int64_t NAME(csv_line_ends)(const uint8_t *bytes, int64_t count, uint8_t next) {
  int64_t found = 0, index = 0;
  // Comparing gives −1, so sums of bytes hold 255 of them; the last byte looks at `next`.
  while (count - index > LANES) {
    NAME(bytes) sums = {0};
    for (int turn = 0; turn < 255 && count - index > LANES; turn++, index += LANES) {
      const NAME(bytes) here = *(const NAME(bytes) *)(bytes + index);
      const NAME(bytes) behind = *(const NAME(bytes) *)(bytes + index + 1);
      sums -= (NAME(bytes))(here == '\n') | ((NAME(bytes))(here == '\r') & (NAME(bytes))(behind != '\n'));
    }
    for (int lane = 0; lane < LANES; lane++) found += sums[lane];
  }
  for (; index < count; index++) {
    const uint8_t behind = index + 1 < count ? bytes[index + 1] : next;
    found += bytes[index] == '\n' || (bytes[index] == '\r' && behind != '\n');
  }
  return found;
}

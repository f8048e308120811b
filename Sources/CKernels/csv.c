#include "levels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET
#define SUFFIX baseline
#define LANES 16
// Bit i says whether byte i of the 64 is equal to any of the four; `high` gets a bit where one is above 127.
INLINE uint64_t marks_in_baseline(const uint8_t *bytes, uint8_t delimiter, uint64_t *high) {
  const __m128i wanted[4] = {
      _mm_set1_epi8((char)delimiter), _mm_set1_epi8('"'), _mm_set1_epi8('\n'), _mm_set1_epi8('\r')};
  uint64_t marks = 0;
  for (int part = 0; part < 4; part++) {
    const __m128i some = _mm_loadu_si128((const __m128i *)bytes + part);
    *high |= (uint64_t)(uint32_t)_mm_movemask_epi8(some);
    const __m128i line = _mm_or_si128(_mm_cmpeq_epi8(some, wanted[2]), _mm_cmpeq_epi8(some, wanted[3]));
    const __m128i field = _mm_or_si128(_mm_cmpeq_epi8(some, wanted[0]), _mm_cmpeq_epi8(some, wanted[1]));
    marks |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_or_si128(line, field)) << (16 * part);
  }
  return marks;
}
#include "csv_loops.h"
#undef LANES
#undef SUFFIX
#undef TARGET

#define TARGET __attribute__((target("avx2,bmi,popcnt")))
#define SUFFIX avx2
#define LANES 32
TARGET INLINE uint64_t marks_in_avx2(const uint8_t *bytes, uint8_t delimiter, uint64_t *high) {
  const __m256i wanted[4] = {
      _mm256_set1_epi8((char)delimiter), _mm256_set1_epi8('"'), _mm256_set1_epi8('\n'), _mm256_set1_epi8('\r')};
  uint64_t marks = 0;
  for (int part = 0; part < 2; part++) {
    const __m256i some = _mm256_loadu_si256((const __m256i *)bytes + part);
    *high |= (uint64_t)(uint32_t)_mm256_movemask_epi8(some);
    const __m256i line = _mm256_or_si256(_mm256_cmpeq_epi8(some, wanted[2]), _mm256_cmpeq_epi8(some, wanted[3]));
    const __m256i field = _mm256_or_si256(_mm256_cmpeq_epi8(some, wanted[0]), _mm256_cmpeq_epi8(some, wanted[1]));
    marks |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_or_si256(line, field)) << (32 * part);
  }
  return marks;
}
#include "csv_loops.h"
#undef LANES
#undef SUFFIX
#undef TARGET

#define TARGET __attribute__((target("avx512f,avx512bw,avx2,bmi,popcnt")))
#define SUFFIX avx512
#define LANES 64
TARGET INLINE uint64_t marks_in_avx512(const uint8_t *bytes, uint8_t delimiter, uint64_t *high) {
  const __m512i some = _mm512_loadu_si512(bytes);
  *high |= _mm512_movepi8_mask(some);
  return _mm512_cmpeq_epi8_mask(some, _mm512_set1_epi8((char)delimiter)) |
         _mm512_cmpeq_epi8_mask(some, _mm512_set1_epi8('"')) |
         _mm512_cmpeq_epi8_mask(some, _mm512_set1_epi8('\n')) |
         _mm512_cmpeq_epi8_mask(some, _mm512_set1_epi8('\r'));
}
#include "csv_loops.h"
#undef LANES
#undef SUFFIX
#undef TARGET

#else

#define TARGET
#define SUFFIX baseline
#define LANES 16
INLINE uint64_t marks_in_baseline(const uint8_t *bytes, uint8_t delimiter, uint64_t *high) {
  uint64_t marks = 0;
  for (int i = 0; i < 64; i++) {
    const uint8_t byte = bytes[i];
    *high |= byte & 0x80;
    marks |= (uint64_t)(byte == delimiter || byte == '"' || byte == '\n' || byte == '\r') << i;
  }
  return marks;
}
#include "csv_loops.h"

#endif

int64_t gr_csv_marks(
    const uint8_t *bytes, int64_t count, uint8_t delimiter, uint32_t *offsets, int32_t *is_ascii,
    int32_t level) {
#if defined(__x86_64__)
  if (level == GR_AVX512) return csv_marks_avx512(bytes, count, delimiter, offsets, is_ascii);
  if (level == GR_AVX2) return csv_marks_avx2(bytes, count, delimiter, offsets, is_ascii);
#endif
  return csv_marks_baseline(bytes, count, delimiter, offsets, is_ascii);
}

int64_t gr_csv_line_ends(const uint8_t *bytes, int64_t count, uint8_t next, int32_t level) {
#if defined(__x86_64__)
  if (level == GR_AVX512) return csv_line_ends_avx512(bytes, count, next);
  if (level == GR_AVX2) return csv_line_ends_avx2(bytes, count, next);
#endif
  return csv_line_ends_baseline(bytes, count, next);
}

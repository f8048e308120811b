#include "levels.h"

#define SUFFIX baseline
#define TARGET
#include "counts_loops.h"
#undef TARGET
#undef SUFFIX

#if defined(__x86_64__)
#define SUFFIX avx2
#define TARGET __attribute__((target("avx2")))
#include "counts_loops.h"
#undef TARGET
#undef SUFFIX

#define SUFFIX avx512
#define TARGET __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2")))
#include "counts_loops.h"
#undef TARGET
#undef SUFFIX
#endif

void gr_counts_add(
    const uint8_t *counts, int64_t stride, const int32_t *members, const double *values, int32_t count, int32_t draws,
    double *sums, int32_t level) {
  CALL(counts_add, counts, stride, members, values, count, draws, sums);
}

#include "CKernels.h"

#define JOIN_(a, b) a##_##b
#define JOIN(a, b) JOIN_(a, b)
#define NAME(name) JOIN(name, SUFFIX)

#define SUFFIX bounded_baseline
#define TARGET
#include "bounded_loops.h"
#undef TARGET
#undef SUFFIX

#if defined(__x86_64__)
#define SUFFIX bounded_avx2
#define TARGET __attribute__((target("avx2,fma")))
#include "bounded_loops.h"
#undef TARGET
#undef SUFFIX

#define SUFFIX bounded_avx512
#define TARGET __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma"), min_vector_width(512)))
#include "bounded_loops.h"
#undef TARGET
#undef SUFFIX
#endif

// Calls the loop of a level.
#if defined(__x86_64__)
#define ON_LEVEL(call_of)                                \
  if (level == GR_AVX512) return call_of(bounded_avx512); \
  if (level == GR_AVX2) return call_of(bounded_avx2);     \
  call_of(bounded_baseline)
#else
#define ON_LEVEL(call_of) call_of(bounded_baseline)
#endif

void gr_rim_add(
    const gr_rim_row *row, const gr_rim_places *places, int32_t first, int32_t last, double *line, int32_t level) {
#define CALL(suffix) JOIN(rim_add, suffix)(row, places, first, last, line)
  ON_LEVEL(CALL);
#undef CALL
}

void gr_rim_finish(double *line, const double *basis, int32_t columns, double *values, int32_t level) {
#define CALL(suffix) JOIN(rim_finish, suffix)(line, basis, columns, values)
  ON_LEVEL(CALL);
#undef CALL
}

void gr_convolve(
    const float *tables, int32_t table_stride, const int32_t *widths, const float *source, int64_t source_stride,
    int32_t rows, int32_t blocks, double *out, int32_t level) {
#define CALL(suffix) \
  JOIN(convolve, suffix)(tables, table_stride, widths, source, source_stride, rows, blocks, out)
  ON_LEVEL(CALL);
#undef CALL
}

#include "targets.h"

#include <stddef.h>

#include "exp2.h"
#include "levels.h"

// Sources between two takings of sums in single precision into double precision.
#define BATCH 256

#define LANES 4
#define SUFFIX baseline
#define TARGET
#include "targets_loops.h"
#undef TARGET
#undef SUFFIX
#undef LANES

#if defined(__x86_64__)
#include <immintrin.h>

#define LANES 8
#define SUFFIX avx2
#define TARGET __attribute__((target("avx2,fma")))
#define LOOK_UP(cells, index) ((NAME(floats))_mm256_i32gather_ps(cells, (__m256i)(index), 4))
#include "targets_loops.h"
#undef LOOK_UP
#undef TARGET
#undef SUFFIX
#undef LANES

#define LANES 16
#define SUFFIX avx512
#define TARGET __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma")))
#define LOOK_UP(cells, index)                                                                            \
  ((NAME(floats))_mm512_permutex2var_ps(                                                                 \
      _mm512_loadu_ps(cells), (__m512i)(index), _mm512_loadu_ps((cells) + 16)))
#include "targets_loops.h"
#undef LOOK_UP
#undef TARGET
#undef SUFFIX
#undef LANES
#endif

void gr_frame_sources(
    const gr_frame *frame, const gr_sources *sources, int32_t first, int32_t end, const gr_framed *framed,
    int32_t count, int32_t level) {
#if defined(__x86_64__)
  if (level == GR_AVX512) return frame_sources_avx512(frame, sources, first, end, framed, count);
  if (level == GR_AVX2) return frame_sources_avx2(frame, sources, first, end, framed, count);
#endif
  frame_sources_baseline(frame, sources, first, end, framed, count);
}

void gr_targets_add(
    const gr_targets *targets, const gr_framed *sources, int32_t count, const gr_target_kernel *kernel,
    int32_t level) {
#if defined(__x86_64__)
  if (level == GR_AVX512) return targets_add_avx512(targets, sources, count, kernel);
  if (level == GR_AVX2) return targets_add_avx2(targets, sources, count, kernel);
#endif
  targets_add_baseline(targets, sources, count, kernel);
}

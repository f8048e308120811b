#include "exp2.h"
#include "levels.h"

// Coefficients of 2^x on ±1/32: minimax of the relative error, 4.3e-7.
#define EXP2_SHORT_0 1.0f
#define EXP2_SHORT_1 0.69318783f
#define EXP2_SHORT_2 0.24023355f

// 2^(i / 16).
#define SIXTEENTHS \
  {1.0f, 1.04427378f, 1.09050773f, 1.13878863f, 1.18920712f, 1.24185781f, \
   1.29683955f, 1.35425555f, 1.41421356f, 1.47682615f, 1.54221083f, 1.61049033f, \
   1.68179283f, 1.75625216f, 1.83400809f, 1.91520656f}

// Rows taken together.
#define GROUP 2

#define GATHER_EACH(pointer, index) NAME(gather_each)(pointer, index)

// Looks a vector up in a table, number by number.
#define DEFINE_GATHER_EACH                                                                      \
  typedef float NAME(gathered) __attribute__((ext_vector_type(LANES)));                         \
  typedef int32_t NAME(indexes) __attribute__((ext_vector_type(LANES)));                        \
  TARGET INLINE NAME(gathered) NAME(gather_each)(const float *table, NAME(indexes) index) {     \
    NAME(gathered) result;                                                                      \
    for (int32_t i = 0; i < LANES; i++) result[i] = table[index[i]];                            \
    return result;                                                                              \
  }

#define LANES 4
#define SUFFIX baseline
#define TARGET
DEFINE_GATHER_EACH
#define GATHER GATHER_EACH
#include "tile_loops.h"
#undef GATHER
#undef TARGET
#undef SUFFIX
#undef LANES

#if defined(__x86_64__)
#include <immintrin.h>

#define LANES 8
#define SUFFIX avx2
#define TARGET __attribute__((target("avx2,fma")))
#define GATHER(table, index) ((NAME(floats))_mm256_i32gather_ps(table, (__m256i)(index), 4))
#include "tile_loops.h"
#undef GATHER
#undef TARGET
#undef SUFFIX
#undef LANES

#define LANES 16
#define SUFFIX avx512
#define TARGET __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma")))
#define LOOK_UP(table, index) ((NAME(floats))_mm512_permutexvar_ps((__m512i)(index), (__m512)(table)))
#define GATHER(table, index) ((NAME(floats))_mm512_i32gather_ps((__m512i)(index), table, 4))
#include "tile_loops.h"
#undef GATHER
#undef TARGET
#undef SUFFIX
#undef LANES
#endif

int32_t gr_highest_level(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw"))
    return GR_AVX512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return GR_AVX2;
#endif
  return GR_BASELINE;
}

void gr_tile_add(
    const gr_tile *tile, const gr_place *places, int32_t count, const gr_kernel *kernel, int32_t level) {
#if defined(__x86_64__)
  if (level == GR_AVX512) return tile_add_avx512(tile, places, count, kernel);
  if (level == GR_AVX2) return tile_add_avx2(tile, places, count, kernel);
#endif
  tile_add_baseline(tile, places, count, kernel);
}

#include <stddef.h>

#include "levels.h"

// Coefficients of 2^x on ±½: minimax of the relative error, 1.1e-12, exact at 0.
#define DOUBLE_EXP2_1 0.6931471805459343
#define DOUBLE_EXP2_2 0.24022650695821055
#define DOUBLE_EXP2_3 0.055504109412010456
#define DOUBLE_EXP2_4 0.009618129157656703
#define DOUBLE_EXP2_5 0.0013333450573018062
#define DOUBLE_EXP2_6 0.00015403457039410448
#define DOUBLE_EXP2_7 1.531007807039615e-05
#define DOUBLE_EXP2_8 1.325497460306718e-06

// The same on ±1/32.
#define DOUBLE_EXP2_SHORT_1 0.69314718016256893
#define DOUBLE_EXP2_SHORT_2 0.24022650691572542
#define DOUBLE_EXP2_SHORT_3 0.055505736313875551
#define DOUBLE_EXP2_SHORT_4 0.0096183142964783759

// 2^(i / 16).
#define DOUBLE_SIXTEENTHS_LOW \
  {1.0, 1.0442737824274138, 1.0905077326652577, 1.1387886347566916, \
   1.189207115002721, 1.241857812073484, 1.2968395546510096, 1.3542555469368927}
#define DOUBLE_SIXTEENTHS_HIGH \
  {1.4142135623730951, 1.4768261459394993, 1.5422108254079407, 1.6104903319492543, \
   1.681792830507429, 1.7562521603732995, 1.8340080864093424, 1.9152065613971474}

#define LANES 2
#define SUFFIX baseline
#define TARGET
#include "points_loops.h"
#undef TARGET
#undef SUFFIX
#undef LANES

#if defined(__x86_64__)
#include <immintrin.h>

#define LANES 4
#define SUFFIX avx2
#define TARGET __attribute__((target("avx2,fma")))
#include "points_loops.h"
#undef TARGET
#undef SUFFIX
#undef LANES

#define LANES 8
#define SUFFIX avx512
#define TARGET __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma")))
#define LOOK_UP_16(low, index, high) \
  ((NAME(doubles))_mm512_permutex2var_pd((__m512d)(low), (__m512i)(index), (__m512d)(high)))
#include "points_loops.h"
#undef TARGET
#undef SUFFIX
#undef LANES
#endif

void gr_segment_add(
    const gr_block *blocks, const gr_run *runs, int32_t run_count, const gr_segment *segment,
    const gr_radial *kernel, double *means, gr_sums *sums, double *totals, int32_t level) {
#if defined(__x86_64__)
  if (level == GR_AVX512)
    return segment_add_avx512(blocks, runs, run_count, segment, kernel, means, sums, totals);
  if (level == GR_AVX2) return segment_add_avx2(blocks, runs, run_count, segment, kernel, means, sums, totals);
#endif
  segment_add_baseline(blocks, runs, run_count, segment, kernel, means, sums, totals);
}

// The loops of a file, once for every level of the processor: LOOPS names them. No include guard, so that every file can
// have it. IS_AVX512 is defined for that level alone.

#define SUFFIX baseline
#define TARGET
#include "split_types.h"
#include LOOPS
#undef TARGET
#undef SUFFIX

#if defined(__x86_64__)
#define SUFFIX avx2
#define TARGET __attribute__((target("avx2,fma")))
#include "split_types.h"
#include LOOPS
#undef TARGET
#undef SUFFIX

#define SUFFIX avx512
#define TARGET __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma")))
#define IS_AVX512
#include "split_types.h"
#include LOOPS
#undef IS_AVX512
#undef TARGET
#undef SUFFIX
#endif

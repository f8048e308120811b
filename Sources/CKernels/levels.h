// What every file of loops shares: names by level of the processor, and the call of the level asked for.
#include "CKernels.h"

// Inlined into a function of the same target, so that no vector is ever passed from one target to another.
#define INLINE __attribute__((always_inline)) static inline

#define JOIN_(a, b) a##_##b
#define JOIN(a, b) JOIN_(a, b)
#define NAME(name) JOIN(name, SUFFIX)

// Eight doubles that lie anywhere.
#define LOAD(pointer) (*(const NAME(doubles_anywhere) *)(pointer))
#define LOAD_STORE(pointer) (*(NAME(doubles_anywhere) *)(pointer))

#if defined(__x86_64__)
#define CALL(function, ...)                                             \
  do {                                                                  \
    if (level == GR_AVX512) return function##_avx512(__VA_ARGS__);      \
    if (level == GR_AVX2) return function##_avx2(__VA_ARGS__);          \
    return function##_baseline(__VA_ARGS__);                            \
  } while (0)
#else
#define CALL(function, ...) return function##_baseline(__VA_ARGS__)
#endif

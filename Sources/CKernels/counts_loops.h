// The loop of counts.c for one level of the processor: included once per level, with NAME and TARGET set for it.
// No include guard for that reason.

typedef uint8_t NAME(bytes_anywhere) __attribute__((ext_vector_type(8), aligned(1)));

TARGET static void NAME(counts_add)(
    const uint8_t *counts, int64_t stride, const int32_t *members, const double *values, int32_t count, int32_t draws,
    double *sums) {
// One rounding more, and the same sums on every machine, whether it can fuse or not.
#pragma clang fp contract(off)
  for (int32_t first = 0; first < draws; first += GR_DRAWS) {
    NAME(doubles) own[GR_DRAWS / 8];
    for (int32_t part = 0; part < GR_DRAWS / 8; part++) own[part] = LOAD(sums + first + 8 * part);
    for (int32_t i = 0; i < count; i++) {
      const uint8_t *row = counts + members[i] * stride + first;
      for (int32_t part = 0; part < GR_DRAWS / 8; part++)
        own[part] += values[i] * __builtin_convertvector(*(const NAME(bytes_anywhere) *)(row + 8 * part), NAME(doubles));
    }
    for (int32_t part = 0; part < GR_DRAWS / 8; part++) LOAD_STORE(sums + first + 8 * part) = own[part];
  }
}

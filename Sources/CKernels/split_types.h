// The vectors of rows.c, lattice.c and counts.c for one level of the processor: included once per level in each, with
// NAME set for it. No include guard for that reason. Vectors are as wide as the widest level's; others split them.

typedef double NAME(doubles) __attribute__((ext_vector_type(8)));
typedef double NAME(doubles_anywhere) __attribute__((ext_vector_type(8), aligned(8)));
typedef float NAME(eight) __attribute__((ext_vector_type(8)));
typedef float NAME(eight_anywhere) __attribute__((ext_vector_type(8), aligned(4)));
typedef int32_t NAME(sixteen_ints) __attribute__((ext_vector_type(16)));
typedef int32_t NAME(indexes) __attribute__((ext_vector_type(8)));
typedef int64_t NAME(masks) __attribute__((ext_vector_type(8)));
typedef double NAME(fours) __attribute__((ext_vector_type(4)));
typedef double NAME(fours_anywhere) __attribute__((ext_vector_type(4), aligned(8)));
typedef float NAME(sixteen) __attribute__((ext_vector_type(16)));
typedef float NAME(sixteen_anywhere) __attribute__((ext_vector_type(16), aligned(4)));
typedef double NAME(wide) __attribute__((ext_vector_type(16)));
typedef double NAME(wide_anywhere) __attribute__((ext_vector_type(16), aligned(8)));

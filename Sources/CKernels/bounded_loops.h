// The loops of bounded.c for one level of the processor: included once per level, with NAME and TARGET set for it.
// No include guard for that reason. Vectors are as wide as the widest level's; others split them.

typedef double NAME(doubles) __attribute__((ext_vector_type(8)));
typedef double NAME(doubles_anywhere) __attribute__((ext_vector_type(8), aligned(8)));
typedef float NAME(floats) __attribute__((ext_vector_type(16)));
typedef float NAME(floats_anywhere) __attribute__((ext_vector_type(16), aligned(4)));
typedef double NAME(wide) __attribute__((ext_vector_type(16)));
typedef double NAME(wide_anywhere) __attribute__((ext_vector_type(16), aligned(8)));

#define LOAD(pointer) (*(const NAME(doubles_anywhere) *)(pointer))
#define PAIRS(a, b) __builtin_shufflevector(a, b, 0, 8, 2, 10, 4, 12, 6, 14)
#define ODD_PAIRS(a, b) __builtin_shufflevector(a, b, 1, 9, 3, 11, 5, 13, 7, 15)
#define LOW_FOURS(a, b) __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13)
#define HIGH_FOURS(a, b) __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15)
#define LOW_HALVES(a, b) __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11)
#define HIGH_HALVES(a, b) __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15)

TARGET static void NAME(rim_add)(
    const gr_rim_row *row, const gr_rim_places *places, int32_t first, int32_t last, double *line) {
#pragma clang fp contract(fast)
  const double reach = row->reach_squared, columns = row->columns;
  for (int32_t i = first; i < last; i += 8) {
    const NAME(doubles) rho = LOAD(places->rho + i), x = LOAD(places->column + i);
    const NAME(doubles) across = row->rho - rho, up = row->z - LOAD(places->z + i);
    const NAME(doubles) room = reach - (across * across + up * up), b = rho * (4 * row->rho);
    // Where the disc begins and ends: x ± the columns under an angle of 2 asin √(room / b).
    const NAME(doubles) m2 = __builtin_elementwise_max(room / b, (NAME(doubles))0);
    NAME(doubles) series = m2 * (143.0 / 10240) + 231.0 / 13312;
    series = series * m2 + 63.0 / 2816;
    series = series * m2 + 35.0 / 1152;
    series = series * m2 + 5.0 / 112;
    series = series * m2 + 3.0 / 40;
    series = series * m2 + 1.0 / 6;
    series = series * m2 + 1;
    const NAME(doubles) half = series * __builtin_elementwise_sqrt(m2) * (2 * row->columns_per_radian);
    const NAME(doubles) zero = 0, end = columns;
    const NAME(doubles) from = __builtin_elementwise_max(__builtin_elementwise_ceil(x - half), zero);
    const NAME(doubles) to = __builtin_elementwise_min(__builtin_elementwise_floor(x + half) + 1, end);
    // v = α + β κ + γ σ, with σ² = 2κ − κ²; c are the factors of v² and d those of v³.
    const NAME(doubles) bend = b * (0.5 / reach), kappa = LOAD(places->kappa + i);
    const NAME(doubles) alpha = room * (1 / reach) - bend * kappa, beta = bend * kappa - bend;
    const NAME(doubles) gamma = bend * LOAD(places->sigma + i);
    const NAME(doubles) c0 = alpha * alpha, c1 = 2 * (alpha * beta + gamma * gamma), c2 = 2 * alpha * gamma;
    const NAME(doubles) c3 = beta * beta - gamma * gamma, c4 = 2 * beta * gamma;
    const NAME(doubles) d0 = c0 * alpha, d1 = c0 * beta + c1 * alpha + 2 * c2 * gamma;
    const NAME(doubles) d2 = c0 * gamma + c2 * alpha;
    const NAME(doubles) d3 = c1 * beta + c3 * alpha - c2 * gamma + 2 * c4 * gamma;
    const NAME(doubles) d4 = c1 * gamma + c2 * beta + c4 * alpha;
    const NAME(doubles) w = LOAD(places->weight + i);
    const NAME(doubles) w1 = w * row->a[1], w2 = w * row->a[2], w3 = w * row->a[3];
    const NAME(doubles) f0 = w * row->a[0] + w1 * alpha + w2 * c0 + w3 * d0, f1 = w1 * beta + w2 * c1 + w3 * d1;
    const NAME(doubles) f2 = w1 * gamma + w2 * c2 + w3 * d2, f3 = w2 * c3 + w3 * d3, f4 = w2 * c4 + w3 * d4;
    const NAME(doubles) f5 = w3 * (c3 * beta - c4 * gamma), f6 = w3 * (c3 * gamma + c4 * beta), f7 = 0;
    // Factors by place instead of places by factor.
    const NAME(doubles) p0 = PAIRS(f0, f1), p1 = ODD_PAIRS(f0, f1), p2 = PAIRS(f2, f3), p3 = ODD_PAIRS(f2, f3);
    const NAME(doubles) p4 = PAIRS(f4, f5), p5 = ODD_PAIRS(f4, f5), p6 = PAIRS(f6, f7), p7 = ODD_PAIRS(f6, f7);
    const NAME(doubles) q0 = LOW_FOURS(p0, p2), q2 = HIGH_FOURS(p0, p2), q1 = LOW_FOURS(p1, p3);
    const NAME(doubles) q3 = HIGH_FOURS(p1, p3), q4 = LOW_FOURS(p4, p6), q6 = HIGH_FOURS(p4, p6);
    const NAME(doubles) q5 = LOW_FOURS(p5, p7), q7 = HIGH_FOURS(p5, p7);
    const NAME(doubles) factors[8] = {
        LOW_HALVES(q0, q4),  LOW_HALVES(q1, q5),  LOW_HALVES(q2, q6),  LOW_HALVES(q3, q7),
        HIGH_HALVES(q0, q4), HIGH_HALVES(q1, q5), HIGH_HALVES(q2, q6), HIGH_HALVES(q3, q7)};
    const int32_t count = last - i < 8 ? last - i : 8;
    for (int32_t lane = 0; lane < count; lane++) {
      if (!(room[lane] >= 0 && from[lane] < to[lane])) continue;
      *(NAME(doubles) *)(line + 8 * (int64_t)from[lane]) += factors[lane];
      *(NAME(doubles) *)(line + 8 * (int64_t)to[lane]) -= factors[lane];
    }
  }
}

TARGET static void NAME(rim_finish)(double *line, const double *basis, int32_t columns, double *values) {
#pragma clang fp contract(fast)
  NAME(doubles) sum = 0;
  for (int32_t column = 0; column <= columns; column++) {
    NAME(doubles) *step = (NAME(doubles) *)(line + 8 * (int64_t)column);
    sum += *step;
    *step = 0;
    if (column == columns) break;
    const NAME(doubles) parts = sum * LOAD(basis + 8 * (int64_t)column);
    values[column] += ((parts[0] + parts[1]) + (parts[2] + parts[3])) + ((parts[4] + parts[5]) + parts[6]);
  }
}

TARGET static void NAME(convolve)(
    const float *tables, int32_t table_stride, const int32_t *widths, const float *source, int64_t source_stride,
    int32_t rows, int32_t blocks, double *out) {
#pragma clang fp contract(fast)
  for (int32_t block = 0; block < blocks; block++) {
    NAME(wide) t0 = 0, t1 = 0, t2 = 0, t3 = 0;
    for (int32_t row = 0; row < rows; row++) {
      const float *table = tables + (int64_t)row * table_stride;
      const float *line = source + row * source_stride + 64 * block;
      const int32_t width = widths[row];
      NAME(floats) s0 = 0, s1 = 0, s2 = 0, s3 = 0;
      for (int32_t k = -width; k <= width; k++) {
        const float factor = table[k < 0 ? -k : k];
        s0 += factor * *(const NAME(floats_anywhere) *)(line + k);
        s1 += factor * *(const NAME(floats_anywhere) *)(line + k + 16);
        s2 += factor * *(const NAME(floats_anywhere) *)(line + k + 32);
        s3 += factor * *(const NAME(floats_anywhere) *)(line + k + 48);
      }
      // Double precision from row to row: the rounding is that of one row's terms.
      t0 += __builtin_convertvector(s0, NAME(wide));
      t1 += __builtin_convertvector(s1, NAME(wide));
      t2 += __builtin_convertvector(s2, NAME(wide));
      t3 += __builtin_convertvector(s3, NAME(wide));
    }
    NAME(wide_anywhere) *to = (NAME(wide_anywhere) *)(out + 64 * block);
    to[0] = t0;
    to[1] = t1;
    to[2] = t2;
    to[3] = t3;
  }
}

#undef LOAD
#undef PAIRS
#undef ODD_PAIRS
#undef LOW_FOURS
#undef HIGH_FOURS
#undef LOW_HALVES
#undef HIGH_HALVES

// The loops of split.c for one level of the processor: included once per level, with NAME, LANES, TARGET and
// perhaps ESTIMATE set for it. No include guard for that reason. Vectors of doubles are as wide as the widest level's;
// others split them.

typedef double NAME(doubles) __attribute__((ext_vector_type(8)));
typedef double NAME(doubles_anywhere) __attribute__((ext_vector_type(8), aligned(8)));
typedef int32_t NAME(indexes) __attribute__((ext_vector_type(8)));
typedef int64_t NAME(masks) __attribute__((ext_vector_type(8)));
typedef double NAME(fours) __attribute__((ext_vector_type(4)));
typedef float NAME(floats) __attribute__((ext_vector_type(LANES)));
typedef float NAME(floats_anywhere) __attribute__((ext_vector_type(LANES), aligned(4)));
typedef int32_t NAME(ints) __attribute__((ext_vector_type(LANES)));
typedef float NAME(sixteen) __attribute__((ext_vector_type(16)));
typedef float NAME(sixteen_anywhere) __attribute__((ext_vector_type(16), aligned(4)));
typedef double NAME(wide) __attribute__((ext_vector_type(16)));
typedef double NAME(wide_anywhere) __attribute__((ext_vector_type(16), aligned(8)));

#define LOAD(pointer) (*(const NAME(doubles_anywhere) *)(pointer))
#define LOAD_STORE(pointer) (*(NAME(doubles_anywhere) *)(pointer))

// Half the columns that a reach spans on each row of a band: 2 asin √m2 in columns, with m2 the quotient of reach²
// − the squared chord to the row at the place's own longitude and 4ρρ′. By pointers: see INLINE.
TARGET INLINE void NAME(half_columns)(
    const NAME(doubles) *argument, double columns_per_radian, int32_t is_short, NAME(doubles) *half) {
#pragma clang fp contract(fast)
  const NAME(doubles) m2 = *argument;
  NAME(doubles) series = 3.0 / 40;
  if (is_short) {
    series += m2 * (5.0 / 112);
  } else {
    series = m2 * (143.0 / 10240) + 231.0 / 13312;
    series = series * m2 + 63.0 / 2816;
    series = series * m2 + 35.0 / 1152;
    series = series * m2 + 5.0 / 112;
    series = series * m2 + 3.0 / 40;
  }
  series = series * m2 + 1.0 / 6;
  series = series * m2 + 1;
  *half = series * __builtin_elementwise_sqrt(m2) * (2 * columns_per_radian);
}

// The powers 0 … 3 of 1 − cos(λ − λ′) over eight columns of factors, as versine_powers; the next power is
// α T + β κ T + γ σ T.
TARGET INLINE void NAME(versine_cubes)(double sine, double versine, NAME(doubles) powers[4]) {
#pragma clang fp contract(fast)
  const NAME(doubles) zero = 0, alpha = versine, beta = 1 - versine, gamma = -sine;
  const NAME(doubles) twice = {0, 2, 1, 2, 1, -1, 1, 0}, less = {0, 0, 0, -1, 0, 0, 0, 0};
  powers[0] = (NAME(doubles)){1, 0, 0, 0, 0, 0, 0, 0};
  powers[1] = (NAME(doubles)){versine, 1 - versine, -sine, 0, 0, 0, 0, 0};
  for (int32_t j = 1; j < 3; j++) {
    const NAME(doubles) t = powers[j];
    const NAME(doubles) kappa = __builtin_shufflevector(t, zero, 8, 0, 8, 1, 2, 3, 4, 8);
    const NAME(doubles) sigma = __builtin_shufflevector(t, zero, 8, 2, 0, 4, 1, 4, 3, 8) * twice +
                                __builtin_shufflevector(t, zero, 8, 8, 8, 2, 8, 8, 8, 8) * less;
    powers[j + 1] = alpha * t + beta * kappa + gamma * sigma;
  }
}

// What a place is to the rows of a band: where its disc begins and ends in the line, and the factors of the powers of
// the versine.
typedef struct {
  _Alignas(64) int64_t starts[GR_BAND], ends[GR_BAND];
  _Alignas(64) double factors[6][GR_BAND];
} NAME(rim_rows);

// Returns whether the place reaches any row. `degree` is known where this is inlined.
TARGET INLINE int32_t NAME(rim_see)(
    const gr_band *band, const gr_rim *rim, const gr_split_places *places, int32_t i, int32_t degree,
    int32_t is_short, NAME(rim_rows) *seen) {
#pragma clang fp contract(fast)
  const int32_t width = degree == 1 ? 4 : degree == 3 ? 8 : 16;
  const double reach = rim->reach_squared, rho = places->rho[i], x = places->column[i] - band->first;
  const NAME(doubles) zero = 0, end = band->columns, row_rho = LOAD(band->rho);
  const NAME(doubles) across = row_rho - rho, up = LOAD(band->z) - places->z[i];
  const NAME(doubles) room = reach - (across * across + up * up), b = row_rho * (4 * rho);
  const NAME(masks) near = room >= zero;
  if (!__builtin_reduce_or(near)) return 0;
  NAME(doubles) m2 = room * (LOAD(band->inverse) * (1 / rho));
  m2 = m2 > zero ? m2 : zero;
  NAME(doubles) half;
  NAME(half_columns)(&m2, band->columns_per_radian, is_short, &half);
  NAME(doubles) from = __builtin_elementwise_ceil(x - half), to = __builtin_elementwise_floor(x + half) + 1;
  from = from > zero ? from : zero;
  to = to < end ? to : end;
  // Rows out of reach and runs beside the columns go behind the last column, where nobody looks.
  const NAME(masks) hit = near & (from < to);
  from = hit ? from : end;
  to = hit ? to : end;
  *(NAME(masks) *)seen->starts = __builtin_convertvector(from * width, NAME(masks));
  *(NAME(masks) *)seen->ends = __builtin_convertvector(to * width, NAME(masks));
  // Σ a_j v^j by powers of v − v₀ = −b / 2 reach² · versine.
  const double *a = rim->a;
  const NAME(doubles) v = room * (1 / reach), bend = b * (-0.5 / reach);
  NAME(doubles) *factors = (NAME(doubles) *)seen->factors;
  NAME(doubles) power = places->weight[i];
  if (degree == 1) {
    factors[0] = power * (a[0] + a[1] * v);
    factors[1] = power * bend * a[1];
  } else if (degree == 3) {
    factors[0] = power * (a[0] + v * (a[1] + v * (a[2] + v * a[3])));
    factors[1] = (power *= bend) * (a[1] + v * (2 * a[2] + v * (3 * a[3])));
    factors[2] = (power *= bend) * (a[2] + v * (3 * a[3]));
    factors[3] = (power *= bend) * a[3];
  } else {
    factors[0] = power * (a[0] + v * (a[1] + v * (a[2] + v * (a[3] + v * (a[4] + v * a[5])))));
    factors[1] = (power *= bend) * (a[1] + v * (2 * a[2] + v * (3 * a[3] + v * (4 * a[4] + v * (5 * a[5])))));
    factors[2] = (power *= bend) * (a[2] + v * (3 * a[3] + v * (6 * a[4] + v * (10 * a[5]))));
    factors[3] = (power *= bend) * (a[3] + v * (4 * a[4] + v * (10 * a[5])));
    factors[4] = (power *= bend) * (a[4] + v * (5 * a[5]));
    factors[5] = (power *= bend) * a[5];
  }
  return 1;
}

// Puts a place's factors where its disc begins on each row and takes them off where it ends; `degree` is known where
// this is inlined.
TARGET INLINE void NAME(rim_add_degree)(
    const gr_band *band, const gr_rim *rim, const gr_split_places *places, int32_t first, int32_t last,
    double *line, int32_t degree, int32_t is_short) {
#pragma clang fp contract(fast)
  // Powers that are worked out number by number are all stored before any is loaded as a vector.
  _Alignas(64) double chunk[GR_CHUNK][6][16];
  if (degree == 5) {
    for (int32_t i = first; i < last; i++) {
      double sine, versine;
      turned(rim, places, i, &sine, &versine);
      versine_powers(sine, versine, chunk[i - first]);
    }
  }
  const int64_t row_stride = (int64_t)(degree == 1 ? 4 : degree == 3 ? 8 : 16) * (band->columns + 1);
  NAME(rim_rows) seen;
  for (int32_t i = first; i < last; i++) {
    if (!NAME(rim_see)(band, rim, places, i, degree, is_short, &seen)) continue;
    double sine, versine;
    turned(rim, places, i, &sine, &versine);
    double *row_line = line;
    if (degree == 1) {
      const NAME(fours) one = {1, 0, 0, 0}, power = {versine, 1 - versine, -sine, 0};
      for (int32_t row = 0; row < GR_BAND; row++, row_line += row_stride) {
        const NAME(fours) sum = one * seen.factors[0][row] + power * seen.factors[1][row];
        *(NAME(fours) *)(row_line + seen.starts[row]) += sum;
        *(NAME(fours) *)(row_line + seen.ends[row]) -= sum;
      }
    } else if (degree == 3) {
      NAME(doubles) powers[4];
      NAME(versine_cubes)(sine, versine, powers);
      for (int32_t row = 0; row < GR_BAND; row++, row_line += row_stride) {
        const NAME(doubles) sum = powers[0] * seen.factors[0][row] + powers[1] * seen.factors[1][row] +
                                  powers[2] * seen.factors[2][row] + powers[3] * seen.factors[3][row];
        *(NAME(doubles) *)(row_line + seen.starts[row]) += sum;
        *(NAME(doubles) *)(row_line + seen.ends[row]) -= sum;
      }
    } else {
      const double(*powers)[16] = chunk[i - first];
      for (int32_t row = 0; row < GR_BAND; row++, row_line += row_stride) {
        NAME(doubles) sum = *(NAME(doubles) *)powers[0] * seen.factors[0][row];
        for (int32_t j = 1; j <= degree; j++) sum += *(NAME(doubles) *)powers[j] * seen.factors[j][row];
        const NAME(doubles) rest = *(NAME(doubles) *)(powers[4] + 8) * seen.factors[4][row] +
                                   *(NAME(doubles) *)(powers[5] + 8) * seen.factors[5][row];
        NAME(doubles) *start = (NAME(doubles) *)(row_line + seen.starts[row]);
        NAME(doubles) *end = (NAME(doubles) *)(row_line + seen.ends[row]);
        start[0] += sum;
        start[1] += rest;
        end[0] -= sum;
        end[1] -= rest;
      }
    }
  }
}

TARGET static void NAME(rim_add)(
    const gr_band *band, const gr_rim *rim, const gr_split_places *places, int32_t first, int32_t last,
    double *line) {
  // On the narrowest parallel that counts m2 is at most this: 1e-4 leaves 1e-13 of the short series.
  double least = band->rho[0];
  for (int32_t row = 1; row < GR_BAND; row++)
    if (band->rho[row] > 1e3 && band->rho[row] < least) least = band->rho[row];
  const int32_t is_short = rim->reach_squared < 0.9e-4 * 4 * least * least;
  if (rim->degree <= 1) {
    if (is_short) return NAME(rim_add_degree)(band, rim, places, first, last, line, 1, 1);
    return NAME(rim_add_degree)(band, rim, places, first, last, line, 1, 0);
  }
  if (rim->degree <= 3) {
    if (is_short) return NAME(rim_add_degree)(band, rim, places, first, last, line, 3, 1);
    return NAME(rim_add_degree)(band, rim, places, first, last, line, 3, 0);
  }
  for (int32_t i = first; i < last; i += GR_CHUNK)
    NAME(rim_add_degree)(band, rim, places, i, i + GR_CHUNK < last ? i + GR_CHUNK : last, line, 5, 0);
}

TARGET static void NAME(rim_finish)(
    double *line, const double *basis, int32_t columns, int32_t width, double *values) {
#pragma clang fp contract(fast)
  if (width == 4) {
    NAME(fours) sum = 0;
    for (int32_t column = 0; column < columns; column++) {
      sum += *(NAME(fours) *)(line + 4 * (int64_t)column);
      const NAME(fours) parts = sum * *(const NAME(fours) *)(basis + 4 * (int64_t)column);
      values[column] += (parts[0] + parts[1]) + (parts[2] + parts[3]);
    }
  } else {
    NAME(doubles) sum = 0, rest = 0;
    for (int32_t column = 0; column < columns; column++) {
      const NAME(doubles) *step = (const NAME(doubles) *)(line + (int64_t)width * column);
      const NAME(doubles) *own = (const NAME(doubles) *)(basis + (int64_t)width * column);
      sum += step[0];
      NAME(doubles) parts = sum * own[0];
      if (width == 16) {
        rest += step[1];
        parts += rest * own[1];
      }
      const NAME(fours) half = parts.lo + parts.hi;
      values[column] += (half[0] + half[1]) + (half[2] + half[3]);
    }
  }
  memset(line, 0, sizeof(double) * (size_t)width * (size_t)(columns + 1));
}

#if !defined(ESTIMATE)
TARGET INLINE NAME(floats) NAME(root)(NAME(floats) x) { return __builtin_elementwise_sqrt(x); }
#else
// √x for x above 0: an estimate of 1/√x to 14 bits and one step of Newton's method, 1e-7.
TARGET INLINE NAME(floats) NAME(root)(NAME(floats) x) {
#pragma clang fp contract(fast)
  const NAME(floats) estimate = ESTIMATE(x);
  const NAME(floats) guess = x * estimate;
  return guess + guess * (0.5f - (0.5f * guess) * estimate);
}
#endif

// `terms` is known where this is inlined.
TARGET INLINE void NAME(near_add_terms)(
    const gr_band *band, const gr_near *near, const gr_split_places *places, int32_t first, int32_t last,
    float *sums, int64_t stride, int32_t terms) {
#pragma clang fp contract(fast)
  const double reach = near->radius * near->radius, scale = 1 / reach;
  const NAME(doubles) zero = 0, end = band->columns - 1;
  const NAME(doubles) row_rho = LOAD(band->rho), row_z = LOAD(band->z), inverse = LOAD(band->inverse);
  const NAME(floats) none = 0, tiny = 1e-12f, one = 1.0f, third = -1.0f / 3;
  const NAME(floats) half_angle = (float)(near->column_angle / 2);
  NAME(floats) lane;
  for (int32_t i = 0; i < LANES; i++) lane[i] = (float)i;
  for (int32_t i = first; i < last; i++) {
    const double rho = places->rho[i], x = places->column[i] - band->first;
    const NAME(doubles) across = row_rho - rho, up = row_z - places->z[i];
    const NAME(doubles) a = across * across + up * up, room = reach - a, b = row_rho * (4 * rho);
    // The part ends with 0, so that a column more or less at the rim does not matter; sin by its first term.
    NAME(doubles) m2 = room * (inverse * (1 / rho));
    m2 = m2 > zero ? m2 : zero;
    const NAME(doubles) half = __builtin_elementwise_sqrt(m2) * (2 * band->columns_per_radian);
    NAME(doubles) from = __builtin_elementwise_ceil(x - half), to = __builtin_elementwise_floor(x + half);
    from = from > zero ? from : zero;
    to = to < end ? to : end;
    const NAME(masks) hit = (room > zero) & (from <= to);
    const NAME(indexes) starts = __builtin_convertvector(from, NAME(indexes));
    const NAME(indexes) stops = __builtin_convertvector(hit ? to : zero - 1, NAME(indexes));
    const NAME(doubles) offsets = from - x, a_scaled = a * scale, b_scaled = b * scale;
    const NAME(floats) weight = (float)places->weight[i];
    for (int32_t row = 0; row < GR_BAND; row++) {
      float *line = sums + row * stride;
      const NAME(floats) floor = (float)a_scaled[row], rise = (float)b_scaled[row];
      NAME(floats) offset = lane + (float)offsets[row];
      for (int32_t column = starts[row]; column <= stops[row]; column += LANES) {
        const NAME(floats) angle = offset * half_angle, square = angle * angle;
        const NAME(floats) sine = square + third * square * square;
        NAME(floats) q = floor + rise * sine;
        q = q > tiny ? q : tiny;
        const NAME(floats) r = NAME(root)(q);
        NAME(floats) value = near->p[terms - 1];
        for (int32_t j = terms - 2; j >= 0; j--) value = value * r + near->p[j];
        const NAME(floats) part = q < one ? value * weight : none;
        *(NAME(floats_anywhere) *)(line + column) += part;
        offset += (float)LANES;
      }
    }
  }
}

TARGET static void NAME(near_add)(
    const gr_band *band, const gr_near *near, const gr_split_places *places, int32_t first, int32_t last,
    float *sums, int64_t stride) {
  if (near->terms <= 8) return NAME(near_add_terms)(band, near, places, first, last, sums, stride, 8);
  if (near->terms <= 10) return NAME(near_add_terms)(band, near, places, first, last, sums, stride, 10);
  NAME(near_add_terms)(band, near, places, first, last, sums, stride, 12);
}

// The Lagrange weights of the nodes −3 … 4 at t in 0…1.
TARGET INLINE void NAME(lagrange)(double t, NAME(doubles) *weights) {
#pragma clang fp contract(fast)
  const NAME(doubles) scale = {-1.0 / 5040, 1.0 / 720, -1.0 / 240, 1.0 / 144,
                               -1.0 / 144,  1.0 / 240, -1.0 / 720, 1.0 / 5040};
  double left[8], right[8];
  left[0] = right[7] = 1;
  for (int32_t i = 1; i < 8; i++) {
    left[i] = left[i - 1] * (t + (double)(4 - i));
    right[7 - i] = right[8 - i] * (t + (double)(i - 5));
  }
  const NAME(doubles) before = {left[0], left[1], left[2], left[3], left[4], left[5], left[6], left[7]};
  const NAME(doubles) after = {right[0], right[1], right[2], right[3], right[4], right[5], right[6], right[7]};
  *weights = before * after * scale;
}

TARGET static void NAME(lattice_spread)(
    const gr_split_places *places, int32_t first, int32_t last, double scale, double row0, double column0,
    int32_t rows, int32_t columns, double *sums) {
#pragma clang fp contract(fast)
  for (int32_t i = first; i < last; i++) {
    const double y = places->row[i] * scale + row0, x = places->column[i] * scale + column0;
    const double south = __builtin_floor(y), west = __builtin_floor(x);
    if (!(south >= 3 && south + 4 < rows && west >= 3 && west + 4 < columns)) continue;
    NAME(doubles) across, down;
    NAME(lagrange)(x - west, &across);
    NAME(lagrange)(y - south, &down);
    down *= places->weight[i];
    double *node = sums + (int64_t)(south - 3) * columns + (int64_t)(west - 3);
    for (int32_t k = 0; k < GR_ORDER; k++) LOAD_STORE(node + (int64_t)k * columns) += across * down[k];
  }
}

// Sums `count` rows of sums, known where this is inlined, over the same source rows: what is loaded serves all.
TARGET INLINE void NAME(convolve_rows)(
    const float *tables, int32_t table_stride, const int32_t *widths, const float *source, int64_t source_stride,
    int32_t rows, int32_t blocks, double *out, int64_t out_stride, int32_t count) {
#pragma clang fp contract(fast)
  for (int32_t block = 0; block < blocks; block++) {
    double *to = out + GR_LATTICE_BLOCK * block;
    for (int32_t row = 0; row < rows; row++) {
      const int32_t width = widths[row];
      if (width < 0) continue;
      const float *line = source + row * source_stride + GR_LATTICE_BLOCK * block;
      const float *table = tables + (int64_t)row * GR_CONVOLVED * table_stride;
      NAME(sixteen) sums[GR_CONVOLVED][4];
      for (int32_t i = 0; i < count; i++)
        for (int32_t part = 0; part < 4; part++) sums[i][part] = 0;
      for (int32_t k = -width; k <= width; k++) {
        NAME(sixteen) parts[4];
        for (int32_t part = 0; part < 4; part++)
          parts[part] = *(const NAME(sixteen_anywhere) *)(line + k + 16 * part);
        for (int32_t i = 0; i < count; i++) {
          const float factor = table[i * table_stride + (k < 0 ? -k : k)];
          for (int32_t part = 0; part < 4; part++) sums[i][part] += factor * parts[part];
        }
      }
      // Double precision from row to row: the rounding is that of one row's terms.
      for (int32_t i = 0; i < count; i++)
        for (int32_t part = 0; part < 4; part++)
          *(NAME(wide_anywhere) *)(to + i * out_stride + 16 * part) +=
              __builtin_convertvector(sums[i][part], NAME(wide));
    }
  }
}

TARGET static void NAME(lattice_convolve)(
    const float *tables, int32_t table_stride, const int32_t *widths, const float *source, int64_t source_stride,
    int32_t rows, int32_t blocks, double *out, int64_t out_stride, int32_t count) {
  if (count == GR_CONVOLVED)
    return NAME(convolve_rows)(
        tables, table_stride, widths, source, source_stride, rows, blocks, out, out_stride, GR_CONVOLVED);
  for (int32_t i = 0; i < count; i++)
    NAME(convolve_rows)(
        tables + i * table_stride, table_stride, widths, source, source_stride, rows, blocks, out + i * out_stride,
        out_stride, 1);
}

TARGET static void NAME(lattice_row)(
    const double *sums, int64_t row_stride, int32_t length, const double *down, const double *across, int32_t step,
    int32_t skip, int32_t columns, double *values, double *scratch) {
#pragma clang fp contract(fast)
  double *line = scratch;
  int32_t j = 0;
  for (; j + 8 <= length; j += 8) {
    NAME(doubles) sum = LOAD(sums + j) * down[0];
    for (int32_t k = 1; k < GR_ORDER; k++) sum += LOAD(sums + k * row_stride + j) * down[k];
    LOAD_STORE(line + j) = sum;
  }
  for (; j < length; j++) {
    line[j] = 0;
    for (int32_t k = 0; k < GR_ORDER; k++) line[j] += sums[k * row_stride + j] * down[k];
  }
  for (int32_t phase = 0; phase < step; phase++) {
    const double *weights = across + GR_ORDER * phase;
    // Columns of this phase: number j is column j · step + phase − skip.
    const int32_t from = phase < skip, to = (columns + skip - phase + step - 1) / step;
    if (step == 1) {
      for (j = 0; j + 8 <= columns; j += 8) {
        NAME(doubles) sum = LOAD(line + j) * weights[0];
        for (int32_t k = 1; k < GR_ORDER; k++) sum += LOAD(line + j + k) * weights[k];
        LOAD_STORE(values + j) += sum;
      }
    } else {
      double *out = scratch + (int64_t)(phase + 1) * (length + 8);
      for (j = 0; j < to; j += 8) {
        NAME(doubles) sum = LOAD(line + j) * weights[0];
        for (int32_t k = 1; k < GR_ORDER; k++) sum += LOAD(line + j + k) * weights[k];
        LOAD_STORE(out + j) = sum;
      }
      for (j = from; j < to; j++) values[(int64_t)j * step + phase - skip] += out[j];
      continue;
    }
    for (; j < columns; j++)
      for (int32_t k = 0; k < GR_ORDER; k++) values[j] += line[j + k] * weights[k];
  }
}

#undef LOAD
#undef LOAD_STORE

// The loops of rows.c for one level of the processor: included once per level, with NAME, TARGET and perhaps
// IS_AVX512 set for it. No include guard for that reason.

#ifdef IS_AVX512
#define ESTIMATE(x) ((NAME(sixteen))_mm512_rsqrt14_ps((__m512)(x)))
#endif

// √x for x above 0, to 1e-7.
#if !defined(ESTIMATE)
TARGET INLINE void NAME(root)(const NAME(sixteen) *x, NAME(sixteen) *result) {
  *result = __builtin_elementwise_sqrt(*x);
}
#else
// An estimate of 1/√x to 14 bits and one step of Newton's method, in a third of the time of the root itself.
TARGET INLINE void NAME(root)(const NAME(sixteen) *x, NAME(sixteen) *result) {
#pragma clang fp contract(fast)
  const NAME(sixteen) estimate = ESTIMATE(*x);
  const NAME(sixteen) guess = *x * estimate;
  *result = guess + guess * (0.5f - (0.5f * guess) * estimate);
}
#endif

// The powers 1 … 3 of 1 − cos(λ − λ′) over eight columns of factors, as versine_powers. With α the versine and s the
// sine of λ′, s² = 2α − α² leaves polynomials in α, and s times such.
TARGET INLINE void NAME(versine_cubes)(double sine, double versine, double (*powers)[16]) {
#pragma clang fp contract(fast)
  typedef NAME(doubles) factors;
  const factors first0 = {0, 1}, first1 = {1, -1}, first_s = {0, 0, -1};
  const factors second0 = {0, 0, 0, 1}, second1 = {0, 6, 0, -4}, second2 = {1, -4, 0, 2};
  const factors second_s0 = {0, 0, 0, 0, -2}, second_s1 = {0, 0, -2, 0, 2};
  const factors third0 = {0, 0, 0, 0, 0, 1}, third1 = {0, 0, 0, 15, 0, -9}, third2 = {0, 15, 0, -30, 0, 12};
  const factors third3 = {1, -9, 0, 12, 0, -4};
  const factors third_s0 = {0, 0, 0, 0, 0, 0, -3}, third_s1 = {0, 0, 0, 0, -10, 0, 8};
  const factors third_s2 = {0, 0, -3, 0, 8, 0, -4};
  *(factors *)powers[1] = first0 + versine * first1 + sine * first_s;
  *(factors *)powers[2] =
      second0 + versine * (second1 + versine * second2) + sine * (second_s0 + versine * second_s1);
  *(factors *)powers[3] = third0 + versine * (third1 + versine * (third2 + versine * third3)) +
                          sine * (third_s0 + versine * (third_s1 + versine * third_s2));
}

// Sixteen places, or fewer, as any row sees them.
typedef struct {
  // Powers of the versine of their longitudes; the power 0 is 1.
  _Alignas(64) double powers[GR_CHUNK][6][16];
  // Whole columns and the rest.
  _Alignas(64) int32_t whole[GR_CHUNK];
  _Alignas(64) float rest[GR_CHUNK], inverse[GR_CHUNK];
  _Alignas(64) double rho[GR_CHUNK], z[GR_CHUNK], weight[GR_CHUNK], exact_rest[GR_CHUNK];
} NAME(chunk);

// What sixteen places are to a row: where in the line their discs begin and end, and the factors of the versine's powers.
typedef struct {
  _Alignas(64) int32_t starts[GR_CHUNK], ends[GR_CHUNK];
  _Alignas(64) double factors[6][GR_CHUNK];
  // Where not 0: single precision does not tell where the disc begins or ends.
  _Alignas(64) int32_t doubtful[GR_CHUNK];
} NAME(rim_row);

TARGET INLINE void NAME(take_chunk)(
    const gr_band *band, const gr_rim *rim, const gr_split_places *places, int32_t first, int32_t count,
    int32_t degree, NAME(chunk) *chunk) {
#pragma clang fp contract(fast)
  _Alignas(64) double sines[GR_CHUNK], versines[GR_CHUNK];
  for (int32_t half = 0; half < 2; half++) {
    const int32_t at = first + 8 * half;
    const NAME(doubles) x = LOAD(places->column + at) - band->first, whole = __builtin_elementwise_floor(x);
    ((NAME(indexes) *)chunk->whole)[half] = __builtin_convertvector(whole, NAME(indexes));
    ((NAME(doubles) *)chunk->exact_rest)[half] = x - whole;
    ((NAME(eight) *)chunk->rest)[half] = __builtin_convertvector(x - whole, NAME(eight));
    // What lies behind the last place is out of any reach.
    const NAME(masks) lane = {0, 1, 2, 3, 4, 5, 6, 7}, left = count - 8 * half;
    const NAME(doubles) none = 0, nowhere = 1e18, z = lane < left ? LOAD(places->z + at) : none;
    const NAME(doubles) rho =
        __builtin_elementwise_sqrt(places->equator_squared - places->ratio_squared * (z * z));
    ((NAME(doubles) *)chunk->rho)[half] = rho;
    ((NAME(doubles) *)chunk->z)[half] = lane < left ? z : nowhere;
    ((NAME(doubles) *)chunk->weight)[half] = LOAD(places->weight + at);
    ((NAME(eight) *)chunk->inverse)[half] = 1.0f / __builtin_convertvector(rho, NAME(eight));
    const NAME(doubles) sine = LOAD(places->sine + at), cosine = LOAD(places->cosine + at);
    const NAME(doubles) turned = sine * rim->turn_cosine - cosine * rim->turn_sine;
    ((NAME(doubles) *)sines)[half] = turned;
    // Not 1 − cos: of small angles hardly more than half the digits would be left, too few for s² = 2α − α².
    ((NAME(doubles) *)versines)[half] = turned * turned / (1 + (cosine * rim->turn_cosine + sine * rim->turn_sine));
  }
  for (int32_t i = 0; i < count; i++) {
    const double sine = sines[i], versine = versines[i];
    if (degree == 5) versine_powers(sine, versine, chunk->powers[i]);
    if (degree == 3) NAME(versine_cubes)(sine, versine, chunk->powers[i]);
    if (degree == 1) {
      const NAME(fours) power = {versine, 1 - versine, -sine, 0};
      *(NAME(fours) *)chunk->powers[i][1] = power;
    }
  }
}

// Where the discs begin and end: x ± the columns under an angle of 2 asin √(room / 4ρρ′), with room = reach² − the
// squared chord to the row at the place's own longitude. Single precision is good to 2e-5 columns; where that leaves
// a doubt, double precision has to decide (`exact_run`), elsewhere, lest this loop keep its numbers clear for a call.
TARGET INLINE enum sight NAME(see_row)(
    const gr_band *band, const gr_rim *rim, const NAME(chunk) *chunk, int32_t row, int32_t degree,
    double inverse_reach, NAME(rim_row) *seen) {
#pragma clang fp contract(fast)
  const int32_t width = degree == 1 ? 4 : degree == 3 ? 8 : 16;
  const NAME(sixteen_ints) end = band->columns, before_row = row * (band->columns + 1);
  const NAME(doubles) row_rho = band->rho[row], row_z = band->z[row], reach = rim->reach_squared;
  const NAME(doubles) *rho = (const NAME(doubles) *)chunk->rho, *z = (const NAME(doubles) *)chunk->z;
  NAME(doubles) room[2];
  for (int32_t i = 0; i < 2; i++) {
    const NAME(doubles) across = row_rho - rho[i], up = row_z - z[i];
    room[i] = reach - (across * across + up * up);
  }
  const NAME(sixteen) zero = 0, tiny = 1e-30f;
  const NAME(sixteen) rooms = __builtin_shufflevector(
      __builtin_convertvector(room[0], NAME(eight)), __builtin_convertvector(room[1], NAME(eight)), 0, 1, 2, 3, 4, 5,
      6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  const NAME(sixteen_ints) near = rooms >= zero;
  if (!__builtin_reduce_or(near)) {
    *(NAME(sixteen_ints) *)seen->starts = *(NAME(sixteen_ints) *)seen->ends = (end + before_row) * width;
    return NONE_REACHED;
  }
  const float scale = (float)(2 * band->columns_per_radian);
  NAME(sixteen) m2 = rooms * ((float)band->inverse[row] * *(const NAME(sixteen) *)chunk->inverse), root;
  m2 = m2 > tiny ? m2 : tiny;
  NAME(root)(&m2, &root);
  // asin x = x (1 + x²/6 + 3x⁴/40 + …), x below 0.2.
  const NAME(sixteen) series =
      (((m2 * (35.0f / 1152) + 5.0f / 112) * m2 + 3.0f / 40) * m2 + 1.0f / 6) * m2 + 1.0f;
  const NAME(sixteen) half = root * series * scale, rest = *(const NAME(sixteen) *)chunk->rest;
  const NAME(sixteen) west = rest - half, east = rest + half;
  const NAME(sixteen) from = __builtin_elementwise_ceil(west), to = __builtin_elementwise_floor(east);
  const NAME(sixteen_ints) whole = *(const NAME(sixteen_ints) *)chunk->whole, none = 0;
  NAME(sixteen_ints) starts = whole + __builtin_convertvector(from, NAME(sixteen_ints));
  NAME(sixteen_ints) ends = whole + __builtin_convertvector(to, NAME(sixteen_ints)) + 1;
  // From the middle between two columns.
  const NAME(sixteen) before = (from - west) - 0.5f, behind = (east - to) - 0.5f;
  const NAME(sixteen_ints) doubtful =
      near & (__builtin_elementwise_max(__builtin_elementwise_abs(before), __builtin_elementwise_abs(behind)) >
              0.5f - rim->doubt);
  starts = starts > none ? starts : none;
  ends = ends < end ? ends : end;
  // Discs out of reach and runs beside the columns go behind the last column, where nobody looks.
  const NAME(sixteen_ints) hit = near & (starts < ends);
  *(NAME(sixteen_ints) *)seen->starts = ((hit ? starts : end) + before_row) * width;
  *(NAME(sixteen_ints) *)seen->ends = ((hit ? ends : end) + before_row) * width;
  // Σ a_j v^j by powers of v − v₀ = −b / 2 reach² · versine.
  const double *a = rim->a;
  for (int32_t i = 0; i < 2; i++) {
    NAME(doubles) *factors = (NAME(doubles) *)(seen->factors[0]) + i;
    const NAME(doubles) v = room[i] * inverse_reach;
    const NAME(doubles) bend = rho[i] * (band->rho[row] * (-2 * inverse_reach));
    NAME(doubles) power = ((const NAME(doubles) *)chunk->weight)[i];
    if (degree == 1) {
      factors[0] = power * (a[0] + a[1] * v);
      factors[2] = power * bend * a[1];
    } else if (degree == 3) {
      factors[0] = power * (a[0] + v * (a[1] + v * (a[2] + v * a[3])));
      factors[2] = (power *= bend) * (a[1] + v * (2 * a[2] + v * (3 * a[3])));
      factors[4] = (power *= bend) * (a[2] + v * (3 * a[3]));
      factors[6] = (power *= bend) * a[3];
    } else {
      factors[0] = power * (a[0] + v * (a[1] + v * (a[2] + v * (a[3] + v * (a[4] + v * a[5])))));
      factors[2] = (power *= bend) * (a[1] + v * (2 * a[2] + v * (3 * a[3] + v * (4 * a[4] + v * (5 * a[5])))));
      factors[4] = (power *= bend) * (a[2] + v * (3 * a[3] + v * (6 * a[4] + v * (10 * a[5]))));
      factors[6] = (power *= bend) * (a[3] + v * (4 * a[4] + v * (10 * a[5])));
      factors[8] = (power *= bend) * (a[4] + v * (5 * a[5]));
      factors[10] = (power *= bend) * a[5];
    }
  }
  if (!__builtin_reduce_or(doubtful)) return SEEN;
  *(NAME(sixteen_ints) *)seen->doubtful = doubtful;
  return IN_DOUBT;
}

// Puts the factors of places where their discs begin on each row and takes them off where they end; `degree` is known
// where this is inlined.
TARGET INLINE void NAME(rim_add_degree)(
    const gr_band *band, const gr_rim *rim, const gr_split_places *places, int32_t first, int32_t last,
    double *line, int32_t degree) {
#pragma clang fp contract(fast)
  NAME(chunk) chunk;
  const double inverse_reach = 1 / rim->reach_squared;
  // A row between others that no disc reaches keeps the factors it had, and adds them where nobody looks.
  NAME(rim_row) rows[GR_BAND] = {0};
  // The last of a column's numbers counts discs: where there is none, nothing must be left of their sums.
  const NAME(fours) one_of_four = {1, 0, 0, 0}, count_of_four = {0, 0, 0, 1};
  const NAME(doubles) one = {1, 0, 0, 0, 0, 0, 0, 0}, count_of_eight = {0, 0, 0, 0, 0, 0, 0, 1};
  for (int32_t i = first; i < last; i += GR_CHUNK) {
    const int32_t count = last - i < GR_CHUNK ? last - i : GR_CHUNK;
    NAME(take_chunk)(band, rim, places, i, count, degree, &chunk);
    // All rows are seen before any is added to: their long chains of operations then overlap.
    const NAME(rim_row) *begin = rows + GR_BAND, *end = rows;
    uint32_t doubtful = 0;
    for (int32_t row = 0; row < GR_BAND; row++) {
      const enum sight sight = NAME(see_row)(band, rim, &chunk, row, degree, inverse_reach, &rows[row]);
      if (sight == NONE_REACHED) continue;
      if (begin > rows + row) begin = rows + row;
      end = rows + row + 1;
      doubtful |= (uint32_t)(sight == IN_DOUBT) << row;
    }
    for (; doubtful; doubtful &= doubtful - 1) {
      const int32_t row = __builtin_ctz(doubtful);
      for (int32_t k = 0; k < count; k++)
        if (rows[row].doubtful[k])
          exact_run(
              band, rim->reach_squared, row, chunk.rho[k], chunk.z[k], chunk.exact_rest[k], chunk.whole[k],
              degree == 1 ? 4 : degree == 3 ? 8 : 16, &rows[row].starts[k], &rows[row].ends[k]);
    }
    for (int32_t k = 0; k < count; k++) {
      if (degree == 1) {
        const NAME(fours) power = *(const NAME(fours) *)chunk.powers[k][1];
        for (const NAME(rim_row) *row = begin; row < end; row++) {
          const NAME(fours) sum = one_of_four * row->factors[0][k] + count_of_four + power * row->factors[1][k];
          *(NAME(fours) *)(line + row->starts[k]) += sum;
          *(NAME(fours) *)(line + row->ends[k]) -= sum;
        }
      } else if (degree == 3) {
        const NAME(doubles) power1 = *(const NAME(doubles) *)chunk.powers[k][1];
        const NAME(doubles) power2 = *(const NAME(doubles) *)chunk.powers[k][2];
        const NAME(doubles) power3 = *(const NAME(doubles) *)chunk.powers[k][3];
        for (const NAME(rim_row) *row = begin; row < end; row++) {
          const NAME(doubles) sum = one * row->factors[0][k] + count_of_eight + power1 * row->factors[1][k] +
                                    power2 * row->factors[2][k] + power3 * row->factors[3][k];
          *(NAME(doubles) *)(line + row->starts[k]) += sum;
          *(NAME(doubles) *)(line + row->ends[k]) -= sum;
        }
      } else {
        const NAME(doubles) *powers = (const NAME(doubles) *)chunk.powers[k];
        for (const NAME(rim_row) *row = begin; row < end; row++) {
          NAME(doubles) *from = (NAME(doubles) *)(line + row->starts[k]);
          NAME(doubles) *to = (NAME(doubles) *)(line + row->ends[k]);
          NAME(doubles) sum = one * row->factors[0][k], rest = count_of_eight;
          for (int32_t j = 1; j <= 5; j++) sum += powers[2 * j] * row->factors[j][k];
          for (int32_t j = 4; j <= 5; j++) rest += powers[2 * j + 1] * row->factors[j][k];
          from[0] += sum;
          from[1] += rest;
          to[0] -= sum;
          to[1] -= rest;
        }
      }
    }
  }
}

TARGET static void NAME(rim_add)(
    const gr_band *band, const gr_rim *rim, const gr_split_places *places, int32_t first, int32_t last,
    double *line) {
  if (rim->degree <= 1) return NAME(rim_add_degree)(band, rim, places, first, last, line, 1);
  if (rim->degree <= 3) return NAME(rim_add_degree)(band, rim, places, first, last, line, 3);
  NAME(rim_add_degree)(band, rim, places, first, last, line, 5);
}

TARGET static void NAME(rim_finish)(
    double *line, const double *basis, int32_t columns, int32_t width, double *values) {
#pragma clang fp contract(fast)
  if (width == 4) {
    NAME(fours) sum = 0;
    for (int32_t column = 0; column < columns; column++) {
      NAME(fours) *step = (NAME(fours) *)(line + 4 * (int64_t)column);
      sum += *step;
      *step = 0;
      if (sum[3] == 0) sum = 0;
      const NAME(fours) parts = sum * *(const NAME(fours_anywhere) *)(basis + 4 * (int64_t)column);
      values[column] += (parts[0] + parts[1]) + (parts[2] + parts[3]);
    }
  } else {
    NAME(doubles) sum = 0, rest = 0;
    for (int32_t column = 0; column < columns; column++) {
      NAME(doubles) *step = (NAME(doubles) *)(line + (int64_t)width * column);
      const double *own = basis + (int64_t)width * column;
      sum += step[0];
      step[0] = 0;
      if (width == 16) {
        rest += step[1];
        step[1] = 0;
        if (rest[7] == 0) sum = rest = 0;
      } else if (sum[7] == 0) {
        sum = 0;
      }
      NAME(doubles) parts = sum * LOAD(own);
      if (width == 16) parts += rest * LOAD(own + 8);
      const NAME(fours) half = parts.lo + parts.hi;
      values[column] += (half[0] + half[1]) + (half[2] + half[3]);
    }
  }
  // What lies behind the last column has been written to, and was not looked at.
  memset(line + (int64_t)width * columns, 0, sizeof(double) * (size_t)width);
}

TARGET static void NAME(near_add)(
    const gr_band *band, const gr_near *near, const gr_split_places *places, int32_t first, int32_t last,
    float *sums, int64_t stride) {
#pragma clang fp contract(fast)
  const double reach = near->radius * near->radius, scale = 1 / reach;
  const NAME(doubles) zero = 0, end = band->columns - 1;
  const NAME(doubles) row_rho = LOAD(band->rho), row_z = LOAD(band->z), inverse = LOAD(band->inverse);
  const NAME(sixteen) none = 0, tiny = 1e-12f, one = 1.0f, third = -1.0f / 3;
  const NAME(sixteen) half_angle = (float)(near->column_angle / 2);
  NAME(sixteen) lane;
  for (int32_t i = 0; i < 16; i++) lane[i] = (float)i;
  for (int32_t i = first; i < last; i++) {
    const double z = places->z[i], x = places->column[i] - band->first;
    const double rho = gr_split_rho(places, z);
    const NAME(doubles) across = row_rho - rho, up = row_z - z;
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
    const NAME(sixteen) weight = (float)places->weight[i];
    for (int32_t row = 0; row < GR_BAND; row++) {
      float *line = sums + row * stride;
      const NAME(sixteen) floor = (float)a_scaled[row], rise = (float)b_scaled[row];
      NAME(sixteen) offset = lane + (float)offsets[row];
      for (int32_t column = starts[row]; column <= stops[row]; column += 16) {
        const NAME(sixteen) angle = offset * half_angle, square = angle * angle;
        const NAME(sixteen) sine = square + third * square * square;
        NAME(sixteen) q = floor + rise * sine;
        q = q > tiny ? q : tiny;
        NAME(sixteen) r;
        NAME(root)(&q, &r);
        NAME(sixteen) value = near->p[GR_NEAR_TERMS - 1];
        for (int32_t j = GR_NEAR_TERMS - 2; j >= 0; j--) value = value * r + near->p[j];
        const NAME(sixteen) part = q < one ? value * weight : none;
        *(NAME(sixteen_anywhere) *)(line + column) += part;
        offset += (float)16;
      }
    }
  }
}

#undef ESTIMATE

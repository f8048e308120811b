// The loops of tile.c for one level of the processor: included once per level, with NAME, LANES, TARGET and GATHER
// set for it. No include guard for that reason.

typedef float NAME(floats) __attribute__((ext_vector_type(LANES)));
typedef int32_t NAME(ints) __attribute__((ext_vector_type(LANES)));

// 0, 1, 2 …
TARGET INLINE NAME(ints) NAME(lanes)(void) {
  NAME(ints) lane;
  for (int32_t i = 0; i < LANES; i++) lane[i] = i;
  return lane;
}

// 2^x for x = u · v, by rounding x to a whole power and a polynomial on ±½ of relative error 2e-7.
TARGET INLINE NAME(floats) NAME(exp2_of)(NAME(floats) u, NAME(floats) v) {
#pragma clang fp contract(fast)
  // Adding 1.5 · 2^23 leaves the nearest whole number in the low bits, from where a shift makes it the exponent.
  const NAME(floats) magic = 12582912.0f;
  const NAME(floats) shifted = u * v + magic;
  const NAME(floats) rest = u * v - (shifted - magic);
  NAME(floats) power = rest * EXP2_5 + EXP2_4;
  power = power * rest + EXP2_3;
  power = power * rest + EXP2_2;
  power = power * rest + EXP2_1;
  power = power * rest + 1.0f;
  return (NAME(floats))((NAME(ints))power + ((NAME(ints))shifted << 23));
}

TARGET INLINE NAME(floats) NAME(table_value)(NAME(floats) chord, const gr_kernel *kernel) {
#pragma clang fp contract(fast)
  const NAME(floats) position = chord * kernel->p0;
  const NAME(floats) highest = (float)(kernel->cells - 1);
  const NAME(floats) cell = __builtin_elementwise_min(__builtin_elementwise_floor(position), highest);
  const NAME(floats) t = position - cell - 0.5f;
  const NAME(ints) index = __builtin_convertvector(cell, NAME(ints)) << 2;
  NAME(floats) value = GATHER(kernel->table + 3, index);
  value = value * t + GATHER(kernel->table + 2, index);
  value = value * t + GATHER(kernel->table + 1, index);
  return value * t + GATHER(kernel->table, index);
}

// K at squared chords; `form` and `power` are known where this is inlined.
TARGET INLINE NAME(floats) NAME(value_of)(
    NAME(floats) squared, const gr_kernel *kernel, int32_t form, int32_t power) {
#pragma clang fp contract(fast)
  const NAME(floats) zero = 0;
  if (form == GR_TABLE) {
    return __builtin_elementwise_max(NAME(table_value)(__builtin_elementwise_sqrt(squared), kernel), zero);
  }
  const NAME(floats) slope = squared * kernel->p1 + kernel->p0;
  if (form == GR_EXPONENTIAL) return NAME(exp2_of)(__builtin_elementwise_sqrt(squared), slope);
  if (form == GR_GAUSSIAN) return NAME(exp2_of)(squared, slope);
  const NAME(floats) base = __builtin_elementwise_max(squared * slope + 1.0f, zero);
  return power == 1 ? base : power == 2 ? base * base : base * base * base;
}

// Adds one place to nodes first…last of a row. Vectors start at multiples of LANES, so that none straddles two
// lines of the cache; what lies before and behind the run is computed and left as it was.
TARGET INLINE void NAME(add_run)(
    float *sums, const float *sines, int32_t first, int32_t last, float a, float b, float weight,
    const gr_kernel *kernel, int32_t form, int32_t power) {
#pragma clang fp contract(fast)
  const NAME(floats) *sine = (const NAME(floats) *)sines + first / LANES;
  NAME(floats) *sum = (NAME(floats) *)sums + first / LANES;
  const NAME(floats) *end = (const NAME(floats) *)sines + last / LANES;
  const NAME(ints) lane = NAME(lanes)();
  NAME(ints) inside = lane >= first % LANES;
  for (; sine < end; sine++, sum++) {
    const NAME(floats) value = NAME(value_of)(*sine * b + a, kernel, form, power);
    *sum = (NAME(floats))((NAME(ints))value & inside) * weight + *sum;
    inside = lane >= 0;
  }
  inside &= lane <= last % LANES;
  const NAME(floats) value = NAME(value_of)(*sine * b + a, kernel, form, power);
  *sum = (NAME(floats))((NAME(ints))value & inside) * weight + *sum;
}

// Adds places to a tile; `form` and `power` are known where this is inlined.
TARGET INLINE void NAME(add_places)(
    const gr_tile *tile, const gr_place *places, int32_t count, const gr_kernel *kernel, int32_t form,
    int32_t power) {
  double w[GR_TILE_COLUMNS];
  _Alignas(64) float sines[GR_TILE_COLUMNS];
  double a[GR_TILE_ROWS], b[GR_TILE_ROWS], half[GR_TILE_ROWS];
  const int32_t columns = tile->columns, rows = tile->rows;
  const double reach = kernel->reach_squared;
  for (int32_t i = columns; i < GR_TILE_COLUMNS; i++) sines[i] = 0;
  for (int32_t number = 0; number < count; number++) {
    const gr_place place = places[number];
    // sin² of half the difference in longitude, from which c² = a + b sin².
    for (int32_t i = 0; i < columns; i++) {
      w[i] = tile->sine[i] * place.cosine - tile->cosine[i] * place.sine;
      sines[i] = (float)(w[i] * w[i]);
    }
    // How many columns the reach spans to each side; not a number where the row is out of reach. The series of the
    // arcsine falls short by far less than a column for the spans allowed.
    for (int32_t row = 0; row < rows; row++) {
      const double across = tile->rho[row] - place.rho, up = tile->z[row] - place.z;
      a[row] = across * across + up * up;
      b[row] = 4 * tile->rho[row] * place.rho;
      const double m2 = (reach - a[row]) / b[row];
      const double arcsine = __builtin_elementwise_sqrt(m2) * (1 + m2 * (1.0 / 6 + m2 * (3.0 / 40 + m2 * (15.0 / 336))));
      half[row] = 2 * tile->columns_per_radian * arcsine;
    }
    for (int32_t row = 0; row < rows; row++) {
      const double west = place.column - half[row], east = place.column + half[row];
      if (!(east >= -1 && west <= columns)) continue;
      int32_t first = west > 0 ? (int32_t)west : 0;
      int32_t last = east < columns - 1 ? (int32_t)east + 1 : columns - 1;
      // The ends are judged in double precision, as everywhere else.
      while (first <= last && a[row] + b[row] * w[first] * w[first] > reach) first++;
      while (first <= last && a[row] + b[row] * w[last] * w[last] > reach) last--;
      if (first > last) continue;
      NAME(add_run)(
          tile->sums + (int64_t)row * GR_TILE_COLUMNS, sines, first, last, (float)a[row], (float)b[row],
          place.weight, kernel, form, power);
    }
  }
}

TARGET static void NAME(tile_add)(
    const gr_tile *tile, const gr_place *places, int32_t count, const gr_kernel *kernel) {
  switch (kernel->form) {
    case GR_EXPONENTIAL: NAME(add_places)(tile, places, count, kernel, GR_EXPONENTIAL, 0); break;
    case GR_GAUSSIAN: NAME(add_places)(tile, places, count, kernel, GR_GAUSSIAN, 0); break;
    case GR_POLYNOMIAL:
      if (kernel->power == 1) NAME(add_places)(tile, places, count, kernel, GR_POLYNOMIAL, 1);
      if (kernel->power == 2) NAME(add_places)(tile, places, count, kernel, GR_POLYNOMIAL, 2);
      if (kernel->power == 3) NAME(add_places)(tile, places, count, kernel, GR_POLYNOMIAL, 3);
      break;
    default: NAME(add_places)(tile, places, count, kernel, GR_TABLE, 0); break;
  }
}

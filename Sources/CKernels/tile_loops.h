// The loops of tile.c for one level of the processor: included once per level, with NAME, LANES, TARGET and GATHER
// set for it. No include guard for that reason.

typedef float NAME(floats) __attribute__((ext_vector_type(LANES)));
typedef int32_t NAME(ints) __attribute__((ext_vector_type(LANES)));
typedef uint32_t NAME(unsigneds) __attribute__((ext_vector_type(LANES)));

// 0, 1, 2 …
TARGET INLINE NAME(ints) NAME(lanes)(void) {
  NAME(ints) lane;
  for (int32_t i = 0; i < LANES; i++) lane[i] = i;
  return lane;
}

// What a place's weight is to exp2_add.
typedef struct {
#if LANES == 16
  NAME(floats) steps;
#else
  NAME(floats) weight;
#endif
} NAME(exp2_weight);

TARGET INLINE NAME(exp2_weight) NAME(exp2_weight_of)(float weight) {
#if LANES == 16
  // Weight · 2^(i / 16), less what the shift of exp2_add adds to the exponent for i.
  const NAME(floats) steps = SIXTEENTHS;
  return (NAME(exp2_weight)){(NAME(floats))((NAME(ints))(steps * weight) - (NAME(lanes)() << 19))};
#else
  return (NAME(exp2_weight)){weight};
#endif
}

// sum + weight · 2^−x for x of at least 0 where `inside`, to 5e-7 of the addend.
TARGET INLINE NAME(floats) NAME(exp2_add)(
    NAME(floats) sum, NAME(floats) x, NAME(exp2_weight) weight, NAME(ints) inside) {
#pragma clang fp contract(fast)
#if LANES == 16
  // Adding 1.5 · 2^19 leaves the nearest sixteenth in the low bits: four of them look up, the others are the
  // exponent, and a parabola does for ±1/32.
  const NAME(floats) magic = 786432.0f;
  const NAME(floats) shifted = magic - x;
  const NAME(floats) rest = (magic - shifted) - x;
  const NAME(floats) step = LOOK_UP(weight.steps, shifted);
  const NAME(ints) power = (NAME(ints))step + ((NAME(ints))shifted << 19);
  const NAME(floats) one = (rest * EXP2_SHORT_2 + EXP2_SHORT_1) * rest + EXP2_SHORT_0;
  return (NAME(floats))(power & inside) * one + sum;
#else
  // Adding 1.5 · 2^23 leaves the nearest whole number in the low bits, from where a shift makes it the exponent.
  const NAME(floats) magic = 12582912.0f;
  const NAME(floats) shifted = magic - x;
  const NAME(floats) rest = (magic - shifted) - x;
  NAME(floats) power = rest * EXP2_5 + EXP2_4;
  power = power * rest + EXP2_3;
  power = power * rest + EXP2_2;
  power = power * rest + EXP2_1;
  power = power * rest + 1.0f;
  const NAME(ints) value = (NAME(ints))power + ((NAME(ints))shifted << 23);
  return (NAME(floats))(value & inside) * weight.weight + sum;
#endif
}

TARGET INLINE NAME(floats) NAME(table_value)(NAME(floats) position, const gr_kernel *kernel) {
#pragma clang fp contract(fast)
  const NAME(floats) highest = (float)(kernel->cells - 1);
  const NAME(floats) cell = __builtin_elementwise_min(__builtin_elementwise_floor(position), highest);
  const NAME(floats) t = position - cell - 0.5f;
  const NAME(ints) index = __builtin_convertvector(cell, NAME(ints)) << 2;
  NAME(floats) value = GATHER(kernel->table + 3, index);
  value = value * t + GATHER(kernel->table + 2, index);
  value = value * t + GATHER(kernel->table + 1, index);
  return value * t + GATHER(kernel->table, index);
}

// A place's weight in the way that a form takes it.
typedef struct {
  NAME(exp2_weight) exp2;
  NAME(floats) plain;
} NAME(weight);

// sum + weight · K where `inside`, at scaled squared distances; `form` and `power` are known where this is inlined.
TARGET INLINE NAME(floats) NAME(add_value)(
    NAME(floats) sum, NAME(floats) square, NAME(weight) weight, NAME(ints) inside, const gr_kernel *kernel,
    int32_t form, int32_t power) {
#pragma clang fp contract(fast)
  const NAME(floats) zero = 0;
  if (form == GR_EXPONENTIAL)
    return NAME(exp2_add)(sum, __builtin_elementwise_sqrt(square), weight.exp2, inside);
  if (form == GR_GAUSSIAN) return NAME(exp2_add)(sum, square, weight.exp2, inside);
  NAME(floats) value;
  if (form == GR_TABLE) {
    value = __builtin_elementwise_max(NAME(table_value)(__builtin_elementwise_sqrt(square), kernel), zero);
  } else {
    const NAME(floats) base = __builtin_elementwise_max(1.0f - square, zero);
    value = power == 1 ? base : power == 2 ? base * base : base * base * base;
  }
  return (NAME(floats))((NAME(ints))value & inside) * weight.plain + sum;
}

// A place as the rows of a tile see it: the scaled squared distance is a + s (b + s c), s being sin² of half the
// difference in longitude, and the nodes from first to first + span are in reach.
typedef struct {
  float a[GR_TILE_ROWS], b[GR_TILE_ROWS], c[GR_TILE_ROWS];
  int32_t first[GR_TILE_ROWS], last[GR_TILE_ROWS];
} NAME(rows);

// Where rows out of reach begin: behind every node.
#define GR_NOWHERE (1 << 20)

// Whether a node is in reach, in double precision as everywhere else.
TARGET INLINE int32_t NAME(reaches)(
    const gr_tile *tile, gr_place place, const gr_kernel *kernel, int32_t row, int32_t column) {
#pragma clang fp contract(off)
  const double across = tile->rho[row] - place.rho, up = tile->z[row] - place.z;
  const double a = across * across + up * up, b = 4 * tile->rho[row] * place.rho;
  const double w = tile->sine[column] * place.cosine - tile->cosine[column] * place.sine;
  return a + b * w * w <= kernel->reach_squared;
}

// Fills in the rows south…north. Returns whether any is in reach.
TARGET INLINE int32_t NAME(see_rows)(
    NAME(rows) *seen, const gr_tile *tile, gr_place place, const gr_kernel *kernel, int32_t south,
    int32_t north) {
  const double reach = kernel->reach_squared, scale = kernel->scale, arc = kernel->arc;
  const double last_column = tile->columns - 1, twice = 2 * tile->columns_per_radian;
  double west[GR_TILE_ROWS], east[GR_TILE_ROWS];
  int32_t doubtful = 0, any = 0;
  for (int32_t row = south; row <= north; row++) {
    const double across = tile->rho[row] - place.rho, up = tile->z[row] - place.z;
    const double a = across * across + up * up, b = 4 * tile->rho[row] * place.rho;
    seen->a[row] = (float)(scale * (a + arc * a * a));
    seen->b[row] = (float)(scale * (b + 2 * arc * a * b));
    seen->c[row] = (float)(scale * arc * b * b);
    // How many columns the reach spans to each side, by the series of the arcsine: good to 1e-4 columns.
    const double m2 = a <= reach ? (reach - a) / b : 0;
    double series = 945.0 / 42240 + m2 * (10395.0 / 599040);
    series = 1 + m2 * (1.0 / 6 + m2 * (3.0 / 40 + m2 * (15.0 / 336 + m2 * (105.0 / 3456 + m2 * series))));
    const double half = twice * __builtin_elementwise_sqrt(m2) * series;
    west[row] = place.column - half;
    east[row] = place.column + half;
    const double first = __builtin_elementwise_max(__builtin_elementwise_ceil(west[row]), 0.0);
    const double last = __builtin_elementwise_min(__builtin_elementwise_floor(east[row]), last_column);
    const int32_t hit = (a <= reach) & (east[row] >= -0.5) & (west[row] <= last_column + 0.5);
    seen->first[row] = hit ? (int32_t)first : GR_NOWHERE;
    seen->last[row] = hit ? (int32_t)last : -1;
    const double gap_west = west[row] - __builtin_elementwise_rint(west[row]);
    const double gap_east = east[row] - __builtin_elementwise_rint(east[row]);
    const double gap = __builtin_elementwise_min(
        __builtin_elementwise_abs(gap_west), __builtin_elementwise_abs(gap_east));
    doubtful |= hit & (gap < 1e-3);
    any |= hit;
  }
  if (!doubtful) return any;
  for (int32_t row = south; row <= north; row++) {
    if (seen->last[row] < 0 && seen->first[row] == GR_NOWHERE) continue;
    const double first = __builtin_elementwise_rint(west[row]), last = __builtin_elementwise_rint(east[row]);
    if (first >= 0 && first <= last_column && first - west[row] < 1e-3 && west[row] - first < 1e-3)
      seen->first[row] = (int32_t)first + !NAME(reaches)(tile, place, kernel, row, (int32_t)first);
    if (last >= 0 && last <= last_column && last - east[row] < 1e-3 && east[row] - last < 1e-3)
      seen->last[row] = (int32_t)last - !NAME(reaches)(tile, place, kernel, row, (int32_t)last);
  }
  return any;
}

// Adds places to a tile; `form` and `power` are known where this is inlined.
//
// Rows are taken GROUP at a time, whose runs are nearly one. Vectors start at multiples of LANES, so that none
// straddles two lines of the cache; nodes before and behind a run are computed and left as they were.
TARGET INLINE void NAME(add_places)(
    const gr_tile *tile, const gr_place *places, int32_t count, const gr_kernel *kernel, int32_t form,
    int32_t power) {
#pragma clang fp contract(fast)
  _Alignas(64) float sines[GR_TILE_COLUMNS];
  NAME(rows) seen;
  const NAME(ints) lane = NAME(lanes)();
  for (int32_t i = 0; i < GR_TILE_COLUMNS; i++) sines[i] = 0;
  for (int32_t i = 0; i < GR_TILE_ROWS; i++) seen.a[i] = seen.b[i] = seen.c[i] = 0;
  // The arc of the longest chord allowed is less than 1 % longer.
  const double half_rows = 1.01 * __builtin_elementwise_sqrt(kernel->reach_squared) / tile->least_row_metres + 1;
  for (int32_t number = 0; number < count; number++) {
    const gr_place place = places[number];
    // Whole groups of rows, those around the reach among them.
    const double low = place.row - half_rows, high = place.row + half_rows;
    if (high < 0 || low >= tile->rows) continue;
    const int32_t south = low > 0 ? (int32_t)low / GROUP * GROUP : 0;
    const int32_t north = high < tile->rows - 1 ? (int32_t)high : tile->rows - 1;
    for (int32_t row = north + 1; row % GROUP != 0; row++) {
      seen.first[row] = GR_NOWHERE;
      seen.last[row] = -1;
    }
    if (!NAME(see_rows)(&seen, tile, place, kernel, south, north)) continue;
    int32_t west = GR_NOWHERE, east = -1;
    for (int32_t row = south; row <= north; row++) {
      west = seen.first[row] < west ? seen.first[row] : west;
      east = seen.last[row] > east ? seen.last[row] : east;
    }
    const int32_t behind = (east | (LANES - 1)) + 1;
    for (int32_t i = west & -LANES; i < (behind < tile->columns ? behind : tile->columns); i++) {
      const double w = tile->sine[i] * place.cosine - tile->cosine[i] * place.sine;
      sines[i] = (float)(w * w);
    }
    const NAME(weight) weight = {NAME(exp2_weight_of)(place.weight), place.weight};
    for (int32_t row = south; row <= north; row += GROUP) {
      int32_t first = seen.first[row], last = seen.last[row];
      for (int32_t i = 1; i < GROUP; i++) {
        first = seen.first[row + i] < first ? seen.first[row + i] : first;
        last = seen.last[row + i] > last ? seen.last[row + i] : last;
      }
      NAME(ints) index[GROUP];
      NAME(unsigneds) span[GROUP];
      for (int32_t i = 0; i < GROUP; i++) {
        // As whole numbers without sign, what lies before a run lies far behind it.
        index[i] = lane + ((first & -LANES) - seen.first[row + i]);
        const int32_t most = seen.last[row + i] - seen.first[row + i];
        span[i] = (uint32_t)(most < 0 ? 0 : most);
        if (most < 0) index[i] = lane - GR_NOWHERE;
      }
      float *sums = tile->sums + (int64_t)row * GR_TILE_COLUMNS;
      for (int32_t column = first & -LANES; column <= last; column += LANES) {
        const NAME(floats) sine = *(const NAME(floats) *)(sines + column);
        for (int32_t i = 0; i < GROUP; i++) {
          const NAME(floats) square =
              (sine * seen.c[row + i] + seen.b[row + i]) * sine + seen.a[row + i];
          const NAME(ints) inside = (NAME(unsigneds))index[i] <= span[i];
          NAME(floats) *sum = (NAME(floats) *)(sums + i * GR_TILE_COLUMNS + column);
          *sum = NAME(add_value)(*sum, square, weight, inside, kernel, form, power);
          index[i] += LANES;
        }
      }
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

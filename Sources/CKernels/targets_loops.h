// The loops of targets.c for one level of the processor: included once per level, with NAME, LANES, TARGET and, where
// there is one, LOOK_UP set for it. No include guard for that reason.

#define HALF (LANES / 2)

typedef float NAME(floats) __attribute__((ext_vector_type(LANES)));
typedef int32_t NAME(ints) __attribute__((ext_vector_type(LANES)));
typedef double NAME(doubles) __attribute__((ext_vector_type(HALF)));
typedef float NAME(halves) __attribute__((ext_vector_type(HALF)));
typedef float NAME(loose_half) __attribute__((ext_vector_type(HALF), aligned(4)));
// As they lie in memory, aligned to nothing more than a number.
typedef float NAME(loose) __attribute__((ext_vector_type(LANES), aligned(4)));
typedef double NAME(loose_doubles) __attribute__((ext_vector_type(HALF), aligned(8)));
#define LOOSE(pointer) (*(const NAME(loose) *)(pointer))
#define LOOSE_DOUBLES(pointer) (*(const NAME(loose_doubles) *)(pointer))

// Numbers of a table of 32 by their indexes, of which the lowest five bits count.
TARGET INLINE NAME(floats) NAME(look_up)(const float *cells, NAME(ints) index) {
#if LANES == 16
  return LOOK_UP(cells, index);
#elif LANES == 8
  return LOOK_UP(cells, index & (GR_TARGET_CELLS - 1));
#else
  NAME(floats) result;
  for (int32_t i = 0; i < LANES; i++) result[i] = cells[index[i] & (GR_TARGET_CELLS - 1)];
  return result;
#endif
}

TARGET INLINE NAME(floats) NAME(polynomial)(
    const float *cells, NAME(ints) index, NAME(floats) t, int32_t degree) {
#pragma clang fp contract(fast)
  NAME(floats) value = NAME(look_up)(cells + degree * GR_TARGET_CELLS, index);
#pragma clang loop unroll(full)
  for (int32_t k = degree - 1; k >= 0; k--)
    value = value * t + NAME(look_up)(cells + k * GR_TARGET_CELLS, index);
  return value;
}

// 2^−x for x of 0…100, to 2e-7.
TARGET INLINE NAME(floats) NAME(exp2_of)(NAME(floats) x) {
#pragma clang fp contract(fast)
  // Adding 1.5 · 2^23 leaves the nearest whole number in the low bits, from where a shift makes it the exponent.
  const NAME(floats) magic = 12582912.0f;
  const NAME(floats) shifted = magic - x;
  const NAME(floats) rest = (magic - shifted) - x;
  NAME(floats) power = rest * EXP2_5 + EXP2_4;
  power = power * rest + EXP2_3;
  power = power * rest + EXP2_2;
  power = power * rest + EXP2_1;
  power = power * rest + 1.0f;
  return (NAME(floats))((NAME(ints))power + ((NAME(ints))shifted << 23));
}

// What any target of a lot may be to a source.
enum NAME(zone) {
  // In the body of the kernel.
  NAME(in_body),
  // In its body or at its centre.
  NAME(near_centre),
  // In its body or out of its reach.
  NAME(near_end),
  // The same, where its rim has a table of its own.
  NAME(at_rim),
};

// K over a difference in the plane. `form`, `detail` (the power of a polynomial, the degree of a table) and `zone` are
// known where this is inlined.
TARGET INLINE NAME(floats) NAME(value)(
    NAME(floats) x, NAME(floats) y, const gr_target_kernel *kernel, int32_t form, int32_t detail,
    enum NAME(zone) zone) {
#pragma clang fp contract(fast)
  const NAME(floats) zero = 0;
  const NAME(floats) q = x * x + y * y;
  NAME(floats) value;
  if (form == GR_EXPONENTIAL) {
    value = NAME(exp2_of)(__builtin_elementwise_sqrt(q) * kernel->rate);
  } else if (form == GR_GAUSSIAN) {
    value = NAME(exp2_of)(q * kernel->rate);
  } else if (form == GR_POLYNOMIAL) {
    const NAME(floats) base = __builtin_elementwise_max(1.0f - q * kernel->rate, zero);
    value = detail == 1 ? base : detail == 2 ? base * base : base * base * base;
  } else {
    // The last twenty bits of the mantissa say where in its cell a number is.
    const NAME(floats) shifted = y * y + (x * x + GR_TARGET_SHIFT);
    const NAME(ints) bits = (NAME(ints))shifted;
    NAME(floats) t = (NAME(floats))((bits & 0xFFFFF) | 0x3F800000);
    if (detail > 3) t -= 1.0625f;
    value = NAME(polynomial)(kernel->body, bits >> 20, t, detail);
    if (zone == NAME(near_centre) || zone == NAME(at_rim)) {
      const gr_target_edge *edge = zone == NAME(at_rim) ? &kernel->rim : &kernel->centre;
      const NAME(floats) magic = 12582912.0f;
      const NAME(floats) position = (__builtin_elementwise_sqrt(q) - edge->start) * edge->rate;
      const NAME(floats) whole = position + magic;
      const NAME(floats) own =
          NAME(polynomial)(edge->cells, (NAME(ints))whole, position - (whole - magic), detail);
      const NAME(ints) inside = zone == NAME(at_rim) ? q >= edge->from : q < edge->to;
      value = inside ? own : value;
    }
  }
  // Beyond the reach numbers may be too large for the arithmetic; they are not used.
  if (zone == NAME(in_body) || zone == NAME(near_centre)) return value;
  return q <= kernel->reach ? value : zero;
}

// Some targets that are summed together, and a circle round them.
typedef struct {
  NAME(floats) x[3], y[3], shares[3];
  float middle_x, middle_y, radius;
} NAME(lot);

TARGET INLINE float NAME(least)(NAME(floats) values) {
  float result = values[0];
  for (int32_t i = 1; i < LANES; i++) result = values[i] < result ? values[i] : result;
  return result;
}

TARGET INLINE NAME(lot) NAME(lot_of)(const gr_targets *targets, int32_t first, int32_t nodes) {
  NAME(lot) lot;
  NAME(floats) low_x, low_y, high_x, high_y;
  for (int32_t k = 0; k < nodes; k++) {
    const int32_t place = k * targets->stride + first;
    const NAME(floats) x = LOOSE(targets->x + place), y = LOOSE(targets->y + place);
    lot.x[k] = x;
    lot.y[k] = y;
    lot.shares[k] = LOOSE(targets->shares + place);
    low_x = k ? __builtin_elementwise_min(low_x, x) : x;
    low_y = k ? __builtin_elementwise_min(low_y, y) : y;
    high_x = k ? __builtin_elementwise_max(high_x, x) : x;
    high_y = k ? __builtin_elementwise_max(high_y, y) : y;
  }
  lot.middle_x = (NAME(least)(low_x) - NAME(least)(-high_x)) / 2;
  lot.middle_y = (NAME(least)(low_y) - NAME(least)(-high_y)) / 2;
  float most = 0;
  for (int32_t k = 0; k < nodes; k++) {
    const NAME(floats) x = lot.x[k] - lot.middle_x, y = lot.y[k] - lot.middle_y;
    const float largest = -NAME(least)(-(x * x + y * y));
    most = largest > most ? largest : most;
  }
  // More than needed, so that rounding loses nothing.
  lot.radius = __builtin_elementwise_sqrt(most) * 1.00001f + 1e-6f;
  return lot;
}

// Sources by what a lot's targets may be to them, numbers in order, each list with room for a vector more.
typedef struct {
  int32_t *numbers[3];
  int32_t counts[3];
} NAME(felt);

// Tells apart the sources whose squared distance from a lot's middle is at most `inner`, at most `border` and at most
// `outer`.
TARGET INLINE void NAME(find)(
    const gr_framed *sources, int32_t count, const NAME(lot) *lot, float inner, float border, float outer,
    NAME(felt) *felt) {
#pragma clang fp contract(fast)
  int32_t *const centre = felt->numbers[NAME(near_centre)], *const body = felt->numbers[NAME(in_body)];
  int32_t *const rim = felt->numbers[NAME(near_end)];
  int32_t centres = 0, bodies = 0, rims = 0;
  const float *const source_x = sources->x, *const source_y = sources->y;
#if LANES == 16
  NAME(ints) number;
  for (int32_t i = 0; i < LANES; i++) number[i] = i;
  for (int32_t i = 0; i < count; i += LANES) {
    const NAME(floats) x = LOOSE(source_x + i) - lot->middle_x, y = LOOSE(source_y + i) - lot->middle_y;
    const __m512 squared = (__m512)(x * x + y * y);
    const uint32_t rest = i + LANES <= count ? 0xFFFF : (1u << (count - i)) - 1;
    const uint32_t in_outer = rest & _mm512_cmp_ps_mask(squared, _mm512_set1_ps(outer), _CMP_LE_OQ);
    const uint32_t in_border = _mm512_cmp_ps_mask(squared, _mm512_set1_ps(border), _CMP_LE_OQ);
    const uint32_t in_inner = _mm512_cmp_ps_mask(squared, _mm512_set1_ps(inner), _CMP_LE_OQ);
#define TAKE(list, found, hits)                                                                         \
  _mm512_storeu_si512((list) + (found), _mm512_maskz_compress_epi32((__mmask16)(hits), (__m512i)number)); \
  found += __builtin_popcount(hits)
    TAKE(rim, rims, in_outer & ~in_border);
    TAKE(body, bodies, in_outer & in_border & ~in_inner);
    TAKE(centre, centres, in_outer & in_inner);
#undef TAKE
    number += LANES;
  }
#else
  for (int32_t i = 0; i < count; i++) {
    const float x = source_x[i] - lot->middle_x, y = source_y[i] - lot->middle_y;
    const float squared = x * x + y * y;
    centre[centres] = body[bodies] = rim[rims] = i;
    centres += squared <= inner;
    bodies += (squared > inner) & (squared <= border);
    rims += (squared > border) & (squared <= outer);
  }
#endif
  felt->counts[NAME(near_centre)] = centres;
  felt->counts[NAME(in_body)] = bodies;
  felt->counts[NAME(near_end)] = rims;
}

// Adds the sources of one zone to a lot of targets.
TARGET INLINE void NAME(add_zone)(
    const gr_targets *targets, int32_t first, const NAME(lot) *lot, const gr_framed *sources,
    const NAME(felt) *felt, const gr_target_kernel *kernel, int32_t form, int32_t detail,
    enum NAME(zone) zone, int32_t nodes) {
#pragma clang fp contract(fast)
  const float *const source_x = sources->x, *const source_y = sources->y;
  const float *const weights = sources->weights, *const squares = sources->squares;
  const int32_t list = zone == NAME(at_rim) ? NAME(near_end) : zone;
  const int32_t *const numbers = felt->numbers[list];
  const int32_t count = felt->counts[list];
  for (int32_t start = 0; start < count; start += BATCH) {
    const int32_t end = start + BATCH < count ? start + BATCH : count;
    NAME(floats) totals[3], variance = 0;
    for (int32_t k = 0; k < nodes; k++) totals[k] = 0;
    for (int32_t i = start; i < end; i++) {
      const int64_t source = numbers[i];
      NAME(floats) mean = 0;
#pragma clang loop unroll(full)
      for (int32_t k = 0; k < nodes; k++) {
        const NAME(floats) x = lot->x[k] - source_x[source], y = lot->y[k] - source_y[source];
        const NAME(floats) value = NAME(value)(x, y, kernel, form, detail, zone);
        totals[k] += value * weights[source];
        mean = nodes == 1 ? value : value * lot->shares[k] + mean;
      }
      variance += mean * mean * squares[source];
    }
    for (int32_t lane = 0; lane < LANES; lane++) {
      for (int32_t k = 0; k < nodes; k++) targets->totals[k * targets->stride + first + lane] += totals[k][lane];
      targets->variances[first + lane] += variance[lane];
    }
  }
}

TARGET INLINE void NAME(add_sources)(
    const gr_targets *targets, const gr_framed *sources, int32_t count, const gr_target_kernel *kernel,
    int32_t form, int32_t detail, int32_t nodes) {
  const int32_t has_centre = form == GR_TABLE && kernel->centre.to > 0;
  const int32_t has_rim = form == GR_TABLE && kernel->rim.from < kernel->reach;
  const float reach = __builtin_elementwise_sqrt(kernel->reach);
  const float centre = has_centre ? __builtin_elementwise_sqrt(kernel->centre.to) : 0;
  const float rim = has_rim ? __builtin_elementwise_sqrt(kernel->rim.from) : reach;
  NAME(felt) felt;
  for (int32_t i = 0; i < 3; i++) felt.numbers[i] = sources->felt + i * (count + LANES);
  for (int32_t first = 0; first < targets->count; first += LANES) {
    const NAME(lot) lot = NAME(lot_of)(targets, first, nodes);
    const float outer = (reach + lot.radius) * (reach + lot.radius);
    const float border = rim > lot.radius ? (rim - lot.radius) * (rim - lot.radius) : 0;
    const float inner = has_centre ? (centre + lot.radius) * (centre + lot.radius) : -1;
    NAME(find)(sources, count, &lot, inner, border, outer, &felt);
    NAME(add_zone)(targets, first, &lot, sources, &felt, kernel, form, detail, NAME(in_body), nodes);
    if (has_rim)
      NAME(add_zone)(targets, first, &lot, sources, &felt, kernel, form, detail, NAME(at_rim), nodes);
    else
      NAME(add_zone)(targets, first, &lot, sources, &felt, kernel, form, detail, NAME(near_end), nodes);
    if (has_centre)
      NAME(add_zone)(targets, first, &lot, sources, &felt, kernel, form, detail, NAME(near_centre), nodes);
  }
}

// Calls ADD(form, detail) with the kernel's own, known to the compiler.
#define WITH_FORM(kernel, ADD)                                    \
  switch ((kernel)->form) {                                       \
    case GR_EXPONENTIAL: ADD(GR_EXPONENTIAL, 0); break;           \
    case GR_GAUSSIAN: ADD(GR_GAUSSIAN, 0); break;                 \
    case GR_POLYNOMIAL:                                           \
      switch ((kernel)->power) {                                  \
        case 1: ADD(GR_POLYNOMIAL, 1); break;                     \
        case 2: ADD(GR_POLYNOMIAL, 2); break;                     \
        default: ADD(GR_POLYNOMIAL, 3); break;                    \
      }                                                           \
      break;                                                      \
    default:                                                      \
      switch ((kernel)->degree) {                                 \
        case 3: ADD(GR_TABLE, 3); break;                          \
        case 4: ADD(GR_TABLE, 4); break;                          \
        default: ADD(GR_TABLE, 5); break;                         \
      }                                                           \
  }

TARGET static void NAME(targets_add)(
    const gr_targets *targets, const gr_framed *sources, int32_t count, const gr_target_kernel *kernel) {
#define ADD(form, detail)                                                                  \
  if (targets->nodes == 1) NAME(add_sources)(targets, sources, count, kernel, form, detail, 1); \
  else NAME(add_sources)(targets, sources, count, kernel, form, detail, 3)
  WITH_FORM(kernel, ADD)
#undef ADD
}

#undef WITH_FORM

// Differences in double precision, the rest in single: the arc over the chord, laid off in its direction.
TARGET static void NAME(frame_sources)(
    const gr_frame *frame, const gr_sources *sources, int32_t first, int32_t end, const gr_framed *framed,
    int32_t count) {
#pragma clang fp contract(fast)
  const float arc = (float)frame->arc, scale = (float)frame->scale;
  for (int32_t i = first; i < end; i += HALF) {
    const NAME(doubles) x = LOOSE_DOUBLES(sources->x + i) - frame->x;
    const NAME(doubles) y = LOOSE_DOUBLES(sources->y + i) - frame->y;
    const NAME(doubles) z = LOOSE_DOUBLES(sources->z + i) - frame->z;
#define ALONG(axis) \
  __builtin_convertvector(x * frame->axis[0] + y * frame->axis[1] + z * frame->axis[2], NAME(halves))
    const NAME(halves) east = ALONG(east), north = ALONG(north), up = ALONG(up);
#undef ALONG
    // A tenth of a millimetre keeps the middle itself finite.
    const NAME(halves) level = east * east + north * north + 1e-8f;
    const NAME(halves) chord = up * up + level;
    const NAME(halves) stretch = __builtin_elementwise_sqrt(chord / level) * (chord * arc + 1.0f) * scale;
    *(NAME(loose_half) *)(framed->x + count) = east * stretch;
    *(NAME(loose_half) *)(framed->y + count) = north * stretch;
    *(NAME(loose_half) *)(framed->weights + count) = *(const NAME(loose_half) *)(sources->weights + i);
    *(NAME(loose_half) *)(framed->squares + count) = *(const NAME(loose_half) *)(sources->squares + i);
    count += HALF;
  }
}

#undef HALF
#undef LOOSE
#undef LOOSE_DOUBLES

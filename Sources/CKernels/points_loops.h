// The loops of points.c for one level of the processor: included once per level, with NAME, LANES and TARGET set
// for it. No include guard for that reason.

typedef double NAME(doubles) __attribute__((ext_vector_type(LANES)));
// As it lies in memory, aligned to nothing more than a number.
typedef double NAME(loose) __attribute__((ext_vector_type(LANES), aligned(8)));
typedef int64_t NAME(longs) __attribute__((ext_vector_type(LANES)));

// 2^−x for x of 0…1000, to a relative error of 3e-12.
TARGET INLINE NAME(doubles) NAME(exp2_of)(NAME(doubles) x) {
#pragma clang fp contract(fast)
#if LANES == 8
  // Adding 1.5 · 2^48 leaves the nearest sixteenth in the low bits: four of them look up, the others are the
  // exponent.
  const NAME(doubles) magic = 422212465065984.0;
  const NAME(doubles) low = DOUBLE_SIXTEENTHS_LOW, high = DOUBLE_SIXTEENTHS_HIGH;
  const NAME(doubles) shifted = magic - x;
  const NAME(doubles) rest = (magic - shifted) - x;
  const NAME(doubles) step = LOOK_UP_16(low, shifted, high);
  NAME(doubles) power = rest * DOUBLE_EXP2_SHORT_4 + DOUBLE_EXP2_SHORT_3;
  power = power * rest + DOUBLE_EXP2_SHORT_2;
  power = power * rest + DOUBLE_EXP2_SHORT_1;
  power = power * rest + 1.0;
  const NAME(longs) exponent = ((NAME(longs))shifted & ~15) << 48;
  return (NAME(doubles))((NAME(longs))step + exponent) * power;
#else
  // Adding 1.5 · 2^52 leaves the nearest whole number in the low bits, from where a shift makes it the exponent.
  const NAME(doubles) magic = 6755399441055744.0;
  const NAME(doubles) shifted = magic - x;
  const NAME(doubles) rest = (magic - shifted) - x;
  NAME(doubles) power = rest * DOUBLE_EXP2_8 + DOUBLE_EXP2_7;
  power = power * rest + DOUBLE_EXP2_6;
  power = power * rest + DOUBLE_EXP2_5;
  power = power * rest + DOUBLE_EXP2_4;
  power = power * rest + DOUBLE_EXP2_3;
  power = power * rest + DOUBLE_EXP2_2;
  power = power * rest + DOUBLE_EXP2_1;
  power = power * rest + 1.0;
  return (NAME(doubles))((NAME(longs))power + ((NAME(longs))shifted << 52));
#endif
}

// A table of cubics at chords within the reach.
TARGET INLINE NAME(doubles) NAME(cubic_at)(NAME(doubles) chord, const gr_radial *kernel) {
#pragma clang fp contract(fast)
  NAME(doubles) start = kernel->zones[0].start, rate = kernel->zones[0].rate;
  NAME(longs) first = kernel->zones[0].first, last = kernel->zones[0].last;
  for (int32_t i = 1; i <= kernel->last_zone; i++) {
    const NAME(longs) behind = chord >= kernel->zones[i].start;
    start = behind ? kernel->zones[i].start : start;
    rate = behind ? kernel->zones[i].rate : rate;
    first = behind ? kernel->zones[i].first : first;
    last = behind ? kernel->zones[i].last : last;
  }
  const NAME(doubles) zero = 0;
  const NAME(doubles) position = (chord - start) * rate - 0.5;
  // Adding 2^52 rounds to a whole number in the low bits.
  const NAME(doubles) shifted = __builtin_elementwise_max(position, zero) + 4503599627370496.0;
  NAME(longs) cell = (NAME(longs))shifted & 0xFFFFFFFFFFFFF;
  cell = __builtin_elementwise_min(cell, last);
  const NAME(doubles) t = position - __builtin_convertvector(cell, NAME(doubles));
  cell += first;
  NAME(doubles) a, b, c, d;
  for (int32_t i = 0; i < LANES; i++) {
    const gr_cubic cubic = kernel->cells[cell[i]];
    a[i] = cubic.a;
    b[i] = cubic.b;
    c[i] = cubic.c;
    d[i] = cubic.d;
  }
  return __builtin_elementwise_max(a + t * (b + t * (c + t * d)), zero);
}

// K at squared chords, 0 beyond the reach; `form` and `power` are known where this is inlined.
TARGET INLINE NAME(doubles) NAME(radial)(
    NAME(doubles) squared, const gr_radial *kernel, int32_t form, int32_t power) {
#pragma clang fp contract(fast)
  const NAME(doubles) zero = 0;
  const NAME(longs) inside = squared <= kernel->reach_squared;
  // Lanes out of reach are padding, perhaps, and their numbers too large for the arithmetic.
  squared = inside ? squared : zero;
  NAME(doubles) value;
  if (form == GR_TABLE) {
    value = NAME(cubic_at)(__builtin_elementwise_sqrt(squared), kernel);
  } else {
    // The arc over the chord.
    const NAME(doubles) arc = __builtin_elementwise_sqrt(squared) * (squared * kernel->arc + 1.0) * kernel->scale;
    if (form == GR_EXPONENTIAL) {
      value = NAME(exp2_of)(arc);
    } else if (form == GR_GAUSSIAN) {
      value = NAME(exp2_of)(arc * arc);
    } else {
      const NAME(doubles) base = __builtin_elementwise_max(1.0 - arc * arc, zero);
      value = power == 1 ? base : power == 2 ? base * base : base * base * base;
    }
  }
  return inside ? value : zero;
}

// Adds what the places of some runs of blocks are to a segment. `form`, `power` and whether `means` is wanted are
// known where this is inlined.
TARGET INLINE void NAME(add_runs)(
    const gr_block *blocks, const gr_run *runs, int32_t run_count, const gr_segment *segment,
    const gr_radial *kernel, double *means, gr_sums *sums, double *totals, int32_t form, int32_t power) {
#pragma clang fp contract(fast)
  const NAME(doubles) zero = 0;
  NAME(doubles) w0 = zero, w1 = zero, w2 = zero, w3 = zero, variance = zero;
  for (int32_t number = 0; number < run_count; number++) {
    for (int32_t index = runs[number].first; index < runs[number].end; index++) {
      const gr_block *block = blocks + index;
      for (int32_t part = 0; part < GR_BLOCK; part += LANES) {
#define PART(array) (*(const NAME(loose) *)((array) + part))
        const NAME(doubles) total = PART(block->total);
        NAME(doubles) mean = zero;
        for (int32_t i = 0; i < segment->count; i++) {
          const gr_node node = segment->nodes[i];
          const NAME(doubles) x = PART(block->x) - node.x;
          const NAME(doubles) y = PART(block->y) - node.y;
          const NAME(doubles) z = PART(block->z) - node.z;
          const NAME(doubles) influence = NAME(radial)(x * x + y * y + z * z, kernel, form, power);
          mean += influence * node.share;
          if (totals) *(NAME(loose) *)(totals + i * GR_BLOCK + part) += influence * total;
        }
        if (means) {
          *(NAME(loose) *)means = mean;
          means += LANES;
          continue;
        }
        w0 += mean * PART(block->weights[0]);
        w1 += mean * PART(block->weights[1]);
        w2 += mean * PART(block->weights[2]);
        w3 += mean * PART(block->weights[3]);
        variance += mean * mean * PART(block->squares);
#undef PART
      }
    }
  }
  if (means) return;
  for (int32_t i = 0; i < LANES; i++) {
    sums->weights[0] += w0[i];
    sums->weights[1] += w1[i];
    sums->weights[2] += w2[i];
    sums->weights[3] += w3[i];
    sums->variance += variance[i];
  }
}

// Calls ADD(form, power) with the kernel's own, known to the compiler.
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
    default: ADD(GR_TABLE, 0); break;                             \
  }

TARGET static void NAME(segment_add)(
    const gr_block *blocks, const gr_run *runs, int32_t run_count, const gr_segment *segment,
    const gr_radial *kernel, double *means, gr_sums *sums, double *totals) {
#define ADD(form, power)                                                                                       \
  if (means)                                                                                                   \
    NAME(add_runs)(blocks, runs, run_count, segment, kernel, means, sums, NULL, form, power);                  \
  else if (segment->count == 1)                                                                                \
    NAME(add_runs)(blocks, runs, run_count, segment, kernel, NULL, sums, NULL, form, power);                   \
  else                                                                                                         \
    NAME(add_runs)(blocks, runs, run_count, segment, kernel, NULL, sums, totals, form, power)
  WITH_FORM(kernel, ADD)
#undef ADD
}

#undef WITH_FORM

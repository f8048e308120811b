// The loops of lattice.c for one level of the processor: included once per level, with NAME and TARGET set for it.
// No include guard for that reason.

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
        for (int32_t part = 0; part < 4; part++)
          sums[i][part] = table[i * table_stride] * *(const NAME(sixteen_anywhere) *)(line + 16 * part);
      for (int32_t k = 1; k <= width; k++) {
        // What lies as far to the west as to the east has the same factor.
        NAME(sixteen) parts[4];
        for (int32_t part = 0; part < 4; part++)
          parts[part] = *(const NAME(sixteen_anywhere) *)(line - k + 16 * part) +
                        *(const NAME(sixteen_anywhere) *)(line + k + 16 * part);
        for (int32_t i = 0; i < count; i++) {
          const float factor = table[i * table_stride + k];
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
    const float *sums, int64_t row_stride, int32_t length, const double *down, const double *across, int32_t step,
    int32_t skip, int32_t columns, double *values, double *scratch) {
#pragma clang fp contract(fast)
  double *line = scratch;
  int32_t j = 0;
  for (; j + 8 <= length; j += 8) {
    NAME(doubles) sum = 0;
    for (int32_t k = 0; k < GR_ORDER; k++)
      sum += __builtin_convertvector(*(const NAME(eight_anywhere) *)(sums + k * row_stride + j), NAME(doubles)) *
             down[k];
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

#include "levels.h"

#include <string.h>

// The powers 0 … 5 of 1 − cos(λ − λ′) as polynomials in κ and σ of λ, by the sine and the versine of λ′.
//
// 1 − cos(λ − λ′) = κ′ + (1 − κ′) κ − σ′ σ, and σ² = 2κ − κ² keeps σ from coming twice. Number by number, since
// vectors of so few that lie so far apart are slower by half.
__attribute__((noinline)) static void versine_powers(double sine, double versine, double powers[6][16]) {
  const int32_t degree = 5;
  const double alpha = versine, beta = 1 - versine, gamma = -sine;
  for (int32_t j = 0; j <= degree; j++)
    for (int32_t i = 0; i < 16; i++) powers[j][i] = 0;
  powers[0][0] = 1;
  for (int32_t j = 0; j < degree; j++) {
    const double *t = powers[j];
    double *next = powers[j + 1];
    // t[2 m − 1] belongs to κ^m and t[2 m] to κ^(m−1) σ; t[0] to 1.
    const int32_t top = 2 * j;
#pragma clang loop vectorize(disable)
    for (int32_t i = 0; i <= top; i++) next[i] += alpha * t[i];
    next[1] += beta * t[0];
    next[2] += gamma * t[0];
#pragma clang loop vectorize(disable)
    for (int32_t m = 1; m <= j; m++) {
      next[2 * m + 1] += beta * t[2 * m - 1] - gamma * t[2 * m];
      next[2 * m + 2] += beta * t[2 * m] + gamma * t[2 * m - 1];
      next[2 * m - 1] += 2 * gamma * t[2 * m];
    }
  }
}

// Places whose powers are worked out together.
#define GR_CHUNK 16

// What a row is to sixteen places.
enum sight { NONE_REACHED, SEEN, IN_DOUBT };

// Where a disc begins and ends on a row, in double precision, from the place's whole column and the rest.
__attribute__((noinline)) static void exact_run(
    const gr_band *band, double reach, int32_t row, double rho, double z, double rest, int32_t whole, int32_t width,
    int32_t *start, int32_t *end) {
  const double across = band->rho[row] - rho, up = band->z[row] - z;
  const double room = reach - (across * across + up * up);
  const double half =
      room > 0 ? 2 * band->columns_per_radian * __builtin_asin(__builtin_sqrt(room / (4 * rho * band->rho[row]))) : 0;
  int32_t from = whole + (int32_t)__builtin_ceil(rest - half), to = whole + (int32_t)__builtin_floor(rest + half) + 1;
  from = from > 0 ? from : 0;
  to = to < band->columns ? to : band->columns;
  const int32_t before_row = row * (band->columns + 1);
  *start = (before_row + (from < to ? from : band->columns)) * width;
  *end = (before_row + (from < to ? to : band->columns)) * width;
}

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define LOOPS "rows_loops.h"
#include "each_level.h"

int32_t gr_rim_width(int32_t degree) { return degree <= 1 ? 4 : degree <= 3 ? 8 : 16; }

void gr_rim_add(
    const gr_band *band, const gr_rim *rim, const gr_split_places *places, int32_t first, int32_t last,
    double *line, int32_t level) {
  CALL(rim_add, band, rim, places, first, last, line);
}

void gr_rim_finish(
    double *line, const double *basis, int32_t columns, int32_t width, double *values, int32_t level) {
  CALL(rim_finish, line, basis, columns, width, values);
}

void gr_near_add(
    const gr_band *band, const gr_near *near, const gr_split_places *places, int32_t first, int32_t last,
    float *sums, int64_t stride, int32_t level) {
  CALL(near_add, band, near, places, first, last, sums, stride);
}

void gr_near_take(
    float *sums, int64_t stride, int32_t rows, int32_t first, int32_t last, double *values, int64_t value_stride) {
  for (int32_t row = 0; row < rows; row++)
    for (int32_t column = first; column <= last; column++) {
      values[row * value_stride + column] += sums[row * stride + column];
      sums[row * stride + column] = 0;
    }
}

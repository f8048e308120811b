// The inner loops of a surface that is split into rims, near parts and smooth parts on lattices
// (`Sources/ThreatField/Split`), on the levels of CKernels.h.
#ifndef GEORISK_CKERNELS_SPLIT_H
#define GEORISK_CKERNELS_SPLIT_H

#include <stdint.h>

// Rows that are swept together.
#define GR_BAND 8
// Numbers for which a lattice node is interpolated, in each direction.
#define GR_ORDER 8
// Numbers in a block of a lattice row: rows of sums are whole blocks.
#define GR_LATTICE_BLOCK 64

// Places, each array of them; all can be read for 15 places beyond the last.
typedef struct {
  // Metres from the plane of the equator; from the axis, squared: equator_squared − ratio_squared z², by the radius
  // of the equator and its ratio to the half axis.
  const double *z;
  double equator_squared, ratio_squared;
  // Longitude and latitude in columns and rows from the grid's first.
  const double *column, *row;
  // Of the longitude from the grid's middle.
  const double *sine, *cosine;
  const double *weight;
} gr_split_places;

// Metres from the Earth's axis.
static inline double gr_split_rho(const gr_split_places *places, double z) {
  return __builtin_sqrt(places->equator_squared - places->ratio_squared * (z * z));
}

// GR_BAND rows of some columns of a grid. Rows behind the grid's last are as far away as no place reaches.
typedef struct {
  // Metres from the Earth's axis and from the plane of the equator, and 1 / 4ρ.
  double rho[GR_BAND], z[GR_BAND], inverse[GR_BAND];
  // The first column, and how many there are.
  int32_t first, columns;
  double columns_per_radian;
} gr_band;

// The polynomial Σ a_j v^j with v = 1 − c² / reach², of degree 1, 3 or 5, that a rim carries.
typedef struct {
  double reach_squared;
  int32_t degree;
  double a[6];
  // Parts of a column within which single precision does not tell where a disc ends.
  float doubt;
  // Of the longitude of the columns' origin from the grid's middle.
  double turn_sine, turn_cosine;
} gr_rim;

// Numbers that a column has in a sweep of some degree: 4, 8 or 16.
int32_t gr_rim_width(int32_t degree);

// Adds the rims of places first ..< last to `line`: GR_BAND rows of (columns + 1) · width differences along the row,
// of the factors of 1, κ, σ, κ², κσ, κ³, κ²σ … with κ = 1 − cos and σ = sin of the longitude from the columns'
// origin; the last number counts discs. The reach must span less than 23° of longitude.
void gr_rim_add(
    const gr_band *band, const gr_rim *rim, const gr_split_places *places, int32_t first, int32_t last,
    double *line, int32_t level);

// Sums one row's differences up, adds their values to `values` and leaves the line empty. `basis` has `width` numbers
// a column, the last of them 0.
void gr_rim_finish(
    double *line, const double *basis, int32_t columns, int32_t width, double *values, int32_t level);

// Terms of a near part's polynomial.
#define GR_NEAR_TERMS 12

// What is summed near a place: Σ p_j (c / radius)^j for chords c up to the radius.
typedef struct {
  double radius;
  float p[GR_NEAR_TERMS];
  // Radians between columns.
  double column_angle;
} gr_near;

// Adds the near parts of places first ..< last to `sums`, GR_BAND rows of `stride` numbers that begin with the band's
// first column and can be written 16 beyond its last.
void gr_near_add(
    const gr_band *band, const gr_near *near, const gr_split_places *places, int32_t first, int32_t last,
    float *sums, int64_t stride, int32_t level);

// Adds columns first … last of `sums` to `values`, rows of `value_stride` numbers, and makes them 0.
void gr_near_take(
    float *sums, int64_t stride, int32_t rows, int32_t first, int32_t last, double *values, int64_t value_stride);

// Spreads the weights of places first ..< last over GR_ORDER × GR_ORDER lattice nodes each. Lattice node (i, j) lies
// `scale` of a fine step from the next; fine row and column 0 are at `row0` and `column0` of the lattice. Places
// with nodes outside rows × columns are left out.
void gr_lattice_spread(
    const gr_split_places *places, int32_t first, int32_t last, double scale, double row0, double column0,
    int32_t rows, int32_t columns, double *sums, int32_t level);

// Rows of sums that are convolved together.
#define GR_CONVOLVED 4

// Adds Σ_j Σ_k table_ij[|k|] · source_j[x + k], −width_j ≤ k ≤ width_j, to out_i[x] for `count` rows i, at most
// GR_CONVOLVED, and x in 0 ..< blocks · 64.
//
// The table of rows i and j begins at (j · GR_CONVOLVED + i) · table_stride, row j of `source` at j · source_stride,
// row i of `out` at i · out_stride; reads width_j before and after. A width below 0 leaves a row out.
void gr_lattice_convolve(
    const float *tables, int32_t table_stride, const int32_t *widths, const float *source, int64_t source_stride,
    int32_t rows, int32_t blocks, double *out, int64_t out_stride, int32_t count, int32_t level);

// Adds GR_ORDER lattice rows of `length` numbers, `row_stride` apart, combined by `down`, to `columns` values of a
// fine row: value number 0 lies `skip` fine columns, less than `step`, east of lattice number GR_ORDER / 2 − 1, and
// `step` columns make a cell of the lattice. `across` holds GR_ORDER weights for each of `step` phases. The columns
// need at most length − GR_ORDER + 1 cells; `scratch` has room for (step + 1) · (length + 8) numbers.
void gr_lattice_row(
    const float *sums, int64_t row_stride, int32_t length, const double *down, const double *across, int32_t step,
    int32_t skip, int32_t columns, double *values, double *scratch, int32_t level);

#endif

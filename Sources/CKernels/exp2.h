// Coefficients of 2^x on ±½ with the constant 1 kept: minimax of the relative error, 6.8e-8.
#define EXP2_1 0.6931465864181519f
#define EXP2_2 0.24022166430950165f
#define EXP2_3 0.055510472506284714f
#define EXP2_4 0.009674952365458012f
#define EXP2_5 0.0013202981790527701f

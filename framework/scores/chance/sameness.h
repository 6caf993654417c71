// Whether two groups of values look drawn alike, and what many such tests at once may claim.
#pragma once
#include <cstdint>
#include <vector>

#include "framework/base/random.h"

namespace xp {

/// Two-sided test of "both were drawn from one distribution", after Kolmogorov and Smirnov. Exact where a.size() ·
/// b.size() is at most 4 million, by counting lattice paths (Hodges, "The significance probability of the Smirnov
/// two-sample test", Arkiv för Matematik 3, 1958); beyond by Kolmogorov's limit, 2·Σ (-1)^(k-1) exp(-2k²λ²). With ties
/// it is conservative. 1 where one of them is empty.
double kolmogorov_smirnov(std::vector<double> a, std::vector<double> b);

/// Pearson's test of "row and column have nothing to do with each other" for a table of counts, without continuity
/// correction; rows and columns of zeros are left out. 1 where no degree of freedom remains.
double chi_square(const std::vector<std::vector<std::int64_t>>& table);

/// The same test where counts are too small for that limit: the share of tables with these sums of rows and columns,
/// drawn at random, whose statistic is as large; (1 + as large) / (1 + drawn). Ends early, after ten of them (Besag and
/// Clifford, "Sequential Monte Carlo p-values", Biometrika 78, 1991). Of two columns.
double monte_carlo_chi_square(const std::vector<std::vector<std::int64_t>>& table, int draws, Random random);

/// Adjusted so that rejecting where they are below α claims falsely with a probability of α at most, all tests
/// together. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6
/// (1979).
std::vector<double> holm(const std::vector<double>& p);

}  // namespace xp

// How many images it takes to tell two runs apart.
#pragma once
#include <cstdint>

namespace xp {

/// The probability that McNemar's exact test, two-sided, finds p < alpha among `images` that are drawn independently,
/// where one run is right and the other wrong on a share `discordant` of all, and by `difference` more often the one
/// way than the other (|difference| <= discordant <= 1). Exact but for 1e-10, by enumerating what may be drawn.
double mcnemar_power(std::int64_t images, double difference, double discordant, double alpha = 0.05);

/// Images that a test set must have for McNemar's exact test to find a `difference` of accuracy (not 0) with such a
/// `power`, where the two runs disagree in being right on a share `discordant` of them (taken as |difference| where it
/// is less): the fewest from which on mcnemar_power keeps it, but where nearly all images are discordant and it saws.
/// Where more than 10 000 images would be discordant: images_needed_approximately and 2 / |difference|, which lies
/// within 0.1 %.
std::int64_t images_needed(double difference, double discordant, double alpha = 0.05, double power = 0.8);

/// The same by the normal limit, for McNemar's test without continuity correction:
///   N = (z_{1−α/2}·√ψ + z_{power}·√(ψ − δ²))² / δ²,  ψ = discordant, δ = difference
/// Too few for the exact test. Connor, "Sample size for testing differences in proportions for the paired-sample
/// design", Biometrics 43 (1987).
double images_needed_approximately(double difference, double discordant, double alpha = 0.05, double power = 0.8);

}  // namespace xp

// A setup and a course without a fault, before chance makes a history of them: where every planted fault begins.
#pragma once
#include "tools/bench/judgement/faults/faults.h"
#include "tools/bench/judgement/faults/histories.h"

namespace xp::bench {

struct Drawn {
  Setup setup;
  Course course;
};

/// By what is true of the network, not by what chance made of it: at most 4 points between training and validation
/// accuracy, a validation loss at most 5 % (or 0.01) above its least, less than 4 % to be gained in the last fifth,
/// half of each class named right, and better than always naming the largest class.
Drawn healthy(Random& random);

Expected on_validation(const Drawn& drawn, int epoch);
Expected in_training(const Drawn& drawn, int epoch);  // as it is measured
/// An epoch between these shares of the run, not of its last three.
int within(int epochs, double low, double high, Random& random);
double largest(const Setup& setup);  // share of the largest class

}  // namespace xp::bench

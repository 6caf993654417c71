// Histories with a fault that is known, and without one: what the diagnosis is measured on. They are written from how
// training behaves (histories.h says what is assumed), not from what the diagnosis looks for.
#pragma once
#include <string>
#include <vector>

#include "framework/base/random.h"
#include "framework/store/record.h"
#include "reports/grade.h"

namespace xp::bench {

struct Planted {
  Record record;
  std::string fault;  // "" for none
  int onset = 0;      // epoch from which it is there; 0: tied to none
};

/// A fault, who plants it, and what the diagnosis is to answer.
struct Fault {
  std::string name;  // "overfitting"
  Planted (*plant)(Random&);
  std::string finding;           // expected by this name,
  Grade least = Grade::warning;  // at this grade or a worse one
  std::string range;             // how severe it is planted, and how slight it never is
  std::string because_of = {};   // that the finding's sentence must hold; "" for any
};

/// Of curves, and of predictions and parts.
std::vector<Fault> faults_of_curves();
std::vector<Fault> faults_of_stability();
std::vector<Fault> faults_of_results();

/// A finished run without a fault, with its samples, settings, curves, validation and test predictions (test parts of
/// 150 to 2 000 images, validation parts of 24 to 1 000). Hard but healthy runs are among them.
Planted without_fault(Random& random);
/// Nothing planted and nothing rejected: hard data, gaps and losses that still fall, as they come.
Planted as_drawn(Random& random);

}  // namespace xp::bench

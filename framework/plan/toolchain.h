// What compiles experiments: the compiler, xp's headers, and those headers compiled once.
#pragma once
#include <string>
#include <vector>

namespace xp {

struct Toolchain {
  std::vector<std::string> command;  // the compiler and the flags of every compilation; $CXX, else g++
  std::string include;               // the folder in which "framework/experiment.h" is
  std::vector<std::string> links;    // what a library of custom layers links; of an experiment, nothing
  std::string key;                   // SHA-256 of the compiler's identity, the flags and xp's headers

  /// A folder that holds xp's header precompiled, for -I before `include`: it halves the time from an edit to a running
  /// experiment. Made when it is missing; kept a month for each toolchain.
  std::string precompiled() const;
};

/// Throws Error when there is no compiler.
Toolchain find_toolchain();
/// For custom layers: with LibTorch's headers and libraries, as this xp was built with, and the engine's library.
Toolchain toolchain_of_layers();

/// Removes files and folders right in `folder` that were not written for a month.
void forget_old(const std::string& folder);

}  // namespace xp

// Numbers that other tools keep by name and step, of which nothing says what a step is.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "framework/run/exports/whole.h"

namespace xp {

/// By the tool's names, in the order of recording; of a step that has several values the last counts.
using Logged = std::map<std::string, Series>;

/// Adds them to a run: metrics per epoch, or per batch.
/// - A single value is a score of the whole run: it is put at its last epoch.
/// - Steps that follow one another from 0 or 1 are epochs, if there are no more of them than of the longest such metric
///   that is named after validation or test; where none is, than 1000.
/// - Where a metric "epoch" says at which epoch each step was (Lightning), that decides, if no epoch has two values.
/// - All others are per batch, under their own names and steps.
/// Epochs count from 1. "val_acc" becomes val/accuracy, "loss" train/loss, "lr" the rate, unless its values could not
/// be that, or two became one; names that xp does not know stay.
void add_logged(const Logged& logged, WholeRun& run);

}  // namespace xp

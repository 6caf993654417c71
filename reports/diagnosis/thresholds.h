// Where the diagnosis of curves draws its lines. Fixed on seeds 1 to 3 and 1001 of tools/bench/judgement/faults; what
// they find and how often they are wrong was then measured on other seeds (docs/judgement.md).
#pragma once

namespace xp::threshold {

// Overfitting.
inline constexpr double rise_noticed = 0.10;  // of the validation loss above its least, as a share of it: it has turned
inline constexpr double rise_large = 0.20;    // … that matters
inline constexpr double rise_grave = 0.30;
inline constexpr double rise_beyond = 0.50, rise_beyond_least = 0.10;  // however close the accuracies are
inline constexpr double rise_least = 0.03;  // in nats: where the loss is all but 0, shares of it say nothing
inline constexpr double gap_noticed = 0.05, gap_large = 0.10;  // between training and validation accuracy
inline constexpr int too_short = 2;                            // epochs in which no gap has had time to mean anything
inline constexpr double memorised = 0.99;      // training accuracy at which hardly an image is left to learn from
inline constexpr double memorised_gap = 0.15;  // validation that far below: what was learnt are the images

// Learning.
inline constexpr double near_majority = 0.05;   // training accuracy this close to always naming the largest class
inline constexpr double near_entropy = 0.93;    // training loss, as a share of what the classes' frequencies alone cost
inline constexpr double still_falling = 0.085;  // of both losses on average, in the last fifth of the run
inline constexpr double falling_least = 0.015;  // … of the validation loss, in nats: what is all but 0 halves for ever
inline constexpr int long_enough = 16;          // epochs from which a fifth is enough to tell from noise
inline constexpr double train_falling = 0.05, val_falling = 0.01;  // … each at least: validation is the noisier
inline constexpr double falling_at_end =
    0.2;  // of that pace, at least, in the very last fifth: a drop of the rate is over soon
inline constexpr double still_to_fall = 0.015;    // of both losses on average, in one fifth more, in nats
inline constexpr double nothing_left = 0.97;      // training accuracy from which a loss that creeps on changes little
inline constexpr double falling_by_epoch = 0.05;  // of the training loss in the last of very few epochs
inline constexpr double early = 0.5;              // best epoch before this share of the run
inline constexpr int early_epochs = 5;            // and at least this many epochs before its end
inline constexpr int few_epochs = 3;              // the best of fewer is hardly a choice

// Stability.
inline constexpr double spiking = 0.6;         // batches an epoch whose loss leaps
inline constexpr double leap = 1.5;            // of an epoch's training loss over its neighbours' median
inline constexpr double leap_least = 0.05;     // … in nats
inline constexpr int leaps = 2;                // epochs that leap: one may be an accident
inline constexpr double leaps_share = 0.06;    // … of all epochs
inline constexpr double shaken = 0.05;         // standard deviation of validation accuracy from epoch to epoch
inline constexpr double beyond_chance = 1.35;  // of that, in terms of what the number of images explains
inline constexpr double unlearned = 0.05;  // of the training loss above its least, in nats; rise_large as a share of it
inline constexpr double dead_noticed = 0.2, dead_many = 0.35;  // share of channels

// Comparability.
inline constexpr double ahead = 0.03;       // of validation over training accuracy, beyond chance
inline constexpr double other_scale = 1.5;  // training loss over validation loss, at no lower accuracy
inline constexpr double other_least = 0.2;  // … in nats

// Predictions.
inline constexpr double alpha = 0.05;  // of a test, two-sided: what the comparison of runs goes by too
// Widths of the 95 % interval of test accuracy. At 90 % right: some 140, 35 and 8 images.
inline constexpr double width_note = 0.10;     // a difference of a few points, which papers quote, is lost in it
inline constexpr double width_warning = 0.20;  // whether one image of ten is missed, or one of four, is not known
inline constexpr double width_serious = 0.40;  // nearly half of all that accuracy can be
inline constexpr int tiny_validation = 20;     // one image moves the accuracy by 5 points or more
inline constexpr int small_validation = 50;    // … by 2 points or more
inline constexpr double above_guess = 2.33;    // standard deviations of balanced accuracy: 1 %, one-sided
inline constexpr int fewest_of_class = 5;  // test images: where 4 are all missed, a recall of one half is within reach
inline constexpr double failing = 0.5;     // recall below which a class is missed more often than it is known
inline constexpr double far_below = 0.25;  // of that under the accuracy of all: what accuracy hides, not what it tells

// Confidence.
inline constexpr double miscalibrated = 0.10;  // points of ECE that matter: sure of 9 in 10, right on 8
inline constexpr double surely = 0.01;         // p from which so much is a warning; what is below `alpha` is a note
// Share of heat within 5 % of the border where it lies everywhere alike: 1 − 0.9².
inline constexpr double even_heat = 0.19;
inline constexpr double border_noticed = 2 * even_heat;  // a spine runs through the middle: half of that is expected
inline constexpr double border_most = 0.5;               // more heat there than anywhere else

}  // namespace xp::threshold

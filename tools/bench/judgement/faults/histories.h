// Training as this suite assumes it, in the terms of signal detection (Green and Swets 1966): for each image a network
// gathers evidence for the truth, ability + N(0, 1), and weighs it by its sureness; what it says is that evidence
// beside the classes' frequencies. Loss and accuracy follow from both, so that they hang together as they do in life:
//   - training makes ability grow at a pace, in one piece or in stages, and sureness follows the training images: it is
//     what would make the training loss least. Where ability on new images falls behind, they are judged too surely,
//     and their loss rises: that is overfitting;
//   - one part's images stay the same over the epochs, and what is hard stays hard: accuracies go in steps of 1/n, and
//     the noise of neighbouring epochs is correlated;
//   - a large rate shakes the network from epoch to epoch, more on validation (BatchNorm's statistics lag behind) than
//     in training, whose figures are means over an epoch, with dropout and augmentation at work.
#pragma once
#include <string>
#include <vector>

#include "framework/base/random.h"
#include "framework/store/record.h"

namespace xp::bench {

struct Setup {
  std::vector<double> shares;               // of the classes; sum 1
  bool balanced = false;                    // class weights: the network takes all classes for equally frequent
  int train = 0, validation = 0, test = 0;  // images
  int epochs = 0;
  double steady = 0.8;      // share of an image's luck that stays over the epochs
  double hurt = 0;          // of training ability, by dropout and augmentation while it is measured
  bool remeasured = false;  // train_eval/… is recorded
  int patience = 0;         // of early stopping; 0: none
  std::string monitor = "val/loss";
  Settings settings;
};

/// What is true of the network at each epoch's end; place 0 is before the first.
struct Course {
  std::vector<double> train, validation;  // abilities
  std::vector<double> sureness;
  std::vector<double> rate;    // relative, in (0, 1]
  std::vector<double> shaken;  // standard deviation of what the rate does to ability on validation
};

/// What is said of one image: the log odds of its truth.
class Odds {
 public:
  explicit Odds(const Setup& setup);
  double of(int truth, double ability, double sureness, double luck) const;
  /// Share of the images of that class that are named right.
  double known(int truth, double ability, double sureness) const;
  /// Whether no other class gets more.
  bool right(int truth, double odds) const { return odds > needed_[static_cast<std::size_t>(truth)]; }

 private:
  double handicap_;
  std::vector<double> prior_, needed_;
};
/// -ln of the truth's probability.
double loss_of(double odds);

struct Expected {
  double accuracy = 0, loss = 0;
};

/// Of endless images.
Expected expected(const Setup& setup, double ability, double sureness);
double recall(const Setup& setup, int of_class, double ability, double sureness);
/// That makes the loss least at this ability.
double best_sureness(const Setup& setup, double ability);
/// `best_sureness` of each epoch's training ability, times `factor`.
std::vector<double> sureness_after(const Setup& setup, const std::vector<double>& train, double factor = 1);

Setup drawn_setup(Random& random);
/// Ability that grows from 0 to `end` at a drawn pace: with or without a plateau, warm-up, or stages; `converged`: at
/// the end of `epochs` it has come 97 % of its way.
Course drawn_course(Setup& setup, double end, Random& random);
/// Curves, samples and predictions as one run would record them; early stopping included.
Record recorded(const Setup& setup, const Course& course, Random& random);
/// All that is left of a history that another tool wrote: four curves, and the number of images where it was told.
Record imported(Record record, bool images_known);

}  // namespace xp::bench

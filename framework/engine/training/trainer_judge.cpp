// What the trainer says of images with the weights as they are: predictions, and pictures.
#include <algorithm>

#include "framework/engine/training/mirrored.h"
#include "framework/engine/training/pictures.h"
#include "framework/engine/training/trainer.h"

namespace xp {

/// What the epoch came to, before it is recorded; with the training part as well where that is wished.
std::vector<Prediction> Trainer::validate(Epoch& epoch) {
  std::vector<Prediction> validation;
  {
    const DeadRelus dead(execution_);
    validation = judge(Part::validation);
    if (going_) dead.describe(epoch);
  }
  if (going_ && train_.measure_train) measures_.score(epoch, "train_eval", judge(Part::train));
  return validation;
}

/// While it lives, the network is the one that is judged and kept. What is random in it is drawn alike whether the
/// epoch's batches came before or a checkpoint did.
Averages::Shown Trainer::averaged(int epoch) {
  std::vector<Piece> pieces;
  if (updater_.averages().looks_again(epoch)) pieces = in_batches(order(epoch), static_cast<std::size_t>(train_.batch));
  at::manual_seed(
      Random(static_cast<std::uint64_t>(seeds_.order), "statistics", static_cast<std::uint32_t>(epoch)).bits());
  return updater_.averages().shown(epoch, pieces, [&](const Piece& piece) { learner_->learn(piece, epoch); });
}

std::vector<Prediction> Trainer::judge(Part part) { return predict(division_.indices(part)); }

std::vector<Prediction> Trainer::predict(const std::vector<int>& samples) {
  const at::NoGradGuard no_gradients;
  std::vector<Prediction> out;
  for (const std::vector<int>& piece : in_batches(samples, static_cast<std::size_t>(train_.batch))) {
    append(out, piece, batches_.labels(piece), mean_probabilities(updater_, learner_->judge(piece)));
    if (recorder_.interrupted()) {
      end(Trained::interrupted, "while images were scored");
      break;
    }
  }
  return out;
}

void Trainer::keep_pictures(const std::vector<Prediction>& test) {
  Pictures pictures(plan_, network_, batches_, device_, recorder_);
  pictures.of_data(division_.indices(Part::train));
  pictures.of_training(in_batches(order(1), static_cast<std::size_t>(train_.batch)));
  if (const auto border = pictures.of_test(test))
    recorder_.measured(best_.epoch(), {{"test/saliency_border", border->share}, {"test/saliency_maps", border->maps}});
}

/// None where the split leaves no image for validation.
void Trainer::keep_heat_maps(int images) {
  std::vector<int> samples = division_.indices(Part::validation);
  samples.resize(std::min(samples.size(), static_cast<std::size_t>(std::max(images, 0))));
  Pictures(plan_, network_, batches_, device_, recorder_).of_epoch(standing_.epoch, samples);
}

}  // namespace xp

// The engine behind the interface.
#include <fmt/format.h>
#include <link.h>
#include <torch/version.h>

#include <opencv2/core/version.hpp>

#include "framework/base/file.h"
#include "framework/base/text.h"
#include "framework/base/version.h"
#include "framework/engine/failure.h"
#include "framework/engine/trainer.h"
#include "framework/engine/weights.h"

namespace xp {
namespace {

/// The library in this process that provides BLAS, by the file that the loader chose.
std::string blas() {
  std::string found = "unknown";
  dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* out) {
        const std::string path = info->dlpi_name;
        if (path.find("blas") != std::string::npos && path.find("cblas") == std::string::npos)
          if (auto& name = *static_cast<std::string*>(out);
              name == "unknown" || path.find("openblas") != std::string::npos)
            name = path;
        return 0;
      },
      &found);
  return found;
}

at::Device checked_device(const Placement& placement) {
  try {
    const at::Device device(placement.device);
    if (device.is_cuda() && !at::hasCUDA())
      throw Error("this LibTorch has no CUDA", "--device cpu, or build xp against a LibTorch with CUDA");
    return device;
  } catch (const c10::Error&) {
    throw Error("there is no device \"" + placement.device + "\"", suggestion(placement.device, {"cpu", "cuda"}));
  }
}

void place(const Placement& placement) {
  checked_device(placement);
  at::set_num_threads(placement.threads);
  at::globalContext().setFlushDenormal(true);
}

template <class F>
auto translated(F work) {
  try {
    return work();
  } catch (const std::exception& e) {
    throw as_error(e);
  }
}

/// A prediction is asked for by name: nothing is left out in silence.
void refuse(const std::vector<Unreadable>& unreadable) {
  std::vector<std::string> list;
  for (const Unreadable& u : unreadable) list.push_back(fmt::format("{}: {}", u.name, u.why));
  if (!list.empty())
    throw Error("cannot read " + join(list, "\n  "), "name the others alone, or mend it; nothing was predicted");
}

class TorchEngine : public Engine {
 public:
  void check(const Placement& placement) const override { checked_device(placement); }

  Trained train(const Plan& plan, const Placement& placement, Recorder& recorder) override {
    place(placement);
    return translated([&] { return Trainer(plan, placement, recorder).run(); });
  }

  std::vector<std::vector<double>> predict(const Plan& plan, const Placement& placement, const std::string& weights,
                                           const std::vector<std::string>& files) override {
    place(placement);
    return translated([&] {
      const at::NoGradGuard no_gradients;
      const Network network(xp::network(plan), input(plan), 0, checked_device(placement));
      from_safetensors(read_file(weights), network.state());
      const Objective objective(plan.make<Loss>()->form(), std::vector<double>(plan.classes.size(), 1.0), at::kCPU);
      Listing listing{plan.classes, {}, plan.channels, true};
      for (const std::string& file : files) listing.samples.push_back({file, absolute(file), 0, "", ""});
      Batches batches(plan, placement.threads, [] { return false; });
      batches.load(listing);
      refuse(batches.skipped());
      std::vector<int> all(files.size());
      for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<int>(i);
      std::vector<Prediction> predictions;
      for (const auto& piece : in_batches(all, static_cast<std::size_t>(train_of(plan.train).batch)))
        append(predictions, piece, batches.labels(piece),
               objective.probabilities(network.forward(batches.images(piece, 0).to(checked_device(placement)), false)));
      std::vector<std::vector<double>> rows;
      for (Prediction& p : predictions) rows.push_back(std::move(p.probabilities));
      return rows;
    });
  }

  Settings facts() const override { return {{"libtorch", TORCH_VERSION}, {"opencv", CV_VERSION}, {"blas", blas()}}; }
};

}  // namespace
}  // namespace xp

extern "C" __attribute__((visibility("default"))) xp::Engine* xp_engine_v1() {
  at::set_num_interop_threads(1);
  return new xp::TorchEngine;
}

#include "tools/xp/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "framework/base/text.h"

namespace xp {
namespace {

using Clock = std::chrono::steady_clock;

class Lines : public Progress {
 public:
  Lines(const Terminal& terminal, std::size_t plans) : terminal_(terminal), plans_(plans) {}

  void begins(std::int64_t run, const Plan& plan) override {
    epochs_ = static_cast<int>(train_of(plan.train).epochs);
    begun_ = Clock::now();
    epochs_done_ = 0;
    const std::string of = plans_ > 1 ? fmt::format(" ({} of {})", ++number_, plans_) : "";
    const Choice& attention = plan.only(Kind::attention);
    terminal_.remark(fmt::format("{}  {} · {}{} on {}", of, plan.experiment, plan.only(Kind::model).name,
                                 attention.name == "none" ? "" : " + " + attention.name, plan.only(Kind::dataset).name),
                     run_name(run));
  }

  void prepared(const Prepared& p) override {
    terminal_.remark(fmt::format("  {} images: {} train, {} validation, {} test", p.listing.samples.size(),
                                 p.division.indices(Part::train).size(), p.division.indices(Part::validation).size(),
                                 p.division.indices(Part::test).size()));
    if (!p.skipped.empty())
      terminal_.warn(
          fmt::format("{} images could not be read and are left out (xp show names them)", p.skipped.size()));
    for (const std::string& remark : p.remarks) terminal_.remark("  " + remark);
    begun_ = Clock::now();
  }

  void audited(const Audit& audit) override {
    for (const Audit::Finding& f : audit.findings)
      if (f.grade == Audit::Grade::leak)
        terminal_.warn(fmt::format("leak: {}", f.sentence));
      else if (f.grade == Audit::Grade::risk)
        terminal_.remark(wrapped("  risk: " + f.sentence, std::min(terminal_.error_columns(), 110), 2));
    begun_ = Clock::now();
  }

  void waits(const std::string& for_what) override { terminal_.warn(for_what); }

  void epoch(const Epoch& epoch, const Metrics& telemetry) override {
    epochs_done_ = epoch.number;
    const double speed = telemetry.count("images_per_second") ? telemetry.at("images_per_second") : NAN;
    print(fmt::format("  epoch {:>{}}/{}  loss {} acc {} · val {} {} · {:.0f} img/s · {} left", epoch.number, digits(),
                      epochs_, decimal(epoch["train/loss"], 3), decimal(epoch["train/accuracy"], 3),
                      decimal(epoch["val/loss"], 3), decimal(epoch["val/accuracy"], 3), speed,
                      duration(left(epoch.number))));
  }

 protected:
  virtual void print(const std::string& line) { terminal_.remark(line); }
  int digits() const { return static_cast<int>(std::to_string(epochs_).size()); }
  /// Seconds until the last epoch, at the pace so far.
  double left(double epochs_done) const {
    const double spent = std::chrono::duration<double>(Clock::now() - begun_).count();
    return epochs_done > 0 ? spent / epochs_done * (epochs_ - epochs_done) : NAN;
  }

  Terminal terminal_;
  std::size_t plans_, number_ = 0;
  int epochs_ = 0, epochs_done_ = 0;
  Clock::time_point begun_;
};

/// The line of the current epoch is drawn again, at most ten times a second, and stays when the epoch ends.
class Live : public Lines {
 public:
  using Lines::Lines;

  void step(const StepReport& s) override {
    if (Clock::now() - drawn_ < std::chrono::milliseconds(100)) return;
    drawn_ = Clock::now();
    const double done = static_cast<double>(s.step) / static_cast<double>(s.steps);
    draw(fmt::format("  epoch {:>{}}/{}  {} loss {} acc {} · {:.0f} img/s · {} left", s.epoch, digits(), epochs_,
                     bar(done), decimal(s.mean_loss, 3), decimal(s.mean_accuracy, 3), s.images_per_second,
                     duration(left(s.epoch - 1 + done))));
  }

  void waits(const std::string& for_what) override {
    draw("");
    Lines::waits(for_what);
  }
  void ends(std::int64_t, Status, const std::string&) override { draw(""); }

 protected:
  void print(const std::string& line) override {
    draw("");
    Lines::print(line);
  }

 private:
  static std::string bar(double share) {
    constexpr int cells = 20;
    std::string out;
    for (int i = 0; i < cells; ++i) out += i < share * cells ? "━" : "·";
    return out;
  }
  /// Over the line before, by spaces: no control sequence, for those who want none.
  void draw(const std::string& line) {
    const std::string text = shorten(line, terminal_.error_columns() - 1);
    Terminal::say(
        fmt::format("\r{}{:{}}{}", text, "", std::max(0, drawn_columns_ - width(text)), text.empty() ? "\r" : ""));
    drawn_columns_ = width(text);
  }

  Clock::time_point drawn_{};
  int drawn_columns_ = 0;
};

}  // namespace

std::unique_ptr<Progress> progress_for(const Terminal& terminal, std::size_t plans) {
  if (terminal.quiet()) return std::make_unique<Progress>();
  if (terminal.animates()) return std::make_unique<Live>(terminal, plans);
  return std::make_unique<Lines>(terminal, plans);
}

}  // namespace xp

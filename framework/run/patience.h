// A full disk is waited for, and records that another program holds for long.
#pragma once
#include <chrono>
#include <functional>
#include <string>

namespace xp {

class Patience {
 public:
  using Seconds = std::chrono::duration<double>;
  /// Tries every `pause` seconds, for at most `minutes` at a time; `home` is where room is wanted. `stop` ends the
  /// wait, `say` is told what is waited for, and when that is over; `standing` tells what is safe: "epoch 7". Where
  /// `say` or `stop` throws, nobody was told, or it was not stopped.
  Patience(std::string home, double minutes, std::function<bool()> stop, std::function<void(const std::string&)> say,
           std::function<std::string()> standing, Seconds pause = Seconds(2))
      : home_(std::move(home)),
        minutes_(minutes),
        stop_(std::move(stop)),
        say_(std::move(say)),
        standing_(std::move(standing)),
        pause_(pause) {}

  /// Does it; where that throws DiskFull or Held, again and again. Throws that once it has waited long enough, and from
  /// then on at once; Error with Exit::interrupted where it was stopped.
  void operator()(const std::function<void()>& write);
  /// Whether a wait was in vain.
  bool lost() const { return lost_; }

 private:
  void say(const std::function<std::string()>& sentence) const;
  bool stopped() const;
  void wait(const std::string& what);

  std::string home_;
  double minutes_;
  std::function<bool()> stop_;
  std::function<void(const std::string&)> say_;
  std::function<std::string()> standing_;
  Seconds pause_;
  bool lost_ = false;
};

}  // namespace xp

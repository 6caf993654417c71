#include "tools/xp/watching.h"

#include <chrono>
#include <filesystem>
#include <thread>

#include "framework/base/disk.h"
#include "framework/base/file.h"
#include "framework/base/interrupt.h"
#include "tools/xp/moment.h"

namespace xp {
namespace {

using namespace std::chrono_literals;

constexpr int refresh = 5;  // seconds

/// A second, or until Ctrl-C.
void wait() {
  for (int i = 0; i < 10 && !PoliteInterrupt::pending(); ++i) std::this_thread::sleep_for(100ms);
}

class Page {
 public:
  Page(const Context& c, const Reported& reported, const std::string& path)
      : c_(c), reported_(reported), path_(path), folder_(std::filesystem::path(path).parent_path()) {}

  void write(bool goes_on) const {
    Writing writing{moment()};
    writing.refresh = goes_on ? refresh : 0;
    write_file(path_, reported_.page(folder_, writing));
  }
  /// False where the disk is full.
  bool try_to_write(bool goes_on) {
    try {
      write(goes_on);
    } catch (const DiskFull& full) {
      if (!said_) c_.terminal.warn(std::string(full.what()) + "; tried again every second");
      return !(said_ = true);
    }
    said_ = false;
    return true;
  }
  /// As it is, but for the reloading: for an end that no new page can be made for. Throws nothing.
  void stand_still() const {
    try {
      std::string page = read_file(path_);
      const std::size_t from = page.find("<meta http-equiv=\"refresh\""), to = page.find('>', from);
      if (from == std::string::npos || to == std::string::npos) return;
      write_file(path_, page.erase(from, to - from + 1));
    } catch (const std::exception&) {  // what ended the watching is worth telling, not this
    }
  }

 private:
  const Context& c_;
  const Reported& reported_;
  const std::string path_, folder_;
  bool said_ = false;
};

Exit follow(const Context& c, const Reported& reported, Page& page, const std::function<void()>& begun) {
  Reported::State written = reported.state();
  page.write(written.under_way);
  begun();
  if (!written.under_way) c.terminal.remark("nothing of " + reported.what + " runs: the page is written once");
  if (written.under_way) c.terminal.remark("the page follows " + reported.what + "; Ctrl-C ends that");
  while (written.under_way && !PoliteInterrupt::pending()) {
    wait();
    const Reported::State now = reported.state();
    if (now.text == written.text && now.under_way == written.under_way) continue;
    if (page.try_to_write(now.under_way)) written = now;
  }
  if (!written.under_way) return Exit::done;
  page.write(false);
  c.terminal.remark("interrupted: the page stays as it is");
  return Exit::interrupted;
}

}  // namespace

Exit watch(const Context& c, const Reported& reported, const std::string& path, const std::function<void()>& begun) {
  const PoliteInterrupt polite;
  interrupt_silently();
  Page page(c, reported, path);
  try {
    return follow(c, reported, page, begun);
  } catch (...) {
    page.stand_still();
    throw;
  }
}

}  // namespace xp

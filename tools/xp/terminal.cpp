#include "tools/xp/terminal.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "framework/base/error.h"
#include "framework/base/text.h"

namespace xp {
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

int columns_of(int descriptor) {
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const int columns = std::atoi(variable("COLUMNS").c_str());
  return columns > 0 ? columns : 100;
}

bool speaks_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"})
    if (const std::string value = variable(name); !value.empty())
      return value.find("UTF-8") != std::string::npos || value.find("utf8") != std::string::npos;
  return false;
}

}  // namespace

Terminal::Terminal(bool colour_allowed, bool quiet, bool verbose)
    : out_is_terminal_(::isatty(1)),
      error_is_terminal_(::isatty(2)),
      colour_(colour_allowed && variable("NO_COLOR").empty() && variable("TERM") != "dumb"),
      quiet_(quiet),
      verbose_(verbose),
      unicode_(!out_is_terminal_ || speaks_utf8()) {}

void Terminal::print(const std::string& text) const { page(printable(text)); }

void Terminal::data(const std::string& text) const {
  if (!out_is_terminal_) return page(text);
  std::string lines = text;  // of CSV end in CR LF
  std::erase(lines, '\r');
  page(printable(lines));
}

void Terminal::page(const std::string& text) const {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    throw Error(std::string("cannot write the result: ") + std::strerror(errno),
                errno == ENOSPC ? "make room on that disk, then run the same command again" : "", Exit::failed);
}

void Terminal::say(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

void Terminal::remark(const std::string& text, const std::string& bold) const {
  if (!quiet_) say((bold.empty() ? "" : styled(printable(bold), "1")) + printable(text) + "\n");
}

void Terminal::warn(const std::string& text) const { say(styled("warning:", "33") + " " + printable(text) + "\n"); }

void Terminal::detail(const std::string& text) const {
  if (verbose_) say(printable(text) + "\n");
}

bool Terminal::animates() const { return error_is_terminal_ && variable("TERM") != "dumb" && !quiet_; }
int Terminal::table_columns() const { return out_is_terminal_ ? columns_of(1) : 0; }
int Terminal::error_columns() const { return columns_of(2); }
Screen Terminal::screen() const { return {columns_of(1), unicode_, colour_ && out_is_terminal_}; }

std::string Terminal::styled(const std::string& text, const char* code) const {
  return colour_ && error_is_terminal_ ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : text;
}

}  // namespace xp

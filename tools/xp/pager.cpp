#include "tools/xp/pager.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "framework/base/text.h"

namespace xp {
namespace {

/// Lines of the screen that standard output is; 0: unknown.
int rows() {
  winsize size{};
  return ::ioctl(1, TIOCGWINSZ, &size) == 0 ? size.ws_row : 0;
}

bool is_longer(const std::string& text, int columns, int rows) {
  long lines = 1;  // the prompt that comes after it
  for (const std::string& line : split(text, '\n')) lines += std::max(1, (width(line) + columns - 1) / columns);
  return lines - 1 > rows;
}

/// Empty: none is wanted. A shell's command, as PAGER is one for everybody.
std::string pager() {
  const char *named = std::getenv("PAGER"), *terminal = std::getenv("TERM");
  if (!terminal || std::string(terminal) == "dumb") return "";
  const std::string command = named ? named : "less";
  return command == "cat" ? "" : command;
}

/// Until its reader has enough.
void write_all(int descriptor, const std::string& text) {
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t n = ::write(descriptor, text.data() + done, text.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return;
    done += static_cast<std::size_t>(n);
  }
}

/// While a pager has the screen, interrupts are its, and it may leave before all is written.
struct Hands {
  struct sigaction interrupt {
  }, broken{};
  Hands() {
    struct sigaction ignore {};
    ignore.sa_handler = SIG_IGN;
    ::sigaction(SIGINT, &ignore, &interrupt);
    ::sigaction(SIGPIPE, &ignore, &broken);
  }
  ~Hands() {
    ::sigaction(SIGINT, &interrupt, nullptr);
    ::sigaction(SIGPIPE, &broken, nullptr);
  }
};

/// False where it could not be started.
bool shown_by(const std::string& command, const std::string& text) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return false;
  const Hands hands;
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGINT, SIG_DFL), ::signal(SIGPIPE, SIG_DFL);
    ::dup2(ends[0], 0);
    ::setenv("LESS", "FRX", 0);  // colours as they are, no paging of what fits, the text stays on the screen
    ::setenv("LV", "-c", 0);
    ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
    ::_exit(127);
  }
  ::close(ends[0]);
  if (child > 0) write_all(ends[1], text);
  ::close(ends[1]);
  int status = 0;
  while (child > 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return child > 0 && !(WIFEXITED(status) && WEXITSTATUS(status) == 127);  // the shell's "not found"
}

bool installed(const std::string& program) {
  const char* path = std::getenv("PATH");
  for (const std::string& folder : split(path ? path : "", ':'))
    if (::access((folder + "/" + program).c_str(), X_OK) == 0) return true;
  return false;
}

}  // namespace

void print_paged(const Terminal& terminal, const std::string& text) {
  const int columns = terminal.table_columns(), lines = columns > 0 ? rows() : 0;
  const std::string shown = printable(text), command = pager();
  const bool paged = lines > 0 && !command.empty() && (command != "less" || installed("less")) &&
                     is_longer(shown, columns, lines) && shown_by(command, shown);
  if (!paged) terminal.print(text);
}

}  // namespace xp

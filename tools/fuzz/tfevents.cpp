// TensorBoard's event files: as they are, and each part between two "\n--\n" as the content of a record, whose CRCs
// would keep a fuzzer away.
#include "framework/run/imports/tfevents.h"

#include "framework/run/exports/tfevents.h"
#include "framework/run/imports/logged.h"
#include "tools/fuzz/attempt.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  xp::attempt(data, size, [](std::string_view bytes) {
    xp::Events events;
    xp::read_events(bytes, "events", events);
  });
  return xp::attempt(data, size, [](std::string_view bytes) {
    constexpr std::string_view between = "\n--\n";
    std::string file;
    for (std::size_t at = 0; at <= bytes.size();) {
      const std::size_t end = std::min(bytes.find(between, at), bytes.size());
      file += xp::tf_record(bytes.substr(at, end - at));
      at = end + between.size();
    }
    xp::Events events;
    xp::read_events(file, "events", events);
    xp::Logged logged;
    for (const auto& [tag, scalars] : events.scalars)
      for (const xp::Events::Scalar& s : scalars) logged[tag].push_back(s.point);
    xp::WholeRun run;
    xp::add_logged(logged, run);
  });
}

#include "framework/run/rerun/aspects.h"

#include <fmt/format.h>

#include <algorithm>

#include "framework/base/error.h"
#include "framework/run/trace.h"

namespace xp {

using State = Aspect::State;

namespace {

/// "run12 kept none: it was recorded by xp 0.6".
std::string kept_none(const Evidence& e) {
  const Value* version = find(e.record.environment, "xp");
  return fmt::format("{} kept none{}", run_name(e.record.run.id),
                     version ? ": it was recorded by xp " + version->text() : "");
}

/// Which of the two kept nothing, if any.
std::string missing(const Evidence& was, const Evidence& now, bool there, bool here) {
  if (there && here) return "";
  if (!there && !here) return "neither kept any";
  return kept_none(there ? now : was);
}

/// The first batch of the epoch after that one; past all batches where they are not known.
std::int64_t batch_after(int epoch, const Evidence& e) {
  const int epochs = e.record.run.epochs;
  return e.batches.empty() || epochs < 1 ? INT64_MAX : std::ssize(e.batches) * epoch / epochs + 1;
}

std::string sample_difference(const StoredSample& was, const StoredSample& now) {
  if (was.sha256 != now.sha256) return was.name + " is another image";
  if (was.label != now.label) return was.name + " has another label";
  return "";
}

}  // namespace

Aspect Comparison::data() const {
  const Record &a = was.record, &b = now.record;
  for (std::size_t i = 0; i < a.samples.size() && a.samples.size() == b.samples.size(); ++i)
    if (const std::string what = sample_difference(a.samples[i], b.samples[i]); !what.empty())
      return {"data", State::differs, fmt::format("the data: {}", what)};
  if (a.run.fingerprint != b.run.fingerprint)
    return {"data", State::differs,
            fmt::format("the data: fingerprint {}…, now {}…", a.run.fingerprint.substr(0, 12),
                        b.run.fingerprint.substr(0, 12))};
  return {"data"};
}

Aspect Comparison::split() const {
  const Record &a = was.record, &b = now.record;
  if (a.samples.size() != b.samples.size())
    return {"split", State::differs, fmt::format("the split: {} samples, now {}", a.samples.size(), b.samples.size())};
  for (std::size_t i = 0; i < a.samples.size(); ++i)
    if (const StoredSample& x = a.samples[i], &y = b.samples[i]; x.part != y.part)
      return {"split", State::differs,
              fmt::format("the split: {} was in {}, now in {}", x.name, name(x.part), name(y.part))};
  return {"split"};
}

Aspect Comparison::batches() {
  Aspect out{"batches"};
  out.by_hash = true;
  if (was.batches.empty() || now.batches.empty()) {
    out.state = State::unknown;
    out.sentence = missing(was, now, !was.batches.empty(), !now.batches.empty());
    return out;
  }
  this->out.batches_compared = static_cast<std::int64_t>(std::min(was.batches.size(), now.batches.size()));
  const auto first = first_difference(was.batches, now.batches, was.record.run.epochs);
  if (!first) return out;
  out.state = first->misplaced ? State::differs : State::near;
  out.sentence = sentence(*first);
  out.step = first->step;
  return out;
}

Aspect Comparison::tensors() {
  Aspect out{"tensors"};
  out.by_hash = true;
  if (was.tensors.empty() || now.tensors.empty()) {
    out.state = State::unknown;
    out.sentence = missing(was, now, !was.tensors.empty(), !now.tensors.empty());
    return out;
  }
  for (const auto& [epoch, tensors] : was.tensors) this->out.tensors_compared += std::ssize(tensors);
  const auto first = first_difference(was.tensors, now.tensors);
  if (!first) return out;
  out.state = first->incomplete ? State::differs : State::near;
  out.sentence = sentence(*first);
  out.step = batch_after(first->epoch, was);
  return out;
}

Aspect Comparison::traces() {
  Aspect out{"trace"};
  out.by_hash = true;
  if (was.trace.empty() || now.trace.empty()) {
    out.state = State::unknown;
    out.sentence = was.trace.empty() ? run_name(was.record.run.id) + " was not traced (xp run --trace)"
                                     : run_name(now.record.run.id) + " was not traced";
    return out;
  }
  TraceComparison compared;
  try {
    compared = compare_traces(was.trace, now.trace);
  } catch (const Error& e) {
    out.state = State::unknown, out.sentence = e.what();
    return out;
  }
  if (!compared.difference) {
    if (compared.unknown.empty()) return out;
    out.state = State::unknown;
    out.sentence = compared.batches == 0 ? compared.unknown
                                         : fmt::format("equal in {} batches, of others nothing is known: {}",
                                                       compared.batches, compared.unknown);
    return out;
  }
  const TraceDifference& d = *compared.difference;
  out.state = State::near;
  out.step = d.step;
  out.sentence = fmt::format("within batch {}, {} is the first tensor that differs", d.step, d.tensor);
  if (!d.unknown.empty()) {
    out.sentence += "; its values are unknown: " + d.unknown;
    return out;
  }
  out.sentence += fmt::format(", in {} of {} values:", d.differing, d.values);
  for (const auto& at : d.first) out.sentence += fmt::format(" [{}] was {:.9g}, now {:.9g};", at.index, at.was, at.now);
  if (out.sentence.back() == ';') out.sentence.pop_back();
  return out;
}

Aspect Comparison::chosen_epoch() const {
  const int a = was.record.run.chosen_epoch, b = now.record.run.chosen_epoch;
  if (a == b) return {"chosen epoch"};
  return {"chosen epoch", State::differs, fmt::format("the chosen epoch: {}, now {}", a, b)};
}

}  // namespace xp

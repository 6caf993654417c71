#include "framework/run/imports/tfevents.h"

#include <fmt/format.h>

#include <cmath>
#include <protozero/pbf_reader.hpp>

#include "framework/base/error.h"
#include "framework/run/exports/tensorboard_tags.h"
#include "framework/run/exports/tfevents.h"

namespace xp {
namespace {

using Reader = protozero::pbf_reader;
using Wire = protozero::pbf_wire_type;

constexpr std::uint32_t field(protozero::pbf_tag_type tag, Wire type) { return protozero::tag_and_type(tag, type); }

std::uint64_t little(std::string_view bytes) {
  std::uint64_t out = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) out = out << 8 | static_cast<unsigned char>(bytes[i]);
  return out;
}

/// The only one of a packed list, where it has one.
template <class Range>
void take_single(const Range& range, std::optional<double>& into) {
  if (range.begin() != range.end()) into = *range.begin();
}

struct Tensor {
  int type = 0;
  std::optional<double> single, exact;
  std::string content, text;
};

Tensor tensor(Reader r) {
  Tensor out;
  while (r.next()) switch (r.tag_and_type()) {
      case field(1, Wire::varint): out.type = r.get_enum(); break;
      case field(4, Wire::length_delimited): out.content = r.get_bytes(); break;
      case field(5, Wire::length_delimited): take_single(r.get_packed_float(), out.single); break;
      case field(5, Wire::fixed32): out.single = r.get_float(); break;
      case field(6, Wire::length_delimited): take_single(r.get_packed_double(), out.exact); break;
      case field(6, Wire::fixed64): out.exact = r.get_double(); break;
      case field(8, Wire::length_delimited): out.text = r.get_bytes(); break;
      default: r.skip();
    }
  return out;
}

/// DT_FLOAT 1 and DT_DOUBLE 2; where xp wrote it, the exact number stands beside the rounded one.
std::optional<double> number(const Tensor& t) {
  const auto content = t.content.size();
  if (t.type == 1 && t.single) {
    const bool same = t.exact && (static_cast<float>(*t.exact) == static_cast<float>(*t.single) ||
                                  (std::isnan(*t.exact) && std::isnan(*t.single)));
    return same ? t.exact : t.single;
  }
  if (t.type == 2 && t.exact) return t.exact;
  if (t.type == 1 && content == sizeof(float)) {
    float value = 0;
    t.content.copy(reinterpret_cast<char*>(&value), sizeof value);
    return value;
  }
  if (t.type == 2 && content == sizeof(double)) {
    double value = 0;
    t.content.copy(reinterpret_cast<char*>(&value), sizeof value);
    return value;
  }
  return std::nullopt;
}

/// google.protobuf.Value
std::optional<Value> value(Reader r) {
  std::optional<Value> out;
  while (r.next()) switch (r.tag_and_type()) {
      case field(2, Wire::fixed64): out = r.get_double(); break;
      case field(3, Wire::length_delimited): out = r.get_string(); break;
      case field(4, Wire::varint): out = r.get_bool(); break;
      default: r.skip();
    }
  return out;
}

void session_start(Reader r, Events& into) {
  while (r.next()) {
    if (r.tag_and_type() != field(1, Wire::length_delimited)) {
      r.skip();
      continue;
    }
    std::string name;
    std::optional<Value> said;
    for (Reader entry = r.get_message(); entry.next();)
      if (entry.tag_and_type() == field(1, Wire::length_delimited))
        name = entry.get_string();
      else if (entry.tag_and_type() == field(2, Wire::length_delimited))
        said = value(entry.get_message());
      else
        entry.skip();
    if (said && !name.empty()) set(into.hyperparameters, name, *said);
  }
}

/// SUCCESS 1, FAILURE 2, RUNNING 3
void session_end(Reader r, Events& into) {
  while (r.next())
    if (r.tag_and_type() == field(1, Wire::varint)) {
      const int said = r.get_enum();
      into.ended = said == 1 ? Status::finished : said == 2 ? Status::failed : Status::running;
    } else {
      r.skip();
    }
}

/// SummaryMetadata's content for the plugin hparams; the plugin's name.
std::string metadata(Reader r, Events& into) {
  std::string plugin, content;
  while (r.next()) {
    if (r.tag_and_type() != field(1, Wire::length_delimited)) {
      r.skip();
      continue;
    }
    for (Reader data = r.get_message(); data.next();)
      if (data.tag_and_type() == field(1, Wire::length_delimited))
        plugin = data.get_string();
      else if (data.tag_and_type() == field(2, Wire::length_delimited))
        content = data.get_bytes();
      else
        data.skip();
  }
  if (plugin != "hparams") return plugin;
  for (Reader data(content); data.next();)
    if (data.tag_and_type() == field(3, Wire::length_delimited))
      session_start(data.get_message(), into);
    else if (data.tag_and_type() == field(4, Wire::length_delimited))
      session_end(data.get_message(), into);
    else
      data.skip();
  return plugin;
}

void summary_value(Reader r, double seconds, std::int64_t step, Events& into) {
  std::string tag, plugin;
  std::optional<double> said;
  Tensor held;
  bool other = false;
  while (r.next()) switch (r.tag_and_type()) {
      case field(1, Wire::length_delimited): tag = r.get_string(); break;
      case field(2, Wire::fixed32): said = r.get_float(); break;
      case field(8, Wire::length_delimited): held = tensor(r.get_message()); break;
      case field(9, Wire::length_delimited): plugin = metadata(r.get_message(), into); break;
      default: other |= r.tag() >= 3 && r.tag() <= 6, r.skip();
    }
  if (tag == document_tag && !held.text.empty()) into.document = held.text;
  if (!said && (plugin.empty() || plugin == "scalars")) said = number(held);
  if (said)
    into.scalars[tag].push_back({seconds, {step, *said}});
  else
    into.others += other || (plugin != "hparams" && tag != document_tag);
}

void event(Reader r, Events& into) {
  double seconds = 0;
  std::int64_t step = 0;
  std::string summary;
  while (r.next()) switch (r.tag_and_type()) {
      case field(1, Wire::fixed64): seconds = r.get_double(); break;
      case field(2, Wire::varint): step = r.get_int64(); break;
      case field(5, Wire::length_delimited): summary = r.get_bytes(); break;
      default: r.skip();
    }
  if (std::isfinite(seconds) && seconds > 0) {
    if (into.first == 0) into.first = seconds;
    into.last = seconds;
  }
  for (Reader all(summary); all.next();)
    if (all.tag_and_type() == field(1, Wire::length_delimited))
      summary_value(all.get_message(), seconds, step, into);
    else
      all.skip();
}

[[noreturn]] void refuse(const std::string& file, std::size_t at, const std::string& what) {
  throw Error(fmt::format("{}, byte {}: {}", file, at, what), "the file is damaged, or no event file of TensorBoard");
}

}  // namespace

void read_events(std::string_view bytes, const std::string& file, Events& into) {
  constexpr std::size_t head = 12, tail = 4;
  if (bytes.empty()) return into.remarks.push_back(file + " is empty");
  for (std::size_t at = 0; at < bytes.size();) {
    const std::string_view left = bytes.substr(at);
    if (left.size() >= head && masked_crc32c(left.substr(0, 8)) != little(left.substr(8, 4)))
      refuse(file, at, "the CRC of a record's length is wrong");
    const std::uint64_t length = left.size() >= head ? little(left.substr(0, 8)) : 0;
    if (left.size() < head || length > left.size() - head || left.size() - head - length < tail) {
      if (at == 0) refuse(file, at, "it ends before its first record does");
      into.cut = true;
      return into.remarks.push_back(fmt::format("{} ends within a record, at byte {}: read up to there", file, at));
    }
    const std::string_view record = left.substr(head, static_cast<std::size_t>(length));
    if (masked_crc32c(record) != little(left.substr(head + record.size(), tail)))
      refuse(file, at, "the CRC of a record is wrong");
    try {
      event(Reader(record.data(), record.size()), into);
    } catch (const protozero::exception& e) {
      refuse(file, at, fmt::format("no event is in the record ({})", e.what()));
    }
    at += head + record.size() + tail;
  }
}

}  // namespace xp

#include "framework/run/exports/tfevents.h"

#include <cstring>
#include <protozero/pbf_writer.hpp>

#include "framework/base/crc32c.h"

namespace xp {
namespace {

using Writer = protozero::pbf_writer;

std::string little(std::uint64_t value, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
  return out;
}

/// SummaryMetadata
std::string metadata(const std::string& plugin, const std::string& content, const std::string& description,
                     int data_class) {
  std::string out, data;
  Writer plugin_data(data);
  plugin_data.add_string(1, plugin);
  if (!content.empty()) plugin_data.add_bytes(2, content);
  Writer all(out);
  all.add_message(1, data);
  if (!description.empty()) all.add_string(3, description);
  if (data_class) all.add_enum(4, data_class);
  return out;
}

/// Event with a summary of one value
std::string event(double seconds, std::int64_t step, const std::string& tag, const std::string& metadata,
                  const std::string& tensor) {
  std::string value, summary, out;
  Writer of_value(value);
  of_value.add_string(1, tag);
  if (!tensor.empty()) of_value.add_message(8, tensor);
  if (!metadata.empty()) of_value.add_message(9, metadata);
  Writer(summary).add_message(1, value);
  Writer of_event(out);
  of_event.add_double(1, seconds);
  if (step) of_event.add_int64(2, step);
  of_event.add_message(5, summary);
  return out;
}

/// HParamsPluginData with one of its messages
std::string session(int field, const std::string& message) {
  std::string out;
  Writer data(out);
  data.add_int32(1, 0);
  data.add_message(static_cast<protozero::pbf_tag_type>(field), message);
  return out;
}

/// google.protobuf.Value
std::string value_of(const Value& value) {
  std::string out;
  Writer writer(out);
  if (auto* b = value.get<bool>())
    writer.add_bool(4, *b);
  else if (auto* i = value.get<std::int64_t>())
    writer.add_double(2, static_cast<double>(*i));
  else if (auto* d = value.get<double>())
    writer.add_double(2, *d);
  else
    writer.add_string(3, *value.get<std::string>());
  return out;
}

constexpr int dt_float = 1, dt_string = 7;
constexpr int class_scalar = 1, class_tensor = 2;

}  // namespace

std::uint32_t masked_crc32c(std::string_view bytes) {
  const std::uint32_t crc = crc32c(bytes);
  return ((crc >> 15) | (crc << 17)) + 0xa282ead8u;
}

std::string tf_record(std::string_view bytes) {
  const std::string length = little(bytes.size(), 8);
  return length + little(masked_crc32c(length), 4) + std::string(bytes) + little(masked_crc32c(bytes), 4);
}

std::string version_event(double seconds) {
  std::string out;
  Writer writer(out);
  writer.add_double(1, seconds);
  writer.add_string(3, "brain.Event:2");
  return out;
}

std::string scalar_event(double seconds, std::int64_t step, const std::string& tag, double value,
                         const std::string& description) {
  std::string tensor;
  Writer writer(tensor);
  const auto shown = static_cast<float>(value);
  writer.add_enum(1, dt_float);
  writer.add_message(2, std::string());  // no dimensions
  writer.add_packed_float(5, &shown, &shown + 1);
  writer.add_packed_double(6, &value, &value + 1);
  return event(seconds, step, tag, metadata("scalars", "", description, class_scalar), tensor);
}

std::string text_event(double seconds, const std::string& tag, const std::string& text,
                       const std::string& description) {
  std::string tensor;
  Writer writer(tensor);
  writer.add_enum(1, dt_string);
  writer.add_message(2, std::string());
  writer.add_bytes(8, text);
  return event(seconds, 0, tag, metadata("text", "", description, class_tensor), tensor);
}

std::string session_start_event(double seconds, const Settings& settings) {
  std::string start;
  Writer writer(start);
  for (const Setting& s : settings) {
    std::string entry;
    Writer of_entry(entry);
    of_entry.add_string(1, s.name);
    of_entry.add_message(2, value_of(s.value));
    writer.add_message(1, entry);
  }
  writer.add_double(5, seconds);
  return event(seconds, 0, "_hparams_/session_start_info", metadata("hparams", session(3, start), "", 0), "");
}

std::string session_end_event(double seconds, Status status) {
  const int said = status == Status::finished ? 1 : status == Status::running || status == Status::scheduled ? 3 : 2;
  std::string end;
  Writer writer(end);
  writer.add_enum(1, said);
  writer.add_double(2, seconds);
  return event(seconds, 0, "_hparams_/session_end_info", metadata("hparams", session(4, end), "", 0), "");
}

}  // namespace xp

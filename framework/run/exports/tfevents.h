// TensorBoard's event files: records of TensorFlow's TFRecord (length, its masked CRC-32C, the bytes, theirs), each a
// protocol buffer tensorflow.Event. Field numbers are those of tensorboard/compat/proto/{event,summary,tensor}.proto.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "framework/base/value.h"
#include "framework/store/record.h"

namespace xp {

/// The framing of one record.
std::string tf_record(std::string_view bytes);
/// "((crc >> 15) | (crc << 17)) + 0xa282ead8", so that a CRC of bytes that hold CRCs stays one.
std::uint32_t masked_crc32c(std::string_view bytes);

/// What a file begins with.
std::string version_event(double seconds);
/// A scalar of the plugin "scalars". TensorBoard shows single precision and takes no other (DataClass in
/// summary.proto); the tensor's double_val, which it leaves alone, has the number itself. `description` stands where it
/// is not empty.
std::string scalar_event(double seconds, std::int64_t step, const std::string& tag, double value,
                         const std::string& description);
/// Text, of the plugin "text".
std::string text_event(double seconds, const std::string& tag, const std::string& text, const std::string& description);
/// Of the plugin "hparams": what a session starts with, and how it ended.
std::string session_start_event(double seconds, const Settings& settings);
std::string session_end_event(double seconds, Status status);

}  // namespace xp

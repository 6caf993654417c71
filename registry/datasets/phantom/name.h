// The name of a drawn radiograph tells the truth about it, whatever the listing claims: who is drawn, and of which
// other one it is a planted copy.
//
//   Scol/0012                                   patient 12 of class Scol
//   Scol/0012 view 2                            another picture of the same patient
//   Scol/0031 (Scol/0012)                       the very picture of Scol/0012
//   Scol/0031 (Scol/0012 view 2, mirrored)      that picture, flipped; or "rotated by -5" (degrees, clockwise),
//                                               "cropped to 92" (percent of height and width), "gamma 1.2"
#pragma once
#include <optional>
#include <string>
#include <vector>

namespace xp::phantom {

struct Picture {
  int label = 0;    // what its spine is drawn as: an index into the task's classes
  int patient = 1;  // of the class
  int view = 1;     // of the patient
  bool operator==(const Picture&) const = default;
};

/// What is done to a picture on its way to becoming a copy; in the table's order in name.cpp.
enum class Treatment { none, mirrored, rotated, cropped, gamma };

struct Origin {
  Picture of;
  Treatment how = Treatment::none;
  double amount = 0;  // degrees, percent or exponent
  bool operator==(const Origin&) const = default;
};

struct Drawn {
  Picture own;
  std::optional<Origin> copy;  // none: the picture is its own
  bool operator==(const Drawn&) const = default;
  /// The picture that is shown, whoever's name it bears.
  const Picture& shown() const { return copy ? copy->of : own; }
};

std::string name(const Picture& picture, const std::vector<std::string>& classes);
std::string name(const Drawn& drawn, const std::vector<std::string>& classes);
/// What a name says; nothing where it is no name of these classes.
std::optional<Drawn> drawn(const std::string& name, const std::vector<std::string>& classes);

}  // namespace xp::phantom

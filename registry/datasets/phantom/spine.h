// The spine as a value: the only part of a drawn radiograph that a class may shape. Everything else is drawn from
// other streams of numbers, so that a new class is a new Pattern and a row in spine_phantom.cpp's table.
//
// Patient coordinates: x to the right of the picture and y downwards; y is 0 at the top of T1, 1 at the top of the
// sacrum (some 45 cm); x is 0 at the mean of the spine.
#pragma once
#include <optional>
#include <vector>

#include "framework/experiment.h"

namespace xp::phantom {

struct Point {
  double x = 0, y = 0;
};

/// A sideways bend, 1 / (1 + 4 u²) at u = (y - apex) / reach: long tails that hardly bend back, so that a single curve
/// does not look like half of a double one. Its end vertebrae, 0.29 reach above and below the apex, are tilted against
/// each other by `cobb` degrees (positive: the apex lies to the right).
struct Bend {
  double apex = 0.5, reach = 0.3, cobb = 0;
};

/// All above the disc below `vertebra` stands aside by `share` of its width (positive: to the right).
struct Slip {
  int vertebra = -1;  // index into Spine::vertebrae(); -1: none
  double share = 0;
};

/// Bright lines along one flank of chest and loin, beside the vertebrae: one, or two that run nearly parallel.
struct Contour {
  int lines = 0;
  double side = 1, from = 0, to = 1;        // left or right; heights where they begin and end
  double aside = 0.03, gap = 0, waist = 0;  // of their middle from the bones' walls; between them, and how it varies
  double bulge = 0;                         // further out at every disc, further in at every bone
  double patchy = 0, phase = 0;             // how uneven the absorption is along them, and where
  double radius = 0.004, amount = 0.5;      // of each line; absorption of all of them together
};

/// The frame of one vertebral body.
struct Vertebra {
  Point centre;
  double tilt = 0;      // radians, clockwise in the picture
  double rotation = 0;  // of the body about the spine's axis in a bend: moves the pedicles, -1..1
  double width = 0, height = 0;
  double sclerosis = 0;  // 0..1: how much denser its end plates are, at a worn disc
};

/// C3 to L5: five cervical, twelve thoracic and five lumbar vertebrae.
inline constexpr int cervical = 5, thoracic = 12, lumbar = 5, bones = cervical + thoracic + lumbar;

class Spine {
 public:
  Spine() = default;
  /// `balance`: where T1 stands beside the middle of the sacrum (positive: to the right); none: where the bends leave
  /// it.
  Spine(std::vector<Bend> bends, Slip slip, double stature, std::optional<double> balance = {}, Contour contour = {});

  const std::vector<Bend>& bends() const { return bends_; }
  const Slip& slip() const { return slip_; }
  const Contour& contour() const { return contour_; }
  /// From the neck down.
  const std::vector<Vertebra>& vertebrae() const { return vertebrae_; }
  /// Where the centre line of the spine is at a height, the step of a slip included.
  double lateral(double y) const;
  /// How far the vertebrae of chest and loin leave the straight line through the first and the last.
  double deviation() const;
  /// Where the flank's wall of bone is at a height: the vertebrae's mean width beside the centre line.
  double wall(double y, double side) const;
  /// The largest step between two neighbouring lumbar vertebrae across their common axis, as a share of their width.
  double step() const;

 private:
  void wear_disc();
  double bent(double y) const;
  double tilt(double y) const;

  std::vector<Bend> bends_;
  Slip slip_;
  Contour contour_;
  double stature_ = 1, lean_ = 0, centre_ = 0, slip_height_ = 2;
  std::vector<Vertebra> vertebrae_;
};

/// What a class asks of the spine.
enum class Pattern {
  straight,      // sways by less than 8 degrees
  curved,        // a C or an S, to either side
  single_curve,  // a C
  double_curve,  // an S: chest and loin to opposite sides
  slipped,       // straight, but one lumbar vertebra stands aside of the one below it
  als_3ch,       // the seven types of the augmented Lehnert-Schroth classification: als.h
  als_3cl,
  als_3cn,
  als_3ctl,
  als_4c,
  als_4cl,
  als_4ctl,
  one_contour,  // nearly straight, a bright line along one flank
  two_contours  // the same with two lines that share the absorption of the one
};

/// Bends of 15 to 60 degrees (25 to 60 where one is told from two) and slips of 20 to 50 % at a difficulty of 0.5;
/// fainter signs are drawn as well at 1.
Spine draw_spine(Pattern pattern, double difficulty, Random& random);

}  // namespace xp::phantom

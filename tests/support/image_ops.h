// For transforms under test: nothing is asked of the engine but what a test overrides.
#pragma once
#include <stdexcept>

#include "framework/data/image.h"

namespace xp::test {

struct NoImageOps : ImageOps {
  Image resize(const Image&, int, int, Filter) const override { return unexpected("resize"); }
  Image warp(const Image&, const Affine&, Beyond) const override { return unexpected("warp"); }
  Image displace(const Image&, const Image&, const Image&, Beyond) const override { return unexpected("displace"); }
  Image blur(const Image&, double) const override { return unexpected("blur"); }
  Image clahe(const Image&, double, int) const override { return unexpected("clahe"); }
  Image edges(const Image&, double, double) const override { return unexpected("edges"); }

 private:
  static Image unexpected(const char* what) { throw std::logic_error(std::string("nobody expected ") + what); }
};

}  // namespace xp::test

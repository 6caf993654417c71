#include "framework/scores/figure.h"

namespace xp {

const char* name(Method method) {
  switch (method) {
    case Method::none: return "";
    case Method::wilson: return "Wilson";
    case Method::delong: return "DeLong";
    case Method::bootstrap: return "BCa bootstrap";
    case Method::cluster_bootstrap: return "BCa bootstrap by group";
    case Method::folds: return "t over folds";
  }
  return "";
}

}  // namespace xp

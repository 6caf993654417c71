// The one place that says which version this is; CMake and `xp --version` read it.
#pragma once
#define XP_VERSION "0.1.0"

#pragma once

#include <string>

namespace yh::app {

/// The demo company's site file: three agents with desk phones, a leader, an administrator, a queue, a trunk.
std::string demo_site();

}  // namespace yh::app

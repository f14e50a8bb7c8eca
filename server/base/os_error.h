#pragma once

#include <string>
#include <system_error>

namespace yh {

/// What the operating system's error number means, in its words. Unlike strerror it may be asked by any thread.
inline std::string os_error_text(int error) {
    return std::generic_category().message(error);
}

}  // namespace yh

#pragma once

#include <cstddef>
#include <string>

#include "base/result.h"

namespace yh::app {

struct HttpCall {
    std::string method;
    std::string url;
    std::string token;  ///< bearer; empty: none
    std::string body;
    long give_up_after_s = 120;
    std::size_t most_bytes = 0;  ///< of the answer; more is a failure; 0: no limit
};
struct HttpAnswer {
    long status = 0;
    std::string body;
};

/// One blocking request over http or https; redirects are not followed. Errors: url.unreachable.
Result<HttpAnswer> http_call(const HttpCall& call);

}  // namespace yh::app

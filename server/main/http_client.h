#pragma once

#include <string>

#include "base/result.h"

namespace yh::app {

struct HttpCall {
    std::string method;
    std::string url;
    std::string token;  ///< bearer; empty: none
    std::string body;
};
struct HttpAnswer {
    long status = 0;
    std::string body;
};

/// One blocking request, for the command line. Errors: url.unreachable.
Result<HttpAnswer> http_call(const HttpCall& call);

}  // namespace yh::app

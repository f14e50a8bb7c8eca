#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/result.h"

namespace yh::app {

/// Whether addresses that only this machine or its network can reach (loopback, link-local, private …) may be asked.
enum class Inside { Allowed, Refused };

struct HttpCall {
    std::string method;
    std::string url;
    std::string token;  ///< bearer; empty: none
    std::string body;
    long give_up_after_s = 120;
    std::size_t most_bytes = 0;  ///< of the answer; more is a failure; 0: no limit
    Inside inside = Inside::Allowed;
    std::vector<std::string> headers{};  ///< further ones: "Name: value"
};
struct HttpAnswer {
    long status = 0;
    std::string body;
};

/// One blocking request over http or https; redirects are not followed. Errors: url.unreachable (nothing was sent),
/// url.no_answer (it may have been heard), url.inside.
Result<HttpAnswer> http_call(const HttpCall& call);

/// The host that curl would ask, in small letters, without brackets. Empty: no URL of ours.
std::string host_of_url(const std::string& url);
/// Is this numeric address one that is not reached over the open network?
bool is_inside(const std::string& ip);

}  // namespace yh::app

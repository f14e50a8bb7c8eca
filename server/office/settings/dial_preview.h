#pragma once

#include <boost/describe/class.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.h"
#include "model/directory.h"

namespace yh::office::settings {

/// What would happen if somebody dialled a number. Nobody is called.
struct DialTest {
    bool allowed = false;
    std::string reason;  ///< why not; else where it would go: "extension", "queue", "feature", "outside"
    std::string rule;    ///< the patterns of the outbound rule
    std::string trunk;
    std::string dialled;             ///< on the trunk
    std::string caller_id;           ///< that the other side would see
    std::vector<std::string> steps;  ///< how it was found, for people
};
BOOST_DESCRIBE_STRUCT(DialTest, (), (allowed, reason, rule, trunk, dialled, caller_id, steps))

/// Walks what the conductor walks (calls/conductor_route.cpp), over configuration alone: whether the person is at rest
/// or the trunk down at the moment is not asked.
DialTest test_dial(const model::Directory& directory, const model::User& user, std::string_view number,
                   http::Language language);

}  // namespace yh::office::settings

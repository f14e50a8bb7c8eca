#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <string>
#include <string_view>

#include "base/result.h"

namespace yh::model {

enum class DestinationKind { Hangup, Queue, Extension, External, Voicemail, Ivr, Hours, Announce, Callback };
BOOST_DESCRIBE_ENUM(DestinationKind, Hangup, Queue, Extension, External, Voicemail, Ivr, Hours, Announce, Callback)

/// Where a call goes next: "hangup", "queue:600", "extension:8001", "external:138…", "ivr:main" …
struct Destination {
    DestinationKind kind = DestinationKind::Hangup;
    std::string argument;

    bool operator==(const Destination&) const = default;
    std::string text() const;
};

/// Error: destination.malformed, with the text and what is allowed.
Result<Destination> parse_destination(std::string_view text);

}  // namespace yh::model

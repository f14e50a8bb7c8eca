#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>

namespace yh::office::settings {

/// How long data is kept (数据保留, B03). Messages that callers left stay until somebody deletes them.
struct SiteRetention {
    std::int64_t recording_days = 0;  ///< then the sound is deleted, the call's record stays; 0: for ever
    std::int64_t hold_days = 0;  ///< the law's: so long nobody deletes calls or sound (法定保留); 0: no such rule

    bool operator==(const SiteRetention&) const = default;
};
BOOST_DESCRIBE_STRUCT(SiteRetention, (), (recording_days, hold_days))

}  // namespace yh::office::settings

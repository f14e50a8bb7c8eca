#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "db/connection.h"

namespace yh::office::jobs {

struct Progress {
    std::int64_t done = 0;
    std::int64_t total = 0;
    bool at_end = false;  ///< the file is complete and closed
};

/// What a job does, in steps of well under a second: each on a thread that may block, one after the other, never two
/// at once. Its file is written to `path`, and belongs to the runner when the work has ended, however it did.
class Work {
  public:
    virtual ~Work() = default;
    virtual Result<Progress> step(db::Connection& connection, const std::string& path) = 0;
    /// How much it would be, for who has to approve it; asked instead of the first step.
    virtual Result<std::int64_t> count(db::Connection& connection) const = 0;
};
using WorkPtr = std::shared_ptr<Work>;

enum class Format { Csv, Xlsx, Zip };
BOOST_DESCRIBE_ENUM(Format, Csv, Xlsx, Zip)

}  // namespace yh::office::jobs

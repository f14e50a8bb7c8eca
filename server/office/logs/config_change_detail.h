#pragma once

#include <string>

#include "base/result.h"
#include "db/connection.h"
#include "office/logs/log_lists.h"

namespace yh::office::logs {

/// An entry as it was and as it became: JSON texts, secrets left out.
struct ConfigChangeDetail {
    ConfigChangeView change;
    std::string old_value;  ///< empty: it was not there
    std::string new_value;  ///< empty: it is gone
};
BOOST_DESCRIBE_STRUCT(ConfigChangeDetail, (), (change, old_value, new_value))

/// Error: config_change.unknown. Thread: one that may block.
Result<ConfigChangeDetail> find_config_change(db::Connection& connection, const lists::Reader& reader, std::int64_t id);

}  // namespace yh::office::logs

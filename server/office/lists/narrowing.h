#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "db/param.h"
#include "http/request.h"
#include "http/router.h"

namespace yh::office::lists {

struct Reader;

/// One more condition of a list, made from several arguments of the query by whoever knows what they mean together. It
/// says for itself whose rows these may be, in place of the list's own scope; the company stays the list's to add.
struct Narrowing {
    std::string sql;
    db::Params params;
    std::string said_zh;  ///< in words, for others to read
    std::string said_en;
    std::optional<std::int64_t> person;  ///< who has a part in all of them, where there is one such
};

/// What a list can be narrowed by in that way.
struct Narrowed {
    /// An empty `sql`: nothing of it was asked for.
    Result<Narrowing> (*make)(const std::vector<http::NamedValue>& query, const Reader& reader);
    std::span<const http::QueryArg> args;  ///< for the document
};

}  // namespace yh::office::lists

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/describe.h"
#include "base/result.h"
#include "db/connection.h"
#include "http/reply.h"
#include "http/request.h"
#include "http/router.h"
#include "office/office.h"

// Two people at the same settings: whoever saves an entry that somebody else has changed meanwhile is told, instead of
// overwriting it unseen.
namespace yh::office::settings {

/// The newest change of the configuration that the asker had seen when he read what he edits (If-Match, RFC 9110
/// §13.1.1). None: he does not say, and whatever stands there is replaced.
std::optional<std::int64_t> seen_change(const http::Request& request);

/// What somebody else did meanwhile.
struct LaterChange {
    std::int64_t id = 0;
    std::int64_t at_ms = 0;
    std::optional<std::string> name;  ///< of who did it; none: a site file did
    std::optional<std::string> number;
};
BOOST_DESCRIBE_STRUCT(LaterChange, (), (id, at_ms, name, number))

/// The newest change since then by anybody but `author` of one entry of a list, or of any (`name` empty).
/// Thread: one that may block.
Result<std::optional<LaterChange>> find_later_change(db::Connection& connection, std::int64_t tenant,
                                                     std::int64_t author, std::string_view list, std::string_view name,
                                                     std::int64_t seen);

/// 412 config.changed: by whom, when, and what to say next time when it is to be replaced all the same.
void answer_later_change(http::Reply& reply, const LaterChange& change);

/// GET /api/v1/config-revision: asked before anything is read that may be saved later.
void add_revision_route(http::Router& router, Office& office);

}  // namespace yh::office::settings

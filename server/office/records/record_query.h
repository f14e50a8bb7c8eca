#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "db/connection.h"
#include "model/words.h"
#include "office/people/identity.h"

// Which records a person sees: scope and filter become one WHERE clause. Used by lists, exports and figures alike.
namespace yh::office::records {

/// What a list is narrowed to; absent: everything in scope.
struct RecordFilter {
    std::optional<std::string> queue;  ///< number
    std::optional<std::string> agent;  ///< 工号
    std::optional<model::Direction> direction;
    std::optional<model::CallResult> result;
    std::optional<std::string> number;  ///< part of the customer's number, at least 3 digits
    std::optional<std::string> search;  ///< part of any number or name in the row
    std::optional<std::string> survey;  ///< level of satisfaction; "unrated": asked, and nothing said
    std::optional<std::int64_t> from_ms;
    std::optional<std::int64_t> to_ms;
    std::optional<std::int64_t> call;
    std::string_view order = "calls.started_at_ms";  ///< of our own list of columns: see find_order
    bool ascending = false;
};

/// The column behind a name that a list may be sorted by, or nothing.
std::optional<std::string_view> find_order(std::string_view name);

/// A WHERE clause and its values, grown together.
struct Where {
    std::string sql;
    db::Params params;

    template <class... Args>
    void add(std::string_view clause, const Args&... args) {
        sql += sql.empty() ? " WHERE " : " AND ";
        sql += clause;
        (params.push_back(own(args)), ...);
    }

  private:
    // Filters are gone before the statement runs: text is kept here.
    static db::Param own(const std::string& text) { return db::Param::own_text(text); }
    static db::Param own(std::int64_t number) { return db::Param::integer(number); }
};

/// Agents get their own calls, leaders those of led queues and of their members besides, administrators the tenant's.
Where scope_of(const people::SignedIn& who);
/// Needs `calls`, with `queues`, `users` and `surveys` joined when `search` or `survey` is set.
Where narrowed(const people::SignedIn& who, const RecordFilter& filter);

/// The joins that give queue and agent of a call their number and name, and its survey.
inline constexpr std::string_view with_names =
    " LEFT JOIN queues ON queues.id = calls.queue_id LEFT JOIN users ON users.id = calls.agent_id LEFT JOIN surveys ON "
    "surveys.call_id = calls.id";

/// A pattern for LIKE … ESCAPE '!' that finds `part` anywhere.
std::string anywhere(std::string_view part);

/// " ORDER BY …", the newest first among equals.
std::string order_by(const RecordFilter& filter);

}  // namespace yh::office::records

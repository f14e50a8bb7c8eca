#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>

#include "office/lists/where.h"
#include "office/rollups/local_time.h"
#include "office/rollups/queue_counters.h"
#include "office/rollups/wholes.h"

namespace yh::office::rollups {

namespace {

struct Span {
    std::optional<std::int64_t> first;
    std::optional<std::int64_t> last;
};
BOOST_DESCRIBE_STRUCT(Span, (), (first, last))

struct CounterRow {
    std::int64_t queue_id = 0;
    std::int64_t from_ms = 0;
    std::int64_t visits_before = 0;
    std::int64_t answered_before = 0;
};
BOOST_DESCRIBE_STRUCT(CounterRow, (), (queue_id, from_ms, visits_before, answered_before))

/// The sums of whole months are all that ever came: a few rows a queue.
Result<std::string> all_months(db::Connection& connection, std::int64_t tenant) {
    YH_TRY(const auto span,
           connection.one<Span>("SELECT (SELECT MIN(day) FROM queue_hours WHERE tenant_id = ?) AS first, (SELECT "
                                "MAX(day) FROM queue_hours WHERE tenant_id = ?) AS last",
                                tenant, tenant));
    std::vector<std::int64_t> months;
    if (span.first && span.last) {
        for (auto month = month_of(*span.first); month <= *span.last; month = month_after(month)) {
            months.push_back(month);
        }
    }
    return fmt::format("queue_hours.hour = {} AND queue_hours.day IN ({})", whole,
                       months.empty() ? "0" : fmt::format("{}", fmt::join(months, ", ")));
}

}  // namespace

Result<std::vector<QueueCounter>> queue_counters(db::Connection& connection, const people::SignedIn& who) {
    YH_TRY(const auto months, all_months(connection, who.tenant.value));
    lists::Where where;
    where.add("queues.tenant_id = ?", who.tenant.value);
    where.add("queues.deleted_at_ms IS NULL");
    where.add_scope(people::scope_clause(who, {.person = {}, .queue = "queues.id"}));
    return connection.rows<QueueCounter>(
        fmt::format(
            "SELECT queues.number AS number, COALESCE(MAX(queue_counters.from_ms), 0) AS from_ms, "
            "CAST(COALESCE(SUM(queue_hours.answered), 0) - COALESCE(MAX(queue_counters.answered_before), 0) AS BIGINT) "
            "AS answered, CAST(COALESCE(SUM(queue_hours.visits - queue_hours.answered), 0) - "
            "COALESCE(MAX(queue_counters.visits_before - queue_counters.answered_before), 0) AS BIGINT) AS unanswered "
            "FROM queues LEFT JOIN queue_counters ON queue_counters.queue_id = queues.id LEFT JOIN queue_hours ON "
            "queue_hours.tenant_id = queues.tenant_id AND queue_hours.queue_id = queues.id AND {}{} GROUP BY "
            "queues.number ORDER BY queues.number",
            months, where.sql),
        where.params);
}

Result<void> restart_queue_counters(db::Connection& connection, std::int64_t tenant, std::int64_t queue,
                                    std::int64_t now_ms) {
    YH_TRY(const auto months, all_months(connection, tenant));
    YH_TRY(auto row, connection.one<CounterRow>(
                         fmt::format("SELECT CAST(? AS BIGINT) AS queue_id, CAST(? AS BIGINT) AS from_ms, "
                                     "CAST(COALESCE(SUM(visits), 0) AS BIGINT) AS visits_before, "
                                     "CAST(COALESCE(SUM(answered), 0) AS BIGINT) AS answered_before FROM queue_hours "
                                     "WHERE tenant_id = ? AND queue_id = ? AND {}",
                                     months),
                         queue, now_ms, tenant, queue));
    return connection.upsert("queue_counters", row, {"queue_id"});
}

}  // namespace yh::office::rollups

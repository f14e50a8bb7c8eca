#include <iterator>

#include "office/rollups/called_again.h"

namespace yh::office::rollups {

namespace {

constexpr std::int64_t within_ms = 7 * 24 * 3600 * std::int64_t{1000};

bool counts(const StoryCall& call) {
    return call.direction == model::Direction::Inbound && !call.customer_number.empty();
}

/// What `call` was called again by, of all that is written.
Result<void> find_own(db::Connection& connection, StoryCall& call) {
    YH_TRY(const auto again,
           connection.one<std::int64_t>("SELECT COALESCE(MIN(started_at_ms), 0) FROM calls WHERE tenant_id = ? AND "
                                        "customer_number = ? AND started_at_ms >= ? AND started_at_ms <= ? AND "
                                        "direction = 'inbound' AND id <> ?",
                                        call.tenant_id, call.customer_number, call.ended_at_ms,
                                        call.ended_at_ms + within_ms, call.id));
    if (again == 0) {
        return {};
    }
    call.called_again_at_ms = again;
    return connection.change("UPDATE calls SET called_again_at_ms = ? WHERE id = ?", again, call.id);
}

/// Whom `call` calls again; the index of 0030 has just what is asked for here.
Result<void> find_earlier(db::Connection& connection, const StoryCall& call, std::vector<StoryCall>& found) {
    YH_TRY(auto earlier,
           connection.rows<StoryCall>(
               "SELECT id, tenant_id, direction, customer_number, queue_id, department_id, dialled_by, started_at_ms, "
               "ringing_at_ms, answered_at_ms, ended_at_ms, ring_ms, wait_ms, talk_ms, hold_ms, result, "
               "called_again_at_ms FROM calls WHERE tenant_id = ? AND customer_number = ? AND called_again_at_ms IS "
               "NULL AND direction = 'inbound' AND result = 'answered' AND ended_at_ms <= ? AND ended_at_ms >= ? AND "
               "id <> ?",
               call.tenant_id, call.customer_number, call.started_at_ms, call.started_at_ms - within_ms, call.id));
    for (const auto& one : earlier) {
        YH_CHECK(connection.run("UPDATE calls SET called_again_at_ms = ? WHERE id = ?", call.started_at_ms, one.id));
    }
    found.insert(found.end(), std::make_move_iterator(earlier.begin()), std::make_move_iterator(earlier.end()));
    // Written late: it began before the one that was thought to be the first.
    return connection.change(
        "UPDATE calls SET called_again_at_ms = ? WHERE tenant_id = ? AND customer_number = ? AND called_again_at_ms > "
        "? AND direction = 'inbound' AND result = 'answered' AND ended_at_ms <= ? AND ended_at_ms >= ? AND id <> ?",
        call.started_at_ms, call.tenant_id, call.customer_number, call.started_at_ms, call.started_at_ms,
        call.started_at_ms - within_ms, call.id);
}

}  // namespace

// The calls themselves first: afterwards none of them is among the earlier ones that nobody knew of.
Result<std::vector<StoryCall>> note_called_again(db::Connection& connection, std::vector<CallStory>& fresh) {
    for (auto& story : fresh) {
        if (counts(story.call) && story.call.result == model::CallResult::Answered) {
            YH_CHECK(find_own(connection, story.call));
        }
    }
    std::vector<StoryCall> earlier;
    for (const auto& story : fresh) {
        if (counts(story.call)) {
            YH_CHECK(find_earlier(connection, story.call, earlier));
        }
    }
    return earlier;
}

}  // namespace yh::office::rollups

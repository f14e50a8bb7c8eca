#include "office/rollups/story_store.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace yh::office::rollups {

namespace {

constexpr std::size_t at_once = 256;

/// `{ids}` as so many placeholders, always the same number of them, so that each statement is prepared once.
std::string with_ids(std::string_view sql) {
    static const std::string marks = fmt::format("({})", fmt::join(std::vector<std::string>(at_once, "?"), ","));
    return fmt::format(fmt::runtime(sql), fmt::arg("ids", marks));
}

db::Params params_of(const std::int64_t* ids, std::size_t count) {
    db::Params params;
    params.reserve(at_once);
    for (std::size_t i = 0; i < at_once; ++i) {
        params.push_back(db::Param::integer(i < count ? ids[i] : 0));
    }
    return params;
}

/// Hands each row to the story of its call. The stories are in the order of their calls' ids.
template <class Row, class Take>
Result<void> hand_out(db::Connection& connection, const std::string& sql, const db::Params& ids,
                      std::vector<CallStory>& stories, Take take) {
    const auto to_story = [&](Row&& row) {
        const auto story =
            std::ranges::lower_bound(stories, row.call_id, {}, [](const CallStory& one) { return one.call.id; });
        if (story != stories.end() && story->call.id == row.call_id) {
            take(*story, std::move(row));
        }
    };
    return connection.each<Row>(sql, to_story, ids);
}

Result<std::vector<CallStory>> read_stories(db::Connection& connection, const db::Params& ids) {
    static const auto calls = with_ids(
        "SELECT id, tenant_id, direction, customer_number, queue_id, department_id, dialled_by, started_at_ms, "
        "ringing_at_ms, answered_at_ms, ended_at_ms, ring_ms, wait_ms, talk_ms, hold_ms, result, called_again_at_ms "
        "FROM calls WHERE id IN {ids} ORDER BY id");
    static const auto legs = with_ids(
        "SELECT id, call_id, user_id, queue_id, department_id, started_at_ms, ringing_at_ms, answered_at_ms, "
        "ended_at_ms, distributed, talk_ms FROM call_legs WHERE call_id IN {ids} AND user_id IS NOT NULL ORDER BY id");
    static const auto visits = with_ids(
        "SELECT call_id, visit, queue_id, entered_at_ms, left_at_ms, queue_exit FROM queue_visits WHERE call_id IN "
        "{ids} ORDER BY call_id, visit");
    static const auto surveys =
        with_ids("SELECT call_id, agent_id, department_id, queue_id, level FROM surveys WHERE call_id IN {ids}");
    std::vector<CallStory> stories;
    stories.reserve(at_once);
    const auto begin = [&](StoryCall&& call) {
        stories.emplace_back();
        stories.back().call = std::move(call);
    };
    YH_CHECK(connection.each<StoryCall>(calls, begin, ids));
    YH_CHECK(hand_out<StoryLeg>(connection, legs, ids, stories,
                                [](CallStory& story, StoryLeg&& leg) { story.legs.push_back(std::move(leg)); }));
    YH_CHECK(hand_out<StoryVisit>(connection, visits, ids, stories, [](CallStory& story, StoryVisit&& visit) {
        story.visits.push_back(std::move(visit));
    }));
    YH_CHECK(hand_out<StorySurvey>(connection, surveys, ids, stories,
                                   [](CallStory& story, StorySurvey&& survey) { story.survey = std::move(survey); }));
    return stories;
}

constexpr std::string_view stretch_columns =
    "tenant_id, user_id, department_id, queue_id, state, began_at_ms, ended_at_ms";

}  // namespace

Result<void> each_story(db::Connection& connection, const lists::Where& where, WithStates states,
                        const std::function<void(const CallStory&)>& take) {
    YH_TRY(const auto ids, connection.rows<std::int64_t>(
                               fmt::format("SELECT calls.id FROM calls{} ORDER BY calls.id", where.sql), where.params));
    for (std::size_t next = 0; next < ids.size(); next += at_once) {
        const auto count = std::min(at_once, ids.size() - next);
        YH_TRY(auto stories, read_stories(connection, params_of(&ids[next], count)));
        for (auto& story : stories) {
            if (states == WithStates::Yes) {
                YH_CHECK(read_states(connection, story));
            }
            take(story);
        }
    }
    return {};
}

// An agent is in one state at a time: what holds when the talk begins is the last that began until then.
Result<void> read_states(db::Connection& connection, CallStory& story) {
    static const auto sql = fmt::format(
        "SELECT {} FROM agent_states WHERE user_id = ? AND began_at_ms < ? AND began_at_ms >= COALESCE((SELECT "
        "MAX(began_at_ms) FROM agent_states WHERE user_id = ? AND began_at_ms <= ?), 0) AND (ended_at_ms IS NULL OR "
        "ended_at_ms > ?) ORDER BY began_at_ms, id",
        stretch_columns);
    story.states.clear();
    std::vector<std::pair<std::int64_t, std::int64_t>> known;  // two legs of one agent may share a stretch
    for (const auto& leg : story.legs) {
        if (leg.talk_ms <= 0) {
            continue;
        }
        const auto began = leg.ended_at_ms - leg.talk_ms;
        const auto keep = [&](StateStretch&& stretch) {
            const auto key = std::pair{stretch.user_id, stretch.began_at_ms};
            const bool lasts = !stretch.ended_at_ms || *stretch.ended_at_ms > stretch.began_at_ms;
            if (lasts && std::ranges::find(known, key) == known.end()) {
                known.push_back(key);
                story.states.push_back(std::move(stretch));
            }
        };
        YH_CHECK(connection.each<StateStretch>(sql, keep, leg.user_id, leg.ended_at_ms, leg.user_id, began, began));
    }
    return {};
}

// What began before the span can only be an agent's last state before it.
Result<void> each_stretch(db::Connection& connection, std::int64_t tenant, std::int64_t from_ms, std::int64_t to_ms,
                          Stretches which, const std::function<void(const StateStretch&)>& take) {
    const auto hand_on = [&](StateStretch&& stretch) { take(stretch); };
    if (which == Stretches::Lasting) {
        return connection.each<StateStretch>(
            fmt::format("SELECT {} FROM agent_states WHERE ended_at_ms IS NULL AND tenant_id = ? AND began_at_ms < ?",
                        stretch_columns),
            hand_on, tenant, to_ms);
    }
    YH_CHECK(connection.each<StateStretch>(
        fmt::format("SELECT {} FROM agent_states WHERE tenant_id = ? AND began_at_ms >= ? AND began_at_ms < ? AND "
                    "ended_at_ms IS NOT NULL",
                    stretch_columns),
        hand_on, tenant, from_ms, to_ms));
    return connection.each<StateStretch>(
        "SELECT agent_states.tenant_id AS tenant_id, agent_states.user_id AS user_id, agent_states.department_id AS "
        "department_id, agent_states.queue_id AS queue_id, agent_states.state AS state, agent_states.began_at_ms AS "
        "began_at_ms, agent_states.ended_at_ms AS ended_at_ms FROM users JOIN agent_states ON agent_states.id = "
        "(SELECT id FROM agent_states AS past WHERE past.user_id = users.id AND past.began_at_ms < ? ORDER BY "
        "past.began_at_ms DESC, past.id DESC LIMIT 1) WHERE users.tenant_id = ? AND agent_states.ended_at_ms > ?",
        hand_on, from_ms, tenant, from_ms);
}

}  // namespace yh::office::rollups

#include "office/records/record_sums.h"

#include <algorithm>
#include <string>
#include <utility>

#include "office/records/record_keeper.h"
#include "office/rollups/called_again.h"
#include "office/rollups/story_store.h"
#include "office/rollups/tally.h"

namespace yh::office::records {

namespace {

rollups::StoryCall story_of(const CallRow& row) {
    return {
        row.id,         row.tenant_id,     row.direction,     row.customer_number, row.queue_id,    row.department_id,
        row.dialled_by, row.started_at_ms, row.ringing_at_ms, row.answered_at_ms,  row.ended_at_ms, row.ring_ms,
        row.wait_ms,    row.talk_ms,       row.hold_ms,       row.result,          std::nullopt};
}

rollups::StoryLeg story_of(const LegRow& row) {
    return {row.id,
            row.call_id,
            *row.user_id,
            row.queue_id,
            row.department_id,
            row.started_at_ms,
            row.ringing_at_ms,
            row.answered_at_ms,
            row.ended_at_ms,
            row.distributed,
            row.talk_ms};
}

/// Of who talked last; nobody: of who dialled; nobody: of whom it rang last.
std::optional<std::int64_t> department_of_call(const CallRow& call, const std::vector<rollups::StoryLeg>& legs) {
    const auto who = call.agent_id ? call.agent_id : call.dialled_by;
    std::optional<std::int64_t> department;
    std::int64_t began_ms = 0;
    for (const auto& leg : legs) {
        if (who ? leg.user_id == *who : leg.distributed && leg.started_at_ms >= began_ms) {
            department = leg.department_id;
            began_ms = leg.started_at_ms;
        }
    }
    return department;
}

}  // namespace

Result<std::optional<std::int64_t>> RecordSums::department_of(const std::optional<std::int64_t>& user) {
    if (!user) {
        return std::optional<std::int64_t>{};
    }
    const auto known = departments_.find(*user);
    if (known != departments_.end()) {
        return known->second;
    }
    YH_TRY(const auto found,
           db_.row<std::int64_t>("SELECT department_id FROM users WHERE id = ? AND department_id IS NOT NULL", *user));
    return departments_.emplace(*user, found).first->second;
}

Result<const model::TimeZone*> RecordSums::zone_of(std::int64_t tenant) {
    const auto known = zones_.find(tenant);
    if (known != zones_.end()) {
        return &known->second;
    }
    YH_TRY(const auto name, db_.row<std::string>("SELECT zone FROM tenants WHERE id = ?", tenant));
    auto zone = model::TimeZone::load(name.value_or(""));
    return &zones_.emplace(tenant, zone.ok() ? std::move(zone).value() : model::TimeZone{}).first->second;
}

Result<void> RecordSums::take(const KeptBatch& batch) {
    std::unordered_map<std::int64_t, std::size_t> place;  // of its story, by call
    for (const auto& call : batch.calls) {
        YH_TRY(const auto there, db_.row<std::int64_t>("SELECT id FROM calls WHERE id = ?", call.id));
        if (!there && place.emplace(call.id, calls.size()).second) {
            calls.push_back(call);
            stories_.emplace_back();
        }
    }
    const auto of_new = [&](std::int64_t call) { return place.contains(call); };
    std::ranges::copy_if(batch.legs, std::back_inserter(legs), of_new, &LegRow::call_id);
    std::ranges::copy_if(batch.surveys, std::back_inserter(surveys), of_new, &SurveyRow::call_id);
    for (auto& leg : legs) {
        YH_TRY(leg.department_id, department_of(leg.user_id));
        if (leg.user_id) {
            stories_[place[leg.call_id]].legs.push_back(story_of(leg));
        }
    }
    for (auto& survey : surveys) {
        YH_TRY(survey.department_id, department_of(survey.agent_id));
        stories_[place[survey.call_id]].survey =
            rollups::StorySurvey{survey.call_id, survey.agent_id, survey.department_id, survey.queue_id, survey.level};
    }
    for (const auto& visit : batch.visits) {
        if (of_new(visit.call_id)) {
            stories_[place[visit.call_id]].visits.push_back(
                {visit.call_id, visit.visit, visit.queue_id, visit.entered_at_ms, visit.left_at_ms, visit.queue_exit});
        }
    }
    for (std::size_t i = 0; i < calls.size(); ++i) {
        auto& story = stories_[i];
        std::ranges::sort(story.legs, {}, &rollups::StoryLeg::id);
        calls[i].department_id = department_of_call(calls[i], story.legs);
        story.call = story_of(calls[i]);
    }
    return {};
}

Result<void> RecordSums::end_stretch(rollups::StateStretch stretch, std::int64_t at_ms) {
    YH_TRY(const auto* zone, zone_of(stretch.tenant_id));
    stretch.ended_at_ms = std::max(at_ms, stretch.began_at_ms);
    rollups::add_stretch(sums_, stretch, *zone);
    return {};
}

Result<void> RecordSums::write_states(const std::vector<AgentStateRow>& states) {
    for (const auto& state : states) {
        YH_TRY(const auto there, db_.row<std::int64_t>("SELECT id FROM agent_states WHERE id = ?", state.id));
        if (there) {
            continue;
        }
        YH_TRY(const auto before,
               db_.rows<rollups::StateStretch>(
                   "SELECT tenant_id, user_id, department_id, queue_id, state, began_at_ms, "
                   "ended_at_ms FROM agent_states WHERE user_id = ? AND ended_at_ms IS NULL AND id < ?",
                   state.user_id, state.id));
        for (const auto& stretch : before) {
            YH_CHECK(end_stretch(stretch, state.began_at_ms));
        }
        if (!before.empty()) {
            YH_CHECK(
                db_.run("UPDATE agent_states SET ended_at_ms = CASE WHEN began_at_ms > ? THEN began_at_ms ELSE ? "
                        "END WHERE user_id = ? AND ended_at_ms IS NULL AND id < ?",
                        state.began_at_ms, state.began_at_ms, state.user_id, state.id));
        }
        auto row = state;
        YH_TRY(row.department_id, department_of(state.user_id));
        YH_CHECK(db_.insert("agent_states", row));
    }
    return {};
}

// The last sign of life may be older than the last call that was written: nobody left while they talked.
Result<std::int64_t> RecordSums::end_all_states(std::int64_t at_ms) {
    YH_TRY(const auto lasting,
           db_.rows<rollups::StateStretch>("SELECT tenant_id, user_id, department_id, queue_id, state, began_at_ms, "
                                           "ended_at_ms FROM agent_states WHERE ended_at_ms IS NULL"));
    constexpr std::int64_t day_ms = 24 * 3600 * std::int64_t{1000};
    for (const auto& stretch : lasting) {
        YH_TRY(const auto talked_until,
               db_.one<std::int64_t>(
                   "SELECT COALESCE(MAX(ended_at_ms), 0) FROM call_legs WHERE user_id = ? AND started_at_ms > ?",
                   stretch.user_id, at_ms - day_ms));
        const auto until = std::max({at_ms, talked_until, stretch.began_at_ms});
        YH_CHECK(end_stretch(stretch, until));
        YH_CHECK(db_.run(
            "UPDATE agent_states SET ended_at_ms = ? WHERE user_id = ? AND began_at_ms = ? AND ended_at_ms IS NULL",
            until, stretch.user_id, stretch.began_at_ms));
    }
    return static_cast<std::int64_t>(lasting.size());
}

Result<void> RecordSums::tell_stories() {
    YH_TRY(const auto earlier, rollups::note_called_again(db_, stories_));
    for (const auto& call : earlier) {
        YH_TRY(const auto* zone, zone_of(call.tenant_id));
        rollups::add_called_again(sums_, call, *zone);
    }
    for (auto& story : stories_) {
        YH_TRY(const auto* zone, zone_of(story.call.tenant_id));
        YH_CHECK(rollups::read_states(db_, story));
        rollups::add_call(sums_, story, *zone);
    }
    return {};
}

Result<void> RecordSums::add() {
    YH_CHECK(tell_stories());
    stories_.clear();
    return rollups::add_to(db_, std::exchange(sums_, {}));
}

}  // namespace yh::office::records

#include "office/records/service_store.h"

#include <fmt/format.h>

#include <algorithm>

namespace yh::office::records {

namespace {

constexpr std::string_view named_queue =
    "COALESCE(queues.number, '') AS queue, COALESCE(queues.name, '') AS queue_name, COALESCE(users.number, '') AS "
    "agent, COALESCE(users.name, '') AS agent_name";

constexpr std::string_view voicemail_columns =
    "item.id AS id, item.call_id AS call, item.number AS number, item.left_at_ms AS left_at_ms, recordings.duration_ms "
    "AS duration_ms, recordings.size_bytes AS size_bytes, recordings.failure AS failure, item.listened_at_ms IS NOT "
    "NULL AS listened, item.listened_at_ms AS listened_at_ms, COALESCE((SELECT number FROM users AS heard WHERE "
    "heard.id = item.listened_by), '') AS listened_by, COALESCE((SELECT name FROM users AS heard WHERE heard.id = "
    "item.listened_by), '') AS listened_by_name, ";
constexpr std::string_view survey_columns =
    "item.call_id AS id, calls.customer_number AS number, calls.direction AS direction, item.asked_at_ms AS "
    "asked_at_ms, item.answered_at_ms AS answered_at_ms, item.level_key AS level_key, item.level AS level, "
    "item.reason_key AS reason_key, item.reason AS reason, ";
constexpr std::string_view missed_columns =
    "item.id AS id, item.call_id AS call, item.number AS number, item.called_number AS called_number, calls.direction "
    "AS direction, item.ringing_at_ms AS ringing_at_ms, item.ended_at_ms AS ended_at_ms, item.ended_at_ms - "
    "item.ringing_at_ms AS ring_ms, item.how AS how, calls.answered_at_ms IS NOT NULL AS answered, "
    "item.handled_at_ms IS NOT NULL AS handled, item.handled_at_ms AS handled_at_ms, COALESCE((SELECT number FROM "
    "users AS hand WHERE hand.id = item.handled_by), '') AS handled_by, ";
constexpr std::string_view lost_columns =
    "item.call_id AS id, item.number AS number, calls.called_number AS called_number, COALESCE(queues.number, '') AS "
    "queue, COALESCE(queues.name, '') AS queue_name, item.lost_at_ms AS lost_at_ms, cases.opened_at_ms AS "
    "opened_at_ms, (SELECT COUNT(*) FROM lost_calls AS each_one WHERE each_one.case_id = item.case_id) AS calls, "
    "calls.wait_ms AS wait_ms, calls.result AS result, CASE WHEN cases.completed_at_ms IS NOT NULL THEN 'completed' "
    "WHEN cases.owner_id IS NOT NULL THEN 'occupied' ELSE 'free' END AS state, COALESCE(users.number, '') AS owner, "
    "COALESCE(users.name, '') AS owner_name, cases.owner_id IS NOT NULL AND cases.owner_id = {} AS mine, "
    "cases.occupied_at_ms AS occupied_at_ms, cases.completed_at_ms AS completed_at_ms";
constexpr std::string_view forwarded_columns =
    "item.id AS id, item.call_id AS call, item.number AS number, item.mobile AS mobile, item.answered_at_ms AS "
    "answered_at_ms, item.talk_ms AS talk_ms, (SELECT MIN(recordings.id) FROM recordings WHERE recordings.call_id = "
    "item.call_id AND recordings.voicemail = FALSE) AS recording, ";
constexpr std::string_view callback_columns =
    "item.call_id AS id, item.number AS number, item.called_number AS called_number, item.asked_at_ms AS asked_at_ms, "
    "item.attempts AS attempts, item.tried_at_ms AS tried_at_ms, item.last_result AS last_result, item.ended_at_ms AS "
    "ended_at_ms, CASE WHEN item.ended_at_ms IS NULL THEN 'open' ELSE item.result END AS state, ";

struct Share {
    std::string level;
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(Share, (), (level, count))

Result<bool> sees(db::Connection& connection, const people::SignedIn& who, const ServiceList& list, std::int64_t id) {
    auto where = scope_of(who, list);
    where.add(fmt::format("{} = ?", list.id), id);
    YH_TRY(const auto found, connection.row<std::int64_t>(
                                 fmt::format("SELECT {} FROM {}{}", list.id, list.from, where.sql), where.params));
    return found.has_value();
}

Result<void> done_or_why(Result<std::int64_t> ran) {
    return ran.ok() ? Result<void>{} : Result<void>{std::move(ran).error()};
}

}  // namespace

template <class Page>
Result<Page> ServiceStore::list(const ServiceList& what, std::string_view select, const ServiceFilter& filter,
                                Where where, const PageArgs& page) {
    Page answer;
    answer.page = page.page;
    answer.size = page.size;
    YH_TRY(answer.total,
           db_.one<std::int64_t>(fmt::format("SELECT COUNT(*) FROM {}{}", what.from, where.sql), where.params));
    using View = typename decltype(answer.items)::value_type;
    YH_TRY(answer.items, db_.rows<View>(fmt::format("SELECT {} FROM {}{}{} LIMIT {} OFFSET {}", select, what.from,
                                                    where.sql, order_by(what, filter), page.size, page.offset()),
                                        where.params));
    return answer;
}

Result<VoicemailPage> ServiceStore::voicemails(const ServiceFilter& filter, const PageArgs& page) {
    YH_TRY(auto where, narrowed(who_, service_lists::voicemails, filter));
    return list<VoicemailPage>(service_lists::voicemails, fmt::format("{}{}", voicemail_columns, named_queue), filter,
                               std::move(where), page);
}

Result<SurveyPage> ServiceStore::surveys(const ServiceFilter& filter, const PageArgs& page) {
    YH_TRY(auto where, narrowed(who_, service_lists::surveys, filter));
    return list<SurveyPage>(service_lists::surveys, fmt::format("{}{}", survey_columns, named_queue), filter,
                            std::move(where), page);
}

Result<MissedPage> ServiceStore::missed(const ServiceFilter& filter, const PageArgs& page) {
    YH_TRY(auto where, narrowed(who_, service_lists::missed, filter));
    return list<MissedPage>(service_lists::missed, fmt::format("{}{}", missed_columns, named_queue), filter,
                            std::move(where), page);
}

Result<LostPage> ServiceStore::lost(const ServiceFilter& filter, const PageArgs& page) {
    YH_TRY(auto where, narrowed(who_, service_lists::lost, filter));
    where.sql +=
        " AND NOT EXISTS (SELECT 1 FROM lost_calls AS later WHERE later.case_id = item.case_id AND (later.lost_at_ms > "
        "item.lost_at_ms OR (later.lost_at_ms = item.lost_at_ms AND later.call_id > item.call_id)))";
    if (who_.role == model::Role::Agent) {
        where.add("(cases.owner_id = ? OR (cases.owner_id IS NULL AND cases.completed_at_ms IS NULL))",
                  who_.user.value);
    }
    return list<LostPage>(service_lists::lost, fmt::format(fmt::runtime(lost_columns), who_.user.value), filter,
                          std::move(where), page);
}

Result<ForwardedPage> ServiceStore::forwarded(const ServiceFilter& filter, const PageArgs& page) {
    YH_TRY(auto where, narrowed(who_, service_lists::forwarded, filter));
    return list<ForwardedPage>(service_lists::forwarded, fmt::format("{}{}", forwarded_columns, named_queue), filter,
                               std::move(where), page);
}

Result<CallbackPage> ServiceStore::callbacks(const ServiceFilter& filter, const PageArgs& page) {
    YH_TRY(auto where, narrowed(who_, service_lists::callbacks, filter));
    return list<CallbackPage>(service_lists::callbacks, fmt::format("{}{}", callback_columns, named_queue), filter,
                              std::move(where), page);
}

Result<SurveyChart> ServiceStore::survey_chart(const ServiceFilter& filter, const std::vector<std::string>& levels) {
    YH_TRY(const auto where, narrowed(who_, service_lists::surveys, filter));
    YH_TRY(const auto shares,
           db_.rows<Share>(fmt::format("SELECT item.level AS level, COUNT(*) AS count FROM {}{} GROUP BY item.level "
                                       "ORDER BY item.level",
                                       service_lists::surveys.from, where.sql),
                           where.params));
    SurveyChart chart;
    for (const auto& level : levels) {
        chart.items.push_back({level, 0, 0});
    }
    for (const auto& share : shares) {
        chart.asked += share.count;
        if (share.level.empty()) {
            continue;
        }
        chart.total += share.count;
        auto item = std::ranges::find(chart.items, share.level, &SurveyShare::level);
        if (item == chart.items.end()) {
            item = chart.items.insert(chart.items.end(), SurveyShare{share.level, 0, 0});
        }
        item->count += share.count;
    }
    for (auto& item : chart.items) {
        item.percent =
            chart.total == 0 ? 0 : 100.0 * static_cast<double>(item.count) / static_cast<double>(chart.total);
    }
    return chart;
}

Result<StoredVoicemail> ServiceStore::voicemail(model::RecordingId id) {
    const auto& what = service_lists::voicemails;
    auto where = scope_of(who_, what);
    where.add("item.id = ?", id.value);
    YH_TRY(auto item, db_.row<VoicemailView>(
                          fmt::format("SELECT {}{} FROM {}{}", voicemail_columns, named_queue, what.from, where.sql),
                          where.params));
    if (!item) {
        return not_found("voicemail.unknown");
    }
    YH_TRY(auto path, db_.one<std::string>("SELECT path FROM recordings WHERE id = ?", id));
    return StoredVoicemail{*std::move(item), std::move(path)};
}

Result<void> ServiceStore::check_open_callback(model::CallId call) {
    auto where = scope_of(who_, service_lists::callbacks);
    where.add("item.call_id = ? AND item.ended_at_ms IS NULL", call.value);
    YH_TRY(const auto found,
           db_.row<std::int64_t>(fmt::format("SELECT item.call_id FROM {}{}", service_lists::callbacks.from, where.sql),
                                 where.params));
    return found ? Result<void>{} : Result<void>{not_found("callback.unknown")};
}

Result<void> mark_listened(db::Connection& connection, const people::SignedIn& who, model::RecordingId id,
                           bool listened, std::int64_t now_ms) {
    YH_TRY(const bool seen, sees(connection, who, service_lists::voicemails, id.value));
    if (!seen) {
        return not_found("voicemail.unknown");
    }
    // The first to listen is remembered.
    return done_or_why(
        listened ? connection.run("UPDATE voicemails SET listened_at_ms = ?, listened_by = ? WHERE id = ? AND "
                                  "listened_at_ms IS NULL",
                                  now_ms, who.user, id)
                 : connection.run("UPDATE voicemails SET listened_at_ms = NULL, listened_by = NULL WHERE id = ?", id));
}

Result<std::string> delete_voicemail(db::Connection& connection, const people::SignedIn& who, model::RecordingId id,
                                     std::int64_t now_ms) {
    YH_TRY(const auto found, (ServiceStore{connection, who}.voicemail(id)));
    YH_TRY(const auto noted, connection.run("UPDATE voicemails SET deleted_at_ms = ?, deleted_by = ? WHERE id = ?",
                                            now_ms, who.user, id));
    YH_TRY(const auto removed, connection.run("DELETE FROM recordings WHERE id = ?", id));
    return noted == 1 && removed == 1 ? Result<std::string>{found.path}
                                      : Result<std::string>{not_found("voicemail.unknown")};
}

Result<void> mark_handled(db::Connection& connection, const people::SignedIn& who, model::LegId id, bool handled,
                          std::int64_t now_ms) {
    YH_TRY(const bool seen, sees(connection, who, service_lists::missed, id.value));
    if (!seen) {
        return not_found("missed_call.unknown");
    }
    return done_or_why(
        handled ? connection.run("UPDATE missed_calls SET handled_at_ms = ?, handled_by = ? WHERE id = ? AND "
                                 "handled_at_ms IS NULL",
                                 now_ms, who.user, id)
                : connection.run("UPDATE missed_calls SET handled_at_ms = NULL, handled_by = NULL WHERE id = ?", id));
}

}  // namespace yh::office::records

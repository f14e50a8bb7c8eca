#include "office/records/service_store.h"

#include <fmt/format.h>

#include <algorithm>

#include "office/records/record_eraser.h"

namespace yh::office::records {

namespace {

struct Share {
    std::string level;
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(Share, (), (level, count))

Result<bool> sees(db::Connection& connection, const people::SignedIn& who, const lists::List& list, std::int64_t id) {
    auto where = lists::scope_of(list, who);
    where.add(fmt::format("{} = ?", list.id), id);
    YH_TRY(const auto found, connection.row<std::int64_t>(
                                 fmt::format("SELECT {} FROM {}{}", list.id, list.from, where.sql), where.params));
    return found.has_value();
}

Result<void> done_or_why(Result<std::int64_t> ran) {
    return ran.ok() ? Result<void>{} : Result<void>{std::move(ran).error()};
}

}  // namespace

Result<SurveyChart> ServiceStore::survey_chart(const lists::Asked& asked, const std::vector<std::string>& levels) {
    YH_TRY(const auto searched, lists::search_in(db_, service_lists::surveys, asked));
    const auto& where = searched.where;
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
    lists::Reader reader;
    reader.who = who_;
    YH_TRY(auto item, lists::find_row(db_, voicemails(), reader, id.value));
    if (!item) {
        return not_found("voicemail.unknown");
    }
    YH_TRY(auto path, db_.one<std::string>("SELECT path FROM recordings WHERE id = ?", id));
    return StoredVoicemail{*std::move(item), std::move(path)};
}

Result<void> ServiceStore::check_open_callback(model::CallId call) {
    auto where = lists::scope_of(service_lists::callbacks, who_);
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

Result<std::optional<std::string>> delete_voicemail(db::Connection& connection, const people::SignedIn& who,
                                                    model::RecordingId id, std::int64_t now_ms) {
    YH_TRY(const auto found, (ServiceStore{connection, who}.voicemail(id)));
    YH_TRY(const bool held, is_on_hold(connection, who.tenant.value, found.item.left_at_ms, now_ms));
    if (held) {
        return std::optional<std::string>{};
    }
    YH_TRY(const auto noted, connection.run("UPDATE voicemails SET deleted_at_ms = ?, deleted_by = ? WHERE id = ?",
                                            now_ms, who.user, id));
    YH_TRY(const auto removed, connection.run("DELETE FROM recordings WHERE id = ?", id));
    if (noted != 1 || removed != 1) {
        return not_found("voicemail.unknown");
    }
    return std::optional{found.path};
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

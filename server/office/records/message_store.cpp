#include "office/records/message_store.h"

#include <fmt/format.h>

#include <chrono>
#include <iterator>

#include "office/records/service_lists.h"

namespace yh::office::records {

namespace {

// As many as somebody listens to with a telephone at the ear.
constexpr int most_fresh = 50;
constexpr int most_heard = 20;

struct MessageRow {
    model::RecordingId id;
    std::string path;
    std::int64_t left_at_ms = 0;
    bool listened = false;
};
BOOST_DESCRIBE_STRUCT(MessageRow, (), (id, path, left_at_ms, listened))

Result<std::vector<MessageRow>> rows(db::Connection& connection, const people::SignedIn& who, std::string_view which,
                                     std::string_view order, int most) {
    const auto& list = service_lists::voicemails;
    const auto where = lists::scope_of(list, who);
    return connection.rows<MessageRow>(
        fmt::format("SELECT item.id AS id, recordings.path AS path, item.left_at_ms AS left_at_ms, "
                    "item.listened_at_ms IS NOT NULL AS listened FROM {}{} AND {} ORDER BY item.left_at_ms {} LIMIT {}",
                    list.from, where.sql, which, order, most),
        where.params);
}

}  // namespace

Result<std::vector<calls::StoredMessage>> messages_to_hear(db::Connection& connection, const people::SignedIn& who) {
    YH_TRY(auto all, rows(connection, who, "item.listened_at_ms IS NULL", "ASC", most_fresh));
    YH_TRY(auto heard, rows(connection, who, "item.listened_at_ms IS NOT NULL", "DESC", most_heard));
    std::ranges::move(heard, std::back_inserter(all));
    std::vector<calls::StoredMessage> messages;
    messages.reserve(all.size());
    for (auto& row : all) {
        messages.push_back(
            {row.id, std::move(row.path), WallTime{std::chrono::milliseconds{row.left_at_ms}}, row.listened});
    }
    return messages;
}

}  // namespace yh::office::records

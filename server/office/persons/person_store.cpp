#include "office/persons/person_store.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <utility>

#include "model/telephone_number.h"
#include "office/settings/site_messages_store.h"

namespace yh::office::persons {

namespace {

using lists::Column;
using lists::Filter;
using lists::FilterKind;
using lists::Kind;

constexpr std::int64_t ms_of_day = std::int64_t{24} * 3600 * 1000;
constexpr lists::WordTitle whats[] = {{"exported", "导出"}, {"erased", "删除"}};
constexpr lists::WordTitle states[] = {
    {"running", "进行中"}, {"held", "等待法定保留期满"}, {"done", "已完成"}, {"failed", "失败"}};
constexpr std::array columns{Column{"created_at_ms", {"时间", "Time"}, "item.created_at_ms", Kind::Time},
                             Column{"what", {"操作", "What"}, "item.what", Kind::Word, {}, whats},
                             Column{"number", {"号码", "Number"}, "item.shown_number"},
                             Column{"state", {"状态", "State"}, "item.state", Kind::Word, {}, states},
                             Column{"agent", {"工号", "Agent"}, "COALESCE(users.number, '')"},
                             Column{"agent_name", {"操作人", "Operator"}, "COALESCE(users.name, '')"},
                             Column{"reason", {"原因", "Reason"}, "item.reason"},
                             Column{"held_until_ms", {"保留至", "Held until"}, "item.held_until_ms", Kind::Time},
                             Column{"ended_at_ms", {"完成时间", "Ended"}, "item.ended_at_ms", Kind::Time},
                             Column{"address", {"地址", "Address"}, "item.address"},
                             Column{"id", {"编号", "Id"}, "item.id", Kind::Id},
                             Column{.key = "counts", .sql = "item.counts", .shown = false}};
constexpr std::array filters{
    Filter{.key = "what", .kind = FilterKind::Word, .clause = "item.what = ?", .check = lists::is_word<RequestWhat>},
    Filter{.key = "state", .kind = FilterKind::Word, .clause = "item.state = ?", .check = lists::is_word<RequestState>},
    Filter{"agent", FilterKind::Person, "users.number = ?"}};
constinit const lists::List request_list{.name = "person-requests",
                                         .title = {"个人信息请求", "Requests of persons"},
                                         .permission = people::rights::erase_persons,
                                         .from = "person_requests AS item LEFT JOIN users ON users.id = item.user_id",
                                         .tenant = "item.tenant_id",
                                         .time = "item.created_at_ms",
                                         .id = "item.id",
                                         .columns = columns,
                                         .filters = filters};

struct CardRow {
    std::int64_t id = 0;
    std::string object;
    std::string name;
    std::optional<std::int64_t> deleted_at_ms;
};
BOOST_DESCRIBE_STRUCT(CardRow, (), (id, object, name, deleted_at_ms))

Result<std::vector<CardRow>> cards_of(db::Connection& connection, const PersonSpan& span) {
    return connection.rows<CardRow>(
        with_numbers("SELECT id, object, name, deleted_at_ms FROM customers WHERE id IN (SELECT customer_id FROM "
                     "customer_numbers WHERE tenant_id = ? AND number IN {numbers}) ORDER BY id",
                     span),
        person_params(span));
}

void add(std::vector<ErasedCount>& counts, std::string_view what, std::int64_t rows) {
    const auto found = std::ranges::find(counts, what, &ErasedCount::what);
    if (found != counts.end()) {
        found->count += rows;
    } else if (rows > 0) {
        counts.push_back({std::string{what}, rows});
    }
}

/// What the law still keeps, of all parts.
Result<PersonHold> hold_of(db::Connection& connection, const Parts& parts, const PersonSpan& span) {
    PersonHold all;
    for (const auto* part : parts) {
        if (part->held != nullptr) {
            YH_TRY(const auto hold, part->held(connection, span));
            all.rows += hold.rows;
            all.newest_ms = std::max(all.newest_ms, hold.newest_ms);
        }
    }
    return all;
}

/// When the newest of what is held may go.
std::int64_t until_of(const PersonHold& hold, const PersonSpan& span) {
    return hold.newest_ms + (span.now_ms - span.held_from_ms) + 1;
}

/// Every part erases a portion. True: one of them has more.
Result<bool> erase_parts(db::Connection& connection, const Parts& parts, const PersonSpan& span, std::int64_t most,
                         std::vector<ErasedCount>& counts) {
    bool more = false;
    for (const auto* part : parts) {
        YH_TRY(const auto erased, part->erase(connection, span, most));
        add(counts, part->what, erased.rows);
        more = more || erased.rows > 0;
        for (const auto& path : erased.files) {
            YH_CHECK(
                connection.run("INSERT INTO doomed_files (path) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM doomed_files "
                               "WHERE path = ?)",
                               path, path));
        }
    }
    return more;
}

}  // namespace

lists::Listing<RequestView> requests() {
    return {request_list};
}

Result<PersonSpan> span_of(db::Connection& connection, std::int64_t tenant, std::int64_t user,
                           const std::string& number, std::int64_t now_ms) {
    const auto normal = model::normal_number(number);
    if (!model::is_telephone_number(normal)) {
        return invalid_input("number.malformed");
    }
    YH_TRY(const auto kept, settings::load_retention(connection, tenant));
    const auto days = kept ? kept->hold_days : 0;
    const auto from = days > 0 ? now_ms - days * ms_of_day : std::numeric_limits<std::int64_t>::max();
    return PersonSpan{tenant, user, now_ms, from, normal, model::spellings_of(normal)};
}

Result<FoundPerson> find_person(db::Connection& connection, const Parts& parts, const PersonSpan& span) {
    FoundPerson found;
    YH_TRY(const auto cards, cards_of(connection, span));
    for (const auto& card : cards) {
        YH_TRY(const auto numbers,
               connection.rows<std::string>(
                   "SELECT typed FROM customer_numbers WHERE customer_id = ? ORDER BY position", card.id));
        std::string joined;
        for (const auto& number : numbers) {
            joined += (joined.empty() ? "" : ", ") + number;
        }
        found.cards.push_back(
            {model::CustomerId{card.id}, card.object, card.name, std::move(joined), card.deleted_at_ms.has_value()});
    }
    for (const auto* part : parts) {
        YH_TRY(auto counts, part->count(connection, span));
        for (auto& count : counts) {
            found.total += count.count;
            found.counts.push_back(std::move(count));
        }
    }
    YH_TRY(const auto hold, hold_of(connection, parts, span));
    found.held = hold.rows;
    if (hold.rows > 0) {
        found.held_until_ms = until_of(hold, span);
    }
    return found;
}

Result<PersonData> read_person(db::Connection& connection, const Parts& parts, const PersonSpan& span) {
    PersonData all;
    for (const auto* part : parts) {
        YH_TRY(auto data, part->read(connection, span));
        std::ranges::move(data.tables, std::back_inserter(all.tables));
        std::ranges::move(data.files, std::back_inserter(all.files));
    }
    return all;
}

Result<void> insert_request(db::Connection& connection, const PersonRequest& request,
                            const std::vector<std::int64_t>& history) {
    YH_CHECK(connection.insert("person_requests", request));
    if (request.what != RequestWhat::Exported) {
        return {};
    }
    YH_TRY(const auto span,
           span_of(connection, request.tenant_id, request.user_id, request.number, request.created_at_ms));
    YH_TRY(const auto cards, cards_of(connection, span));
    for (std::size_t at = 0; at < std::min(cards.size(), history.size()); ++at) {
        YH_CHECK(
            connection.run("INSERT INTO customer_history (id, tenant_id, customer_id, at_ms, user_id, what, "
                           "changes) VALUES (?, ?, ?, ?, ?, 'exported', '[]')",
                           history[at], request.tenant_id, cards[at].id, request.created_at_ms, request.user_id));
    }
    return {};
}

Result<std::optional<PersonRequest>> next_erasure(db::Connection& connection, std::int64_t now_ms) {
    return connection.row<PersonRequest>(
        "SELECT * FROM person_requests WHERE what = 'erased' AND (state = 'running' OR (state = 'held' AND "
        "held_until_ms <= ?)) ORDER BY id LIMIT 1",
        now_ms);
}

Result<std::optional<PersonRequest>> find_request(db::Connection& connection, std::int64_t tenant, RequestId id) {
    return connection.row<PersonRequest>("SELECT * FROM person_requests WHERE id = ? AND tenant_id = ?", id, tenant);
}

Result<bool> take_step(db::Connection& connection, const PersonRequest& request, const Parts& parts, std::int64_t most,
                       std::int64_t now_ms) {
    YH_TRY(auto transaction, connection.begin());
    YH_TRY(const auto span, span_of(connection, request.tenant_id, request.user_id, request.number, now_ms));
    auto counts = request.counts;
    YH_TRY(const bool more, erase_parts(connection, parts, span, most, counts));
    auto after = request;
    after.counts = std::move(counts);
    if (!more) {
        YH_TRY(const auto hold, hold_of(connection, parts, span));
        after.state = hold.rows > 0 ? RequestState::Held : RequestState::Done;
        after.held_until_ms = hold.rows > 0 ? std::optional{until_of(hold, span)} : std::nullopt;
        if (hold.rows == 0) {
            // Nothing says any more whose request it was; what was copied for the person before does not, either.
            YH_CHECK(connection.run(
                "UPDATE person_requests SET number = '' WHERE tenant_id = ? AND number = ? AND what = 'exported'",
                request.tenant_id, request.number));
            after.number.clear();
            after.ended_at_ms = now_ms;
        }
    }
    YH_CHECK(connection.upsert("person_requests", after, {"id"}));
    YH_CHECK(transaction.commit());
    return more;
}

Result<void> note_failed(db::Connection& connection, std::int64_t id, const std::string& problem, std::int64_t now_ms) {
    return connection.change("UPDATE person_requests SET state = 'failed', problem = ?, ended_at_ms = ? WHERE id = ?",
                             problem, now_ms, id);
}

}  // namespace yh::office::persons

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include "base/id.h"
#include "model/telephone_number.h"
#include "office/customers/dynamics.h"

// Each kind is asked for as many rows as the page holds and one more; the newest of all of them are the page. So every
// question is a short walk along an index, however long the history of a customer is.
namespace yh::office::customers {

namespace {

struct ChangeRow {
    std::int64_t id = 0;
    std::int64_t at_ms = 0;
    std::string user;
    std::string user_name;
    std::optional<std::int64_t> call_id;
    HistoryWhat what = HistoryWhat::Changed;
    std::vector<CustomerChange> changes;
};
BOOST_DESCRIBE_STRUCT(ChangeRow, (), (id, at_ms, user, user_name, call_id, what, changes))

struct WrittenRow {
    std::int64_t id = 0;
    std::int64_t at_ms = 0;
    std::string user;
    std::string user_name;
    std::optional<std::int64_t> call_id;
    std::string title;
    std::string note;
};
BOOST_DESCRIBE_STRUCT(WrittenRow, (), (id, at_ms, user, user_name, call_id, title, note))

struct CallRow {
    std::int64_t id = 0;
    std::int64_t at_ms = 0;
    std::string user;
    std::string user_name;
    model::Direction direction = model::Direction::Inbound;
    model::CallResult result = model::CallResult::Failed;
    std::int64_t talk_ms = 0;
};
BOOST_DESCRIBE_STRUCT(CallRow, (), (id, at_ms, user, user_name, direction, result, talk_ms))

constexpr std::string_view person = "COALESCE(users.number, '') AS \"user\", COALESCE(users.name, '') AS user_name";

/// " AND …" for what is older than the page before, and the order; `at` and `id` are its columns.
std::string rest_of(std::string_view at, std::string_view id) {
    return fmt::format(" AND ({0} < ? OR ({0} = ? AND {1} < ?)) ORDER BY {0} DESC, {1} DESC LIMIT ?", at, id);
}

struct Bounds {
    std::int64_t before_ms = std::numeric_limits<std::int64_t>::max();
    std::int64_t before_id = std::numeric_limits<std::int64_t>::max();
    std::int64_t most = 0;
};

Dynamic dynamic_of(DynamicKind kind, std::int64_t id, std::int64_t at_ms, std::string user, std::string user_name) {
    Dynamic made;
    made.id = {id};
    made.kind = kind;
    made.at_ms = at_ms;
    made.user = std::move(user);
    made.user_name = std::move(user_name);
    return made;
}

Result<void> add_changes(db::Connection& connection, model::CustomerId id, const Bounds& bounds,
                         std::vector<Dynamic>& found) {
    YH_TRY(auto rows, connection.rows<ChangeRow>(
                          fmt::format("SELECT customer_history.id AS id, at_ms, {}, call_id, what, changes FROM "
                                      "customer_history LEFT JOIN users ON users.id = customer_history.user_id WHERE "
                                      "(customer_id = ? OR customer_id IN (SELECT id FROM customers WHERE merged_into "
                                      "= ?)){}",
                                      person, rest_of("at_ms", "customer_history.id")),
                          id, id, bounds.before_ms, bounds.before_ms, bounds.before_id, bounds.most));
    for (auto& row : rows) {
        auto made = dynamic_of(DynamicKind::Change, row.id, row.at_ms, std::move(row.user), std::move(row.user_name));
        made.what = row.what;
        made.changes = std::move(row.changes);
        if (row.call_id) {
            made.call = model::CallId{*row.call_id};
        }
        found.push_back(std::move(made));
    }
    return {};
}

/// Follow-ups and service records are written alike.
Result<void> add_written(db::Connection& connection, DynamicKind kind, model::CustomerId id, const Bounds& bounds,
                         std::vector<Dynamic>& found) {
    const bool follow_ups = kind == DynamicKind::FollowUp;
    const std::string_view table = follow_ups ? "follow_ups" : "service_records";
    const std::string_view title = follow_ups ? "template_name" : "result";
    const std::string_view text =
        follow_ups ? "CASE WHEN follow_ups.note = '' THEN summary ELSE follow_ups.note END" : "service_records.note";
    YH_TRY(auto rows,
           connection.rows<WrittenRow>(
               fmt::format("SELECT {0}.id AS id, {0}.created_at_ms AS at_ms, {1}, call_id, {2} AS title, {3} AS note "
                           "FROM {0} LEFT JOIN users ON users.id = {0}.user_id WHERE customer_id = ? AND "
                           "{0}.deleted_at_ms IS NULL{4}",
                           table, person, title, text,
                           rest_of(fmt::format("{}.created_at_ms", table), fmt::format("{}.id", table))),
               id, bounds.before_ms, bounds.before_ms, bounds.before_id, bounds.most));
    for (auto& row : rows) {
        auto made = dynamic_of(kind, row.id, row.at_ms, std::move(row.user), std::move(row.user_name));
        made.title = std::move(row.title);
        made.note = std::move(row.note);
        if (row.call_id) {
            made.call = model::CallId{*row.call_id};
        }
        found.push_back(std::move(made));
    }
    return {};
}

// Records keep a number as the network wrote it, so every way of writing it is looked for; each by the index.
Result<void> add_calls(db::Connection& connection, const Asker& asker, model::CustomerId id, const Bounds& bounds,
                       std::vector<Dynamic>& found) {
    YH_TRY(const auto numbers, numbers_of(connection, id));
    db::Params params{db::Param::integer(asker.who.tenant.value)};
    std::string places;
    for (const auto& number : numbers) {
        for (auto& spelling : model::spellings_of(model::normal_number(number))) {
            params.push_back(db::Param::own_text(std::move(spelling)));
            places += places.empty() ? "?" : ", ?";
        }
    }
    if (places.empty()) {
        return {};
    }
    for (const auto bound : {bounds.before_ms, bounds.before_ms, bounds.before_id, bounds.most}) {
        params.push_back(db::Param::integer(bound));
    }
    YH_TRY(auto rows, connection.rows<CallRow>(
                          fmt::format("SELECT calls.id AS id, calls.started_at_ms AS at_ms, {}, calls.direction AS "
                                      "direction, calls.result AS result, calls.talk_ms AS talk_ms FROM calls LEFT "
                                      "JOIN users ON users.id = calls.agent_id WHERE calls.tenant_id = ? AND "
                                      "calls.customer_number IN ({}) AND calls.direction <> 'internal'{}",
                                      person, places, rest_of("calls.started_at_ms", "calls.id")),
                          params));
    for (auto& row : rows) {
        auto made = dynamic_of(DynamicKind::Call, row.id, row.at_ms, std::move(row.user), std::move(row.user_name));
        made.call = model::CallId{row.id};
        made.direction = row.direction;
        made.result = row.result;
        made.talk_ms = row.talk_ms;
        found.push_back(std::move(made));
    }
    return {};
}

struct PlaceRow {
    crm::ObjectKind object = crm::ObjectKind::Customer;
    std::optional<std::int64_t> pool_id;
};
BOOST_DESCRIBE_STRUCT(PlaceRow, (), (object, pool_id))

}  // namespace

Result<HistoryPlace> history_place(db::Connection& connection, model::CustomerId id) {
    YH_TRY(const auto row, connection.row<PlaceRow>(
                               "SELECT customers.object AS object, COALESCE(parents.pool_id, customers.pool_id) AS "
                               "pool_id FROM customers LEFT JOIN customers AS parents ON parents.id = "
                               "customers.parent_id WHERE customers.id = ?",
                               id));
    return row ? HistoryPlace{row->object, row->pool_id} : HistoryPlace{};
}

Result<DynamicsAsked> read_dynamics(std::optional<std::string_view> kind, std::optional<std::string_view> size,
                                    std::optional<std::string_view> after) {
    DynamicsAsked asked;
    constexpr std::int64_t most = 50;
    if (kind && !kind->empty()) {
        YH_TRY(asked.kind, parse_enum<DynamicKind>(*kind));
    }
    if (size && !size->empty()) {
        const auto number = parse_id(*size);
        if (!number.ok() || *number > most) {
            return invalid_input("page.malformed", "size is 1 to 50");
        }
        asked.size = *number;
    }
    if (after && !after->empty()) {
        const auto dot = after->find('.');
        const auto at = parse_id(after->substr(0, dot));
        const auto id = dot == std::string_view::npos ? at : parse_id(after->substr(dot + 1));
        if (!at.ok() || !id.ok() || dot == std::string_view::npos) {
            return invalid_input("page.malformed", "after");
        }
        asked.before_ms = *at;
        asked.before_id = *id;
    }
    return asked;
}

Result<std::optional<Dynamics>> find_dynamics(db::Connection& connection, const Asker& asker, model::CustomerId id,
                                              const DynamicsAsked& asked) {
    YH_TRY(const bool seen, may_see(connection, asker, id));
    if (!seen) {
        return std::optional<Dynamics>{};
    }
    Bounds bounds;
    bounds.most = asked.size + 1;
    if (asked.before_ms) {
        bounds.before_ms = *asked.before_ms;
        bounds.before_id = asked.before_id;
    }
    std::vector<Dynamic> found;
    const auto wants = [&](DynamicKind kind) { return !asked.kind || *asked.kind == kind; };
    if (wants(DynamicKind::Change)) {
        YH_CHECK(add_changes(connection, id, bounds, found));
    }
    for (const auto kind : {DynamicKind::FollowUp, DynamicKind::Service}) {
        if (wants(kind)) {
            YH_CHECK(add_written(connection, kind, id, bounds, found));
        }
    }
    if (wants(DynamicKind::Call)) {
        YH_CHECK(add_calls(connection, asker, id, bounds, found));
    }
    std::ranges::sort(found, std::greater{}, [](const Dynamic& one) { return std::pair{one.at_ms, one.id.value}; });
    Dynamics page;
    const auto count = std::min(found.size(), static_cast<std::size_t>(asked.size));
    YH_TRY(const auto place, history_place(connection, id));
    for (std::size_t i = 0; i < count; ++i) {
        hide_in_history(asker, place, found[i].changes);
        page.items.push_back(std::move(found[i]));
    }
    if (found.size() > count && count > 0) {
        page.next = fmt::format("{}.{}", page.items.back().at_ms, page.items.back().id.text());
    }
    return std::optional{std::move(page)};
}

}  // namespace yh::office::customers

#include "office/customers/pools/return_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/describe.h"
#include "office/crm/audience.h"
#include "office/customers/customer_change_parts.h"
#include "office/customers/pools/act_store.h"
#include "office/customers/pools/pool_moves_store.h"
#include "office/customers/pools/pool_seat.h"
#include "office/messages/message_store.h"

namespace yh::office::customers {

namespace {

struct HeldRow {
    std::int64_t id = 0;
    crm::ObjectKind object = crm::ObjectKind::Customer;
    std::int64_t owner_id = 0;
    std::int64_t created_at_ms = 0;
    std::optional<std::int64_t> owned_at_ms;
    std::optional<std::int64_t> followed_at_ms;
    std::optional<std::int64_t> protected_until_ms;
    std::optional<std::int64_t> warned_at_ms;
    std::optional<std::int64_t> stage_id;
    std::optional<std::int64_t> home;  ///< the pool it came out of, or was in last
};
BOOST_DESCRIBE_STRUCT(HeldRow, (),
                      (id, object, owner_id, created_at_ms, owned_at_ms, followed_at_ms, protected_until_ms,
                       warned_at_ms, stage_id, home))

struct PersonRow {
    std::int64_t id = 0;
    std::string number;
    model::Role role = model::Role::Agent;
};
BOOST_DESCRIBE_STRUCT(PersonRow, (), (id, number, role))

constexpr std::string_view held_columns =
    "id, object, owner_id, created_at_ms, owned_at_ms, followed_at_ms, protected_until_ms, warned_at_ms, stage_id, "
    "(SELECT COALESCE(to_pool_id, pool_id) FROM pool_moves WHERE pool_moves.customer_id = customers.id AND "
    "COALESCE(to_pool_id, pool_id) IS NOT NULL ORDER BY at_ms DESC LIMIT 1) AS home";
constexpr std::string_view is_held =
    "tenant_id = ? AND owner_id IS NOT NULL AND object <> 'contact' AND converted_to IS NULL AND deleted_at_ms IS NULL";

bool belongs_to(const crm::Pool& pool, const people::SignedIn& who) {
    return std::ranges::find(pool.admins, who.number) != pool.admins.end() || crm::is_meant(pool.members, who);
}

/// The pool whose rule holds: where it came from; for what never was in one, the first whose people its owner is of.
const crm::Pool* pool_for(const crm::Book& book, const HeldRow& row, const Owners& owners) {
    if (const auto* home = find_pool(book, row.home)) {
        return home->returning.enabled ? home : nullptr;
    }
    const auto owner = owners.find(row.owner_id);
    const auto found = std::ranges::find_if(book.pools, [&](const crm::Pool& pool) {
        return pool.object == row.object && pool.returning.enabled && owner != owners.end() &&
               belongs_to(pool, owner->second);
    });
    return found == book.pools.end() ? nullptr : &*found;
}

crm::ReturnVerdict judge(const crm::Book& book, const crm::Pool& pool, const HeldRow& row, std::int64_t now_ms) {
    crm::Holding held{row.owned_at_ms.value_or(row.created_at_ms),
                      row.followed_at_ms,
                      row.protected_until_ms,
                      row.warned_at_ms,
                      false,
                      crm::day_of_return(pool.returning, book.zone)};
    const auto stage = std::ranges::find(book.stages, crm::SettingId{row.stage_id.value_or(0)}, &crm::Stage::id);
    held.closed = stage != book.stages.end() && stage->state != crm::StageState::Open;
    return crm::judge_holding(pool.returning, held, now_ms);
}

Result<void> tell_owner(db::Connection& connection, const CustomerRow& row, std::int64_t owner, std::string text,
                        IdMaker& ids, std::int64_t now_ms) {
    return messages::save_message(
        connection, ids,
        {model::TenantId{row.tenant_id}, model::UserId{owner}, messages::MessageKind::Pool, std::move(text), row.id},
        now_ms);
}

/// Whoever sees it sees that its owner was told.
Result<void> note_warned(db::Connection& connection, const Asker& server, const CustomerRow& row, IdMaker& ids,
                         std::int64_t now_ms) {
    YH_TRY(const auto owner, person_of(connection, row.owner_id));
    std::vector<CustomerChange> changes;
    note(changes, "warned", {}, owner ? owner->number + " " + owner->name : std::string{});
    return write_history(connection, server, row, history_id(ids, now_ms), HistoryWhat::Changed, std::move(changes),
                         now_ms);
}

Result<void> give_back(db::Connection& connection, const Asker& server, const CustomerRow& row, const crm::Pool& pool,
                       crm::ReturnReason reason, IdMaker& ids, std::int64_t now_ms) {
    YH_TRY(const auto pooled,
           move_object(connection, server, row, {MoveWhat::Returned, {}, pool.id.value, std::string{enum_text(reason)}},
                       history_id(ids, now_ms), now_ms));
    if (!pool.allocates) {
        return {};
    }
    YH_TRY(const auto numbers, number_rows(connection, row.id));
    YH_TRY(const auto place, find_place(connection, server.book(), pooled, numbers, row.owner_id, now_ms));
    if (place) {
        YH_CHECK(count_place(connection, server.book(), *place, now_ms));
        YH_CHECK(move_object(connection, server, pooled, place->move, history_id(ids, now_ms), now_ms));
    }
    return {};
}

}  // namespace

bool returns_anything(const crm::Book& book) {
    return std::ranges::any_of(book.pools, [](const crm::Pool& pool) { return pool.returning.enabled; });
}

Result<Owners> owners_of(db::Connection& connection, const ReturnRules& rules, model::TenantId tenant) {
    Owners owners;
    YH_TRY(const auto people,
           connection.rows<PersonRow>("SELECT id, number, role FROM users WHERE tenant_id = ?", tenant));
    for (const auto& person : people) {
        people::SignedIn who;
        who.user = model::UserId{person.id};
        who.tenant = tenant;
        who.number = person.number;
        who.role = person.role;
        if (rules.chart) {
            rules.chart->fill(who);
        }
        owners.emplace(person.id, std::move(who));
    }
    return owners;
}

// By the row's id, so that a sweep through a million rows is many short looks.
Result<DuePage> find_due(db::Connection& connection, const crm::Book& book, model::TenantId tenant,
                         const Owners& owners, std::int64_t after, std::int64_t now_ms) {
    constexpr std::int64_t page = 1000;
    YH_TRY(const auto rows,
           connection.rows<HeldRow>(fmt::format("SELECT {} FROM customers WHERE {} AND id > ? ORDER BY id LIMIT {}",
                                                held_columns, is_held, page),
                                    tenant, after));
    DuePage found;
    for (const auto& row : rows) {
        const auto* pool = pool_for(book, row, owners);
        if (pool != nullptr && judge(book, *pool, row, now_ms).step != crm::ReturnStep::Nothing) {
            found.due.push_back(model::CustomerId{row.id});
        }
    }
    found.next = static_cast<std::int64_t>(rows.size()) == page ? rows.back().id : 0;
    return found;
}

Result<ReturnDone> take_back(db::Connection& connection, const ReturnRules& rules, model::TenantId tenant,
                             const Owners& owners, model::CustomerId id, IdMaker& ids, std::int64_t now_ms) {
    Asker server;
    server.who.tenant = tenant;
    server.books = rules.books;
    YH_TRY(const auto held,
           connection.row<HeldRow>(fmt::format("SELECT {} FROM customers WHERE {} AND id = ?", held_columns, is_held),
                                   tenant, id));
    const auto* pool = held ? pool_for(server.book(), *held, owners) : nullptr;
    if (pool == nullptr) {
        return ReturnDone{};
    }
    const auto verdict = judge(server.book(), *pool, *held, now_ms);
    ReturnDone done{verdict.step, id, model::UserId{held->owner_id}, {}};
    YH_TRY(const auto row, connection.one<CustomerRow>("SELECT * FROM customers WHERE id = ?", id));
    switch (verdict.step) {
        case crm::ReturnStep::Nothing:
            break;
        case crm::ReturnStep::Warn:
            YH_CHECK(connection.run("UPDATE customers SET warned_at_ms = ? WHERE id = ?", now_ms, id));
            YH_CHECK(note_warned(connection, server, row, ids, now_ms));
            YH_CHECK(tell_owner(connection, row, held->owner_id,
                                fmt::format("{} {} {}", verdict.reason == crm::ReturnReason::Idle ? "soon" : "ends",
                                            verdict.due_at_ms, row.name),
                                ids, now_ms));
            break;
        case crm::ReturnStep::Return:
            YH_TRY(done.numbers, numbers_of(connection, id));
            YH_CHECK(give_back(connection, server, row, *pool, verdict.reason, ids, now_ms));
            YH_CHECK(tell_owner(connection, row, held->owner_id,
                                fmt::format("returned {} {}", enum_text(verdict.reason), row.name), ids, now_ms));
            break;
    }
    return done;
}

}  // namespace yh::office::customers

#include "office/customers/pools/pool_moves_store.h"

#include <utility>

#include "office/crm/returning.h"
#include "office/customers/customer_change_parts.h"
#include "office/customers/pools/pool_seat.h"

namespace yh::office::customers {

namespace {

struct MoveRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::int64_t customer_id = 0;
    MoveWhat what = MoveWhat::OwnerChanged;
    std::optional<std::int64_t> pool_id;  ///< where it lay
    std::optional<std::int64_t> to_pool_id;
    std::optional<std::int64_t> from_user_id;
    std::optional<std::int64_t> to_user_id;
    std::optional<std::int64_t> by_user_id;
    std::optional<std::int64_t> rule_id;
    std::string reason;
    std::int64_t at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(MoveRow, (),
                      (id, tenant_id, customer_id, what, pool_id, to_pool_id, from_user_id, to_user_id, by_user_id,
                       rule_id, reason, at_ms))

std::optional<std::int64_t> unless_zero(std::int64_t id) {
    return id == 0 ? std::nullopt : std::optional{id};
}

Result<void> write_move(db::Connection& connection, const Asker& asker, const CustomerRow& before,
                        const CustomerRow& after, const Move& move, std::int64_t id, std::int64_t now_ms) {
    return connection.insert(
        "pool_moves",
        MoveRow{id, after.tenant_id, after.id, move.what, before.pool_id, after.pool_id, before.owner_id,
                after.owner_id, unless_zero(asker.who.user.value), unless_zero(move.rule), move.reason, now_ms});
}

}  // namespace

CustomerRow moved(const crm::Book& book, const CustomerRow& row, const Move& move, std::int64_t now_ms) {
    auto after = row;
    after.owner_id = move.owner;
    after.pool_id = move.owner ? std::nullopt : move.pool;
    after.owned_at_ms = move.owner ? std::optional{now_ms} : std::nullopt;
    after.pooled_at_ms = after.pool_id ? std::optional{now_ms} : std::nullopt;
    after.last_owner_id = row.owner_id ? row.owner_id : row.last_owner_id;
    after.warned_at_ms.reset();
    after.protected_until_ms.reset();
    if (const auto* pool = find_pool(book, row.pool_id); pool != nullptr && move.owner) {
        after.protected_until_ms = crm::protected_until(pool->returning, now_ms);
    }
    return after;
}

Result<CustomerRow> move_object(db::Connection& connection, const Asker& asker, const CustomerRow& row,
                                const Move& move, std::int64_t id, std::int64_t now_ms) {
    auto after = moved(asker.book(), row, move, now_ms);
    after.version = row.version + 1;
    after.updated_at_ms = now_ms;
    after.updated_by = asker.who.user ? std::optional{asker.who.user.value} : row.updated_by;
    YH_TRY(auto changes, changes_of(connection, asker, row, {}, after, {}));
    if (!move.reason.empty()) {
        changes.push_back({"reason", {}, move.reason});
    }
    YH_CHECK(connection.upsert("customers", after, {"id"}));
    YH_CHECK(write_move(connection, asker, row, after, move, id, now_ms));
    YH_CHECK(write_history(connection, asker, after, id, HistoryWhat::Moved, std::move(changes), now_ms));
    return after;
}

Result<void> note_move(db::Connection& connection, const Asker& asker, const CustomerRow& before,
                       const CustomerRow& after, MoveWhat what, std::int64_t id, std::int64_t now_ms,
                       crm::SettingId rule) {
    if (before.owner_id == after.owner_id && before.pool_id == after.pool_id) {
        return {};
    }
    return write_move(connection, asker, before, after, {what, {}, {}, {}, rule.value}, id, now_ms);
}

}  // namespace yh::office::customers

#include <unordered_map>
#include <utility>

#include "office/crm/allocation.h"
#include "office/customers/pools/object_facts.h"
#include "office/customers/pools/pool_moves_store.h"
#include "office/customers/pools/pool_seat.h"

// Allocation rules at work: what they gave away so far stands in allocation_uses, so that a cap costs no counting.
namespace yh::office::customers {

namespace {

/// Whom the targets of a rule name: people who work here, pools there are.
Result<std::unordered_map<std::string, std::int64_t>> takers_of(db::Connection& connection, const crm::Book& book,
                                                                const CustomerRow& row, const crm::AllocationRule& rule,
                                                                std::optional<std::int64_t> avoid) {
    std::unordered_map<std::string, std::int64_t> takers;
    for (const auto& target : rule.targets) {
        if (rule.to == crm::AllocateTo::Pool) {
            const auto id = parse_id(target.target);
            const auto* pool = id.ok() ? find_pool(book, *id) : nullptr;
            if (pool != nullptr && pool->object == row.object) {
                takers[target.target] = *id;
            }
            continue;
        }
        YH_TRY(const auto user, connection.row<std::int64_t>(
                                    "SELECT id FROM users WHERE tenant_id = ? AND number = ? AND status = 'active' "
                                    "AND deleted_at_ms IS NULL",
                                    row.tenant_id, target.target));
        if (user && user != avoid) {
            takers[target.target] = *user;
        }
    }
    return takers;
}

}  // namespace

Result<std::vector<crm::AllocationUse>> allocation_uses(db::Connection& connection, const crm::Book& book,
                                                        crm::SettingId rule, std::int64_t now_ms) {
    return connection.rows<crm::AllocationUse>(
        "SELECT target, CAST(SUM(CASE WHEN day = ? THEN used ELSE 0 END) AS BIGINT) AS today, CAST(SUM(used) AS "
        "BIGINT) AS total, MAX(last_at_ms) AS last_at_ms FROM allocation_uses WHERE rule_id = ? GROUP BY target",
        crm::day_of(now_ms, book.zone), rule);
}

Result<std::optional<Placed>> find_place(db::Connection& connection, const crm::Book& book, const CustomerRow& row,
                                         const std::vector<NumberRow>& numbers, std::optional<std::int64_t> avoid,
                                         std::int64_t now_ms) {
    const auto facts = facts_of(book, row, numbers);
    for (const auto& rule : book.allocation_rules) {
        const bool circles = row.pool_id && rule.to == crm::AllocateTo::Pool;
        if (circles || !crm::speaks_of(rule, row.object, facts)) {
            continue;
        }
        YH_TRY(const auto takers, takers_of(connection, book, row, rule, avoid));
        YH_TRY(const auto used, allocation_uses(connection, book, rule.id, now_ms));
        auto target =
            crm::choose_target(rule, used, [&](std::string_view one) { return takers.contains(std::string{one}); });
        if (target) {
            const auto taker = takers.at(*target);
            Placed placed{rule.id, *std::move(target), {MoveWhat::Allocated, {}, {}, {}, rule.id.value}};
            (rule.to == crm::AllocateTo::Pool ? placed.move.pool : placed.move.owner) = taker;
            return std::optional{std::move(placed)};
        }
    }
    return std::optional<Placed>{};
}

Result<void> count_place(db::Connection& connection, const crm::Book& book, const Placed& placed, std::int64_t now_ms) {
    YH_CHECK(connection.run(
        "INSERT INTO allocation_uses (rule_id, target, day, used, last_at_ms) VALUES (?, ?, ?, 1, ?) ON CONFLICT "
        "(rule_id, target, day) DO UPDATE SET used = allocation_uses.used + 1, last_at_ms = excluded.last_at_ms",
        placed.rule, placed.target, crm::day_of(now_ms, book.zone), now_ms));
    return {};
}

Result<std::vector<Placed>> place_new(db::Connection& connection, const crm::Book& book, CustomerRow& row,
                                      const std::vector<NumberRow>& numbers, std::int64_t now_ms) {
    std::vector<Placed> placed;
    while (row.object != crm::ObjectKind::Contact && !row.owner_id) {
        const auto* pool = find_pool(book, row.pool_id);
        if (row.pool_id && (pool == nullptr || !pool->allocates)) {
            break;
        }
        YH_TRY(auto place, find_place(connection, book, row, numbers, {}, now_ms));
        if (!place) {
            break;
        }
        row = moved(book, row, place->move, now_ms);
        placed.push_back(*std::move(place));
    }
    return placed;
}

Result<void> note_new_place(db::Connection& connection, const Asker& asker, const CustomerRow& row,
                            const std::vector<Placed>& placed, std::int64_t id, std::int64_t now_ms) {
    if (placed.empty()) {
        return {};
    }
    for (const auto& one : placed) {
        YH_CHECK(count_place(connection, asker.book(), one, now_ms));
    }
    CustomerRow nobodys;
    return note_move(connection, asker, nobodys, row, MoveWhat::Allocated, id, now_ms, placed.back().rule);
}

}  // namespace yh::office::customers

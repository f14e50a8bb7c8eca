#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "office/crm/allocation.h"
#include "office/customers/customer_rows.h"
#include "office/customers/customer_store.h"

// Owners and pools of customers and leads: every change of one is a row of pool_moves and a line of the history.
// Thread: the writer's.
namespace yh::office::customers {

enum class MoveWhat { Claimed, Assigned, GivenUp, Returned, Transferred, Allocated, OwnerChanged };
BOOST_DESCRIBE_ENUM(MoveWhat, Claimed, Assigned, GivenUp, Returned, Transferred, Allocated, OwnerChanged)

/// Where something goes: to a person or into a pool, never both; neither: nobody's.
struct Move {
    MoveWhat what = MoveWhat::OwnerChanged;
    std::optional<std::int64_t> owner;
    std::optional<std::int64_t> pool;
    std::string reason{};
    std::int64_t rule = 0;  ///< of an allocation
};

/// The row as it is after the move.
CustomerRow moved(const crm::Book& book, const CustomerRow& row, const Move& move, std::int64_t now_ms);

/// Moves it, within the transaction that is open. `id` is that of its line of the history and of its row among the
/// moves. Without somebody who asks (`asker.who.user` 0) it is the server's own doing.
Result<CustomerRow> move_object(db::Connection& connection, const Asker& asker, const CustomerRow& row,
                                const Move& move, std::int64_t id, std::int64_t now_ms);

/// Notes a move of a row that is written already, if it is one.
Result<void> note_move(db::Connection& connection, const Asker& asker, const CustomerRow& before,
                       const CustomerRow& after, MoveWhat what, std::int64_t id, std::int64_t now_ms,
                       crm::SettingId rule = {});

/// Where the rules send something that nobody has.
struct Placed {
    crm::SettingId rule;
    std::string target;  ///< as the rule names it
    Move move;
};

/// Whom the company's rules give it to (R162): rules in their order, a full one is passed over. From inside a pool only
/// to people; not to `avoid`, who has just lost it. None: no rule speaks of it, or all are full.
Result<std::optional<Placed>> find_place(db::Connection& connection, const crm::Book& book, const CustomerRow& row,
                                         const std::vector<NumberRow>& numbers, std::optional<std::int64_t> avoid,
                                         std::int64_t now_ms);
/// Counts it.
Result<void> count_place(db::Connection& connection, const crm::Book& book, const Placed& placed, std::int64_t now_ms);

/// Places something new that is nobody's, by its pool's rules where it lies in one: changes the row, which is not
/// written yet. What it answers is to be counted by `note_new_place` once the row is.
Result<std::vector<Placed>> place_new(db::Connection& connection, const crm::Book& book, CustomerRow& row,
                                      const std::vector<NumberRow>& numbers, std::int64_t now_ms);
Result<void> note_new_place(db::Connection& connection, const Asker& asker, const CustomerRow& row,
                            const std::vector<Placed>& placed, std::int64_t id, std::int64_t now_ms);

/// How often a rule gave to each of its targets. Thread: one that may block.
Result<std::vector<crm::AllocationUse>> allocation_uses(db::Connection& connection, const crm::Book& book,
                                                        crm::SettingId rule, std::int64_t now_ms);

}  // namespace yh::office::customers

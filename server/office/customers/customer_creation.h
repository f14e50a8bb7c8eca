#pragma once

#include <optional>
#include <span>
#include <vector>

#include "office/customers/customer_change_parts.h"
#include "office/customers/dedup/presence.h"
#include "office/customers/pools/pool_moves_store.h"

// New customers, leads and contacts: first whatever may be wrong with one, then writing it, alone or many at once.
// Thread: the writer's.
namespace yh::office::customers {

/// A new one with all that is written with it. In no table yet.
struct NewCustomer {
    CustomerRow row;
    std::vector<NumberRow> numbers;
    std::vector<CustomerChange> changes;
    std::vector<Placed> placed{};       ///< where the rules sent it
    std::optional<CustomerRow> lead{};  ///< that it is made from
    NewIds ids;
};

struct Drafted {
    std::optional<NewCustomer> fresh;
    Saved refused;  ///< why there is none
};

/// What a draft becomes; changes nothing. `presence` spares it look-ups whose answer is known.
Result<Drafted> draft_customer(db::Connection& connection, const Asker& asker, const CustomerDraft& draft, NewIds ids,
                               std::int64_t now_ms, const Presence& presence = {});

/// All or none, in a savepoint, with one statement a table. `Conflict`: a number of one of them is somebody's.
Result<Written> write_new(db::Connection& connection, const Asker& asker, std::span<const NewCustomer> fresh,
                          std::int64_t now_ms);

/// One, unless one of its numbers is somebody's by now.
Result<Saved> write_one_new(db::Connection& connection, const Asker& asker, const NewCustomer& fresh,
                            std::int64_t now_ms);

}  // namespace yh::office::customers

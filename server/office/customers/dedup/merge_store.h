#pragma once

#include <cstdint>
#include <vector>

#include "office/customers/customer_store.h"

// Duplicates become one (合并): whoever stays gets the numbers, by which its calls are found, the follow-ups, service
// records, plans and contacts of the others, and what its own card leaves open. Thread: the writer's.
namespace yh::office::customers {

constexpr std::size_t most_merged = 10;

/// `history` has an id for whoever stays and one for each of the others. Refusals: customer.unknown, merge.nothing,
/// merge.other_kind, merge.too_many. Nothing of the others is deleted: they name whom they went into.
Result<Saved> merge_customers(db::Connection& connection, const Asker& asker, model::CustomerId into,
                              const std::vector<model::CustomerId>& others, const std::vector<std::int64_t>& history,
                              std::int64_t now_ms);

}  // namespace yh::office::customers

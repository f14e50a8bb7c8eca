#pragma once

#include <cstdint>
#include <vector>

#include "model/directory.h"
#include "model/hiding_pools.h"
#include "office/crm/book.h"
#include "office/people/chart.h"
#include "office/people/identity.h"

// Who sees the numbers in a public pool (号码隐藏 of a pool, R151, B14): its administrators do. Pure.
namespace yh::office::crm {

/// Whoever sets pools up (crm.configure) administers each.
bool administers(const Pool& pool, const people::SignedIn& who);
bool hides_numbers_from(const Pool& pool, const people::SignedIn& who);
/// Ids of all pools that do, sorted.
std::vector<std::int64_t> pools_hiding_from(const Book& book, const people::SignedIn& who);

/// The same of everybody, for telephones.
model::HidingPools hiding_pools(const Books& books, const model::Directory& directory, const people::Chart& chart);

}  // namespace yh::office::crm

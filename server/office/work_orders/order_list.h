#pragma once

#include <string_view>

#include "office/lists/list_store.h"
#include "office/work_orders/order.h"

// The list of work orders: all that the reader may see (R176), and by the filter `mine` what stands behind his counters
// (R174).
namespace yh::office::work_orders {

lists::Listing<OrderItem> work_orders();

/// Conditions over `item`, in which {me} is who asks.
namespace mine {
inline constexpr std::string_view to_do =
    "((item.state = 'handling' AND item.id IN (SELECT part.order_id FROM work_order_people AS part WHERE part.user_id "
    "= {me} AND part.holds)) OR (item.state = 'finished' AND item.author_id = {me}))";
inline constexpr std::string_view in_transit =
    "(item.state = 'handling' AND (item.author_id = {me} OR item.id IN (SELECT part.order_id FROM work_order_people "
    "AS part WHERE part.user_id = {me})) AND item.id NOT IN (SELECT part.order_id FROM work_order_people AS part "
    "WHERE part.user_id = {me} AND part.holds))";
inline constexpr std::string_view history =
    "(item.state <> 'draft' AND (item.author_id = {me} OR item.id IN (SELECT part.order_id FROM work_order_people AS "
    "part WHERE part.user_id = {me})))";
inline constexpr std::string_view urged =
    "(item.state = 'handling' AND item.urged_at_ms IS NOT NULL AND item.id IN (SELECT part.order_id FROM "
    "work_order_people AS part WHERE part.user_id = {me} AND part.holds))";
inline constexpr std::string_view drafts = "(item.state = 'draft' AND item.author_id = {me})";
}  // namespace mine

/// Whether the reader sees it because his data scope reaches beyond his own: he oversees it.
people::ScopeClause overseen(const people::SignedIn& who);

}  // namespace yh::office::work_orders

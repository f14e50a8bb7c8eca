#pragma once

#include "office/customers/object_columns.h"
#include "office/lists/list_store.h"

// The lists of what lies in pools (客户公海, 线索公海; R154), declared. Whoever has a seat in a pool sees all of it.
// Numbers look in the whole answer as they look in the strictest pool that was asked for (R151): nobody finds out by
// searching what he may not read.
namespace yh::office::customers {

extern const lists::List customer_pool_list;
extern const lists::List lead_pool_list;
lists::Listing<CustomerItem> customer_pools();
lists::Listing<CustomerItem> lead_pools();

}  // namespace yh::office::customers

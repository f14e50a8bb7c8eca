#pragma once

#include "office/customers/object_columns.h"
#include "office/lists/list_store.h"

// The list of leads (线索, R147), declared.
namespace yh::office::customers {

extern const lists::List lead_list;
lists::Listing<CustomerItem> leads();

}  // namespace yh::office::customers

#pragma once

#include "office/customers/object_columns.h"
#include "office/lists/list_store.h"

// The list of customers, declared.
namespace yh::office::customers {

extern const lists::List customer_list;
lists::Listing<CustomerItem> customers();

}  // namespace yh::office::customers

#pragma once

#include "office/customers/object_columns.h"
#include "office/lists/list_store.h"

// The list of contacts (联系人, R142–R145), declared: whoever sees a customer sees its contacts.
namespace yh::office::customers {

extern const lists::List contact_list;
lists::Listing<CustomerItem> contacts();

}  // namespace yh::office::customers

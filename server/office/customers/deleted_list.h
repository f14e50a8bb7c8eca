#pragma once

#include "office/customers/customer.h"
#include "office/lists/list_store.h"

// Customers, leads and contacts that were deleted and can be taken back (U11), declared.
namespace yh::office::customers {

struct DeletedItem {
    model::CustomerId id;
    crm::ObjectKind object = crm::ObjectKind::Customer;
    std::string name;
    std::string number;
    std::optional<std::string> number_token;
    std::string parent_name;
    std::string owner;
    std::string owner_name;
    std::int64_t deleted_at_ms = 0;
    std::string deleted_by;
    std::string deleted_by_name;
};
BOOST_DESCRIBE_STRUCT(DeletedItem, (),
                      (id, object, name, number, number_token, parent_name, owner, owner_name, deleted_at_ms,
                       deleted_by, deleted_by_name))

extern const lists::List deleted_list;
lists::Listing<DeletedItem> deleted_objects();

}  // namespace yh::office::customers

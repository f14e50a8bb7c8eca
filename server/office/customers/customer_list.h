#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "office/customers/customer.h"
#include "office/lists/list_store.h"

// The list of customers, declared (R121, R137, R139).
namespace yh::office::customers {

/// One row.
struct CustomerItem {
    model::CustomerId id;
    std::string name;
    std::string number;  ///< the first
    std::optional<std::string> number_token;
    std::int64_t numbers = 0;  ///< how many there are
    std::string level;
    Gender gender = Gender::Unknown;
    std::string note;
    std::string owner;
    std::string owner_name;
    std::string creator;
    std::string creator_name;
    std::int64_t created_at_ms = 0;
    std::int64_t updated_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(CustomerItem, (),
                      (id, name, number, number_token, numbers, level, gender, note, owner, owner_name, creator,
                       creator_name, created_at_ms, updated_at_ms))

extern const lists::List customer_list;
lists::Listing<CustomerItem> customers();

}  // namespace yh::office::customers

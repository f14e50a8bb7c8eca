#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "office/customers/customer.h"
#include "office/lists/list_store.h"

// What agents wrote down about calls, as two lists of the same rows: service records (服务记录, R165–R166) and contact
// history (联络历史, R168).
namespace yh::office::customers {

/// One row of both.
struct ServiceItem {
    Id<struct ServiceTag> id;
    std::int64_t created_at_ms = 0;
    model::CustomerId customer;
    std::string customer_name;
    std::string number;  ///< of the call; without one, the customer's first
    std::optional<std::string> number_token;
    std::string agent;
    std::string agent_name;
    std::string result;
    std::string note;
    std::string kind;
    std::string concerns;
    ServiceState state = ServiceState::None;
    ServicePriority priority = ServicePriority::Normal;
    std::optional<model::CallId> call;
    bool recorded = false;  ///< there is a recording of the call
    std::optional<std::int64_t> updated_at_ms;
    bool mine = false;         ///< the reader wrote it
    std::string order_number;  ///< of the work order that was made of it
    std::optional<Id<struct WorkOrderTag>> order_id;
};
BOOST_DESCRIBE_STRUCT(ServiceItem, (),
                      (id, created_at_ms, customer, customer_name, number, number_token, agent, agent_name, result,
                       note, kind, concerns, state, priority, call, recorded, updated_at_ms, mine, order_number,
                       order_id))

lists::Listing<ServiceItem> service_records();
lists::Listing<ServiceItem> contact_history();

}  // namespace yh::office::customers

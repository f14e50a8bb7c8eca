#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "db/connection.h"
#include "office/customers/customer_store.h"

// The plans about a customer, lead or contact (回访计划, R072, R075, R131) as their card shows them, whoever made them;
// they are made, changed and done as tasks (office/tasks). Thread: one that may block.
namespace yh::office::customers {

struct CustomerPlan {
    Id<struct TaskTag> id;
    std::string content;
    std::int64_t due_at_ms = 0;
    std::optional<std::int64_t> completed_at_ms;
    std::string author;
    std::string author_name;
    std::vector<std::string> people;  ///< 工号 of those who take part
    bool mine = false;                ///< the asker made it: may change and delete it
    bool takes_part = false;          ///< … or takes part: may say that it is done
};
BOOST_DESCRIBE_STRUCT(CustomerPlan, (),
                      (id, content, due_at_ms, completed_at_ms, author, author_name, people, mine, takes_part))

/// What is open by its time, then what was done last; fifty at the most. None: the asker does not see the customer.
Result<std::optional<std::vector<CustomerPlan>>> plans_of(db::Connection& connection, const Asker& asker,
                                                          model::CustomerId customer);

}  // namespace yh::office::customers

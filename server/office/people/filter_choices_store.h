#pragma once

#include <boost/describe/class.hpp>
#include <string>
#include <vector>

#include "db/connection.h"
#include "office/people/identity.h"

namespace yh::office::people {

/// A queue or a person to narrow a list by.
struct FilterChoice {
    std::string number;
    std::string name;
    bool former = false;  ///< left: pages add 【删除】 (R094)
};
BOOST_DESCRIBE_STRUCT(FilterChoice, (), (number, name, former))

/// A department, and what it is part of: chosen as a tree.
struct DepartmentChoice {
    std::string number;  ///< its code
    std::string name;
    std::string parent;  ///< the code of the one above; empty: none
};
BOOST_DESCRIBE_STRUCT(DepartmentChoice, (), (number, name, parent))

struct FilterChoices {
    std::vector<FilterChoice> queues;
    std::vector<FilterChoice> agents;
    std::vector<DepartmentChoice> departments;  ///< those that these people are in
};
BOOST_DESCRIBE_STRUCT(FilterChoices, (), (queues, agents, departments))

/// Exactly those of whom `who` may find something stored: the queues he is in or leads, and whom these and his
/// departments have; besides, marked, the queues he left, and who left the queues he leads. Thread: one that may block.
Result<FilterChoices> filter_choices(db::Connection& connection, const SignedIn& who);

}  // namespace yh::office::people

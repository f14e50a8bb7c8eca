#include "office/customers/pools/object_action.h"

#include "office/people/rights.h"

namespace yh::office::customers {

std::string_view right_for(ActionKind action) {
    switch (action) {
        case ActionKind::ChangeOwner:
            return people::rights::assign_customers;
        case ActionKind::Delete:
            return people::rights::delete_customers;
        case ActionKind::GiveUp:
        case ActionKind::Plan:
        case ActionKind::Group:
        case ActionKind::Tags:
        case ActionKind::Stage:
            return people::rights::edit_customers;
        case ActionKind::Claim:
        case ActionKind::Assign:
        case ActionKind::Transfer:
            return {};
    }
    return {};
}

}  // namespace yh::office::customers

#include "office/people/identity.h"

#include "http/router.h"

namespace yh::office::people {

bool may(model::Role role, std::string_view right) {
    if (right == http::signed_in || right == rights::use_phone || right == rights::see_records ||
        right == rights::see_queues) {
        return true;
    }
    if (right == rights::supervise) {
        return role != model::Role::Agent;
    }
    if (right == rights::configure || right == rights::delete_records) {
        return role == model::Role::Admin;
    }
    return false;
}

}  // namespace yh::office::people

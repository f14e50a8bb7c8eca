#include "office/people/identity.h"

#include "http/router.h"

namespace yh::office::people {

bool may(const SignedIn& who, std::string_view right) {
    return right == http::signed_in || who.rights().has(right);
}

}  // namespace yh::office::people

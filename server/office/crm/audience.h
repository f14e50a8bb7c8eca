#pragma once

#include "office/crm/book.h"
#include "office/people/identity.h"

namespace yh::office::crm {

/// Whether an audience names somebody: by his role (one of the company's own goes before the base role it was made
/// from), by his department or one above it, or himself. Pure.
bool is_meant(const Audience& audience, const people::SignedIn& who);

}  // namespace yh::office::crm

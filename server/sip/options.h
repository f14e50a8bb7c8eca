#pragma once

#include <string_view>

#include "sip/endpoint_world.h"
#include "sip/message_builder.h"

namespace yh::sip {

/// "Do you live?" to a trunk (RFC 3261 §11.1).
MessageBuilder options_request(const EndpointWorld& world, std::string_view uri, const Hop& hop);
/// What we can do, inside or outside of a dialog (RFC 3261 §11.2).
void answer_options(const EndpointWorld& world, TransactionId id);

}  // namespace yh::sip

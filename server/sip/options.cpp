#include "sip/options.h"

#include <utility>

#include "base/random.h"

namespace yh::sip {

MessageBuilder options_request(const EndpointWorld& world, std::string_view uri, const Hop& hop) {
    auto request = MessageBuilder::request(Method::Options, uri);
    const auto contact = world.contact(hop, world.config.contact_user);
    request.add(Header::MaxForwards, 70)
        .add(Header::From, '<' + contact + ">;tag=" + random_hex(6))
        .add(Header::To, '<' + std::string{uri} + '>')
        .add(Header::CallId, random_hex(16))
        .add(Header::CSeq, "1 OPTIONS")
        .add(Header::Contact, '<' + contact + '>')
        .add(Header::Accept, "application/sdp")
        .add(Header::UserAgent, world.config.product);
    return request;
}

void answer_options(const EndpointWorld& world, TransactionId id) {
    auto response = world.transactions.response(id, 200);
    response.add(Header::Allow, allowed_methods)
        .add(Header::Accept, "application/sdp, application/dtmf-relay, application/dtmf")
        .add(Header::Supported, supported_in_calls)
        .add(Header::Server, world.config.product);
    world.transactions.respond(id, std::move(response));
}

}  // namespace yh::sip

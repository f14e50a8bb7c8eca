#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "office/answer.h"
#include "office/office.h"
#include "office/people/identity.h"

// What the routes of calls share.
namespace yh::office::supervision {

using SharedReply = std::shared_ptr<http::Reply>;

inline SharedReply share(http::Reply&& reply) {
    return std::make_shared<http::Reply>(std::move(reply));
}

/// A number as people paste it: blanks, dashes and brackets go; what is left must be dialable. Errors:
/// number.malformed.
Result<std::string> dialable(std::string_view text);
/// The same, or the number behind a token of this company (office.numbers). Errors besides: number.bad_token.
Result<std::string> number_to_dial(const Office& office, model::TenantId tenant, std::string_view text);

/// The call that the path names; none: answered already.
std::optional<model::CallId> call_of(const http::Request& request, http::Reply& reply);

/// Does `act` with the live call that the path names, when the asker may see it; else answers call.unknown.
void with_seen_call(Office& office, const http::Request& request, http::Reply reply,
                    std::function<void(const model::LiveCall&, http::Reply)> act);

/// A route for one of the asker's own calls: `make` turns the call into the command.
template <class Make>
http::Handler own_call(Office& office, Make make) {
    return on_home(office, [make](Office& at, const http::Request& request, http::Reply reply) {
        if (const auto id = call_of(request, reply)) {
            carry_out(at, make(*id, people::asker(request).user), std::move(reply));
        }
    });
}

/// The same, with a body.
template <class Body, class Make>
http::Handler own_call_with(Office& office, Make make) {
    return on_home(office, [make](Office& at, const http::Request& request, http::Reply reply) {
        const auto id = call_of(request, reply);
        const auto body = id ? body_of<Body>(request, reply) : std::nullopt;
        if (body) {
            make(at, *id, people::asker(request).user, *body, std::move(reply));
        }
    });
}

}  // namespace yh::office::supervision

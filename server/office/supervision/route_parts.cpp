#include "office/supervision/route_parts.h"

#include <algorithm>

#include "office/supervision/live_scope.h"

namespace yh::office::supervision {

Result<std::string> dialable(std::string_view text) {
    std::string number;
    for (const char c : text) {
        if ((c >= '0' && c <= '9') || c == '*' || c == '#' || (c == '+' && number.empty())) {
            number += c;
        } else if (c != ' ' && c != '-' && c != '(' && c != ')') {
            return invalid_input("number.malformed", "digits, * and # only");
        }
    }
    constexpr std::size_t longest_number = 32;
    if (number.empty() || number.size() > longest_number) {
        return invalid_input("number.malformed", "1 to 32 digits");
    }
    return number;
}

Result<std::string> number_to_dial(const Office& office, model::TenantId tenant, std::string_view text) {
    if (!people::NumberSeal::is_token(text)) {
        return dialable(text);
    }
    YH_TRY(const auto number, office.numbers.open(tenant, text));
    return dialable(number);
}

std::optional<model::CallId> call_of(const http::Request& request, http::Reply& reply) {
    const auto id = parse_id(request.param("id"));
    if (!id.ok()) {
        reply.fail(not_found("call.unknown"));
        return std::nullopt;
    }
    return model::CallId{*id};
}

void with_seen_call(Office& office, const http::Request& request, http::Reply reply,
                    std::function<void(const model::LiveCall&, http::Reply)> act) {
    const auto id = call_of(request, reply);
    if (!id) {
        return;
    }
    office.desk.picture(office.home, [&office, who = people::asker(request), id = *id, act = std::move(act),
                                      reply = share(std::move(reply))](const model::LiveSnapshotPtr& live) {
        const auto call = std::ranges::find(live->calls, id, &model::LiveCall::id);
        if (call == live->calls.end() || !Scope{who, *office.directory}.sees(*call)) {
            reply->fail(not_found("call.unknown"));
            return;
        }
        act(*call, std::move(*reply));
    });
}

}  // namespace yh::office::supervision

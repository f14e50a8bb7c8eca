#include "sip/refer_to.h"

#include <algorithm>
#include <optional>

#include "sip/header_values.h"
#include "sip/name_addr.h"

namespace yh::sip {
namespace {

constexpr std::size_t longest_number = 64;

Error bad_refer_to(const char* why) {
    return invalid_input("sip.refer_to", why);
}

// It goes on into our own messages and into records: no spaces, no control characters, no bytes beyond ASCII.
bool is_number(std::string_view text) {
    return !text.empty() && text.size() <= longest_number &&
           std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

// "Replaces=…" among the headers of a URI, "a=1&b=2" (RFC 3261 §19.1.1). Two of them name nobody.
Result<std::string> replaces_in(std::string_view headers) {
    std::optional<std::string> found;
    while (!headers.empty()) {
        const auto one = headers.substr(0, headers.find('&'));
        headers.remove_prefix(std::min(one.size() + 1, headers.size()));
        const auto equals = std::min(one.find('='), one.size());
        if (!same_text(unescape(one.substr(0, equals)), "Replaces")) {
            continue;
        }
        if (found) {
            return bad_refer_to("Several Replaces");
        }
        found = unescape(one.substr(std::min(equals + 1, one.size())));
        if (!Replaces::parse(*found).ok()) {
            return bad_refer_to("Replaces Unreadable");
        }
    }
    return found.value_or(std::string{});
}

}  // namespace

Result<ReferTo> ReferTo::parse(const Message& request) {
    const auto fields = request.field_count(Header::ReferTo);
    if (fields != 1) {
        return bad_refer_to(fields == 0 ? "No Refer-To" : "Several Refer-To");
    }
    const auto party = NameAddr::parse(request.header(Header::ReferTo));
    const auto uri = party.ok() ? Uri::parse(party->uri) : Result<Uri>{party.error()};
    if (!uri.ok() || uri->scheme == Uri::Scheme::Other) {
        return bad_refer_to("Refer-To Unreadable");
    }
    if (const auto method = uri->params.get("method"); method && *method != "INVITE") {
        return bad_refer_to("Refer-To Wants No Call");
    }
    ReferTo refer_to;
    refer_to.number = uri->user_text();
    refer_to.number.resize(std::min(refer_to.number.find(';'), refer_to.number.size()));
    YH_TRY(refer_to.replaces, replaces_in(uri->headers));
    // Whoever is named by Replaces needs no number, but a bad one is bad all the same.
    const bool needed = refer_to.replaces.empty() || !refer_to.number.empty();
    if (needed && !is_number(refer_to.number)) {
        return bad_refer_to("Refer-To Without Number");
    }
    return refer_to;
}

}  // namespace yh::sip

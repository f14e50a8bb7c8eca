#include "sip/header_values.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "sip/message.h"

namespace yh::sip {
namespace {

constexpr std::size_t npos = std::string_view::npos;

/// Takes the next word up to a space, tab or one of `stops`.
std::string_view take_word(std::string_view& rest, std::string_view stops) {
    rest = trim(rest);
    std::size_t end = 0;
    while (end < rest.size() && rest[end] != ' ' && rest[end] != '\t' && stops.find(rest[end]) == npos) {
        ++end;
    }
    const auto word = rest.substr(0, end);
    rest = trim(rest.substr(end));
    return word;
}

bool take_char(std::string_view& rest, char wanted) {
    if (rest.empty() || rest.front() != wanted) {
        return false;
    }
    rest = trim(rest.substr(1));
    return true;
}

Result<std::uint32_t> whole_number(std::string_view text, std::string_view code) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) {
        return Error{ErrorKind::InvalidInput, code, std::string{text.substr(0, 100)}};
    }
    return number;
}

Error bad_via(std::string_view value) {
    return invalid_input("sip.via", std::string{value.substr(0, 100)});
}

/// sent-by = host [COLON port]; spaces around the colon are allowed.
bool take_sent_by(std::string_view& rest, Via& via) {
    const auto start = rest.data();
    if (!rest.empty() && rest.front() == '[') {
        const auto close = rest.find(']');
        if (close == npos) {
            return false;
        }
        via.host = rest.substr(0, close + 1);
        rest = trim(rest.substr(close + 1));
    } else {
        via.host = take_word(rest, ":;");
    }
    auto sent_by_end = via.host.data() + via.host.size();
    if (take_char(rest, ':')) {
        const auto digits = take_word(rest, ";");
        const auto port = whole_number(digits, "sip.via");
        if (!port.ok() || *port > 65'535) {
            return false;
        }
        via.port = static_cast<std::uint16_t>(*port);
        sent_by_end = digits.data() + digits.size();
    }
    via.sent_by = {start, static_cast<std::size_t>(sent_by_end - start)};
    return !via.host.empty() && (rest.empty() || rest.front() == ';');
}

}  // namespace

std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
        text.remove_prefix(1);
    }
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
        text.remove_suffix(1);
    }
    return text;
}

bool next_list_value(std::string_view& rest, std::string_view& value) {
    while (!rest.empty()) {
        bool quoted = false;
        bool bracketed = false;
        std::size_t end = 0;
        for (; end < rest.size(); ++end) {
            const char c = rest[end];
            if (quoted && c == '\\') {
                ++end;
            } else if (c == '"' && !bracketed) {
                quoted = !quoted;
            } else if (!quoted && c == '<') {
                bracketed = true;
            } else if (!quoted && c == '>') {
                bracketed = false;
            } else if (!quoted && !bracketed && c == ',') {
                break;
            }
        }
        end = std::min(end, rest.size());
        value = trim(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (!value.empty()) {
            return true;
        }
    }
    return false;
}

HeaderList::Iterator HeaderList::begin() const {
    Iterator at;
    at.field_ = message_->first_[static_cast<std::size_t>(header_)];
    if (at.field_ != Message::none) {
        at.message_ = message_;
        at.rest_ = message_->view(message_->fields_[at.field_].value);
        ++at;
    }
    return at;
}

HeaderList::Iterator& HeaderList::Iterator::operator++() {
    while (!next_list_value(rest_, value_)) {
        field_ = message_->fields_[field_].next;
        if (field_ == Message::none) {
            message_ = nullptr;
            break;
        }
        rest_ = message_->view(message_->fields_[field_].value);
    }
    return *this;
}

std::size_t HeaderList::count() const {
    std::size_t values = 0;
    for (auto at = begin(); at != end(); ++at) {
        ++values;
    }
    return values;
}

Result<Via> Via::parse(std::string_view value) {
    Via via;
    auto rest = trim(value);
    if (!same_text(take_word(rest, "/"), "SIP") || !take_char(rest, '/')) {
        return bad_via(value);
    }
    const auto version = take_word(rest, "/");
    if (version.empty() || !take_char(rest, '/')) {
        return bad_via(value);
    }
    via.transport_text = take_word(rest, ";");
    if (via.transport_text.empty() || !take_sent_by(rest, via)) {
        return bad_via(value);
    }
    via.params = Params{rest};
    return via;
}

bool Via::has_magic_cookie() const {
    // "z9hG4bK" alone is the cookie without anything unique behind it (RFC 4475 §3.2.1).
    return branch().size() > 7 && branch().starts_with("z9hG4bK");
}

Result<CSeq> CSeq::parse(std::string_view value) {
    auto rest = value;
    CSeq cseq;
    YH_TRY(cseq.number, whole_number(take_word(rest, ""), "sip.cseq"));
    cseq.method = take_word(rest, "");
    if (cseq.method.empty() || !rest.empty() || cseq.number > 0x7fffffff) {
        return invalid_input("sip.cseq", std::string{value.substr(0, 100)});
    }
    return cseq;
}

Result<RAck> RAck::parse(std::string_view value) {
    auto rest = value;
    RAck rack;
    YH_TRY(rack.rseq, whole_number(take_word(rest, ""), "sip.rack"));
    YH_TRY(rack.cseq, whole_number(take_word(rest, ""), "sip.rack"));
    rack.method = take_word(rest, "");
    if (rack.method.empty() || !rest.empty()) {
        return invalid_input("sip.rack", std::string{value.substr(0, 100)});
    }
    return rack;
}

Result<SessionExpires> SessionExpires::parse(std::string_view value) {
    SessionExpires expires;
    const auto semicolon = std::min(value.find(';'), value.size());
    YH_TRY(expires.seconds, whole_number(trim(value.substr(0, semicolon)), "sip.session_expires"));
    const auto refresher = Params{value.substr(semicolon)}.get("refresher").value_or(std::string_view{});
    if (same_text(refresher, "uac")) {
        expires.refresher = Refresher::Uac;
    } else if (same_text(refresher, "uas")) {
        expires.refresher = Refresher::Uas;
    }
    return expires;
}

Result<Replaces> Replaces::parse(std::string_view value) {
    const auto semicolon = std::min(value.find(';'), value.size());
    const Params params{value.substr(semicolon)};
    Replaces replaces;
    replaces.call_id = trim(value.substr(0, semicolon));
    replaces.to_tag = params.get("to-tag").value_or(std::string_view{});
    replaces.from_tag = params.get("from-tag").value_or(std::string_view{});
    replaces.early_only = params.has("early-only");
    if (replaces.call_id.empty() || replaces.to_tag.empty() || replaces.from_tag.empty()) {
        return invalid_input("sip.replaces", std::string{value.substr(0, 100)});
    }
    return replaces;
}

Result<std::uint32_t> parse_number(std::string_view value) {
    const auto digits = value.substr(0, value.find_first_not_of("0123456789", value.find_first_not_of(" \t")));
    const auto rest = trim(value.substr(digits.size()));
    if (!rest.empty() && rest.front() != ';' && rest.front() != '(') {
        return invalid_input("sip.number", std::string{value.substr(0, 100)});
    }
    return whole_number(trim(digits), "sip.number");
}

std::optional<std::uint32_t> expires_of(const Params& contact_params, const Message& message) {
    auto text = contact_params.get("expires").value_or(std::string_view{});
    if (text.empty()) {
        text = message.header(Header::Expires);
    }
    if (text.empty() || text.find_first_not_of("0123456789") != npos) {
        return std::nullopt;
    }
    const auto number = parse_number(text);
    return number.ok() ? *number : std::numeric_limits<std::uint32_t>::max();
}

}  // namespace yh::sip

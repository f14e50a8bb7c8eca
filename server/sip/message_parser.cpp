#include "sip/message_parser.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "sip/name_addr.h"
#include "sip/uri.h"

namespace yh::sip {
namespace {

constexpr std::size_t npos = std::string_view::npos;

/// RFC 3261 §25.1 token.
constexpr auto token_chars = [] {
    std::array<bool, 256> table{};
    for (int c = 0; c < 128; ++c) {
        table[static_cast<std::size_t>(c)] = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
    for (const char c : std::string_view{"-.!%*_+`'~"}) {
        table[static_cast<unsigned char>(c)] = true;
    }
    return table;
}();

bool is_token(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return token_chars[static_cast<unsigned char>(c)]; });
}

/// A NUL may stand in a header only as a quoted pair (RFC 3261 §25.1, RFC 4475 §3.1.1.2).
bool has_bare_nul(std::string_view value) {
    for (auto at = value.find('\0'); at != npos; at = value.find('\0', at + 1)) {
        if (at == 0 || value[at - 1] != '\\') {
            return true;
        }
    }
    return false;
}

constexpr std::array singletons{Header::From, Header::To,          Header::CallId,
                                Header::CSeq, Header::MaxForwards, Header::ContentLength};

}  // namespace

MessageParser::MessageParser(std::string bytes, Framing framing, const MessageLimits& limits)
    : framing_{framing}, limits_{limits} {
    parsed_.verdict = Verdict::Good;
    const auto ceiling = std::min<std::size_t>(limits.message_bytes, 65'535);
    if (bytes.size() > ceiling) {
        bytes.resize(ceiling);
        complain(513, "Message Too Large");
    }
    parsed_.message.text_ = std::move(bytes);
}

Parsed MessageParser::run() {
    if (skip_leading_breaks()) {
        parsed_.verdict = Verdict::KeepAlive;
        return std::move(parsed_);
    }
    if (!parse_start_line()) {
        parsed_.verdict = Verdict::Drop;
        return std::move(parsed_);
    }
    parse_fields();
    check_singletons();
    check_vias();
    check_parties();
    check_cseq();
    check_numbers();
    cut_body();
    if (parsed_.status != 0) {
        parsed_.verdict = can_be_answered() ? Verdict::Answer : Verdict::Drop;
    }
    return std::move(parsed_);
}

void MessageParser::complain(int status, std::string_view why) {
    if (parsed_.status == 0) {
        parsed_.status = status;
        parsed_.complaint = why;
    }
}

bool MessageParser::skip_leading_breaks() {
    at_ = std::min(text().find_first_not_of("\r\n"), text().size());
    // A datagram of NULs or spaces keeps a NAT open as well; there is nothing in it to parse.
    return text().find_first_not_of(std::string_view{"\r\n \t\0", 5}, at_) == npos;
}

bool MessageParser::parse_start_line() {
    std::size_t begin = 0;
    std::size_t end = 0;
    if (!take_line(begin, end)) {
        return false;
    }
    const auto line = text().substr(begin, end - begin);
    return line.size() > 4 && same_text(line.substr(0, 4), "SIP/") ? parse_status_line(line) : parse_request_line(line);
}

bool MessageParser::parse_status_line(std::string_view line) {
    auto& message = parsed_.message;
    if (line.size() < 11 || !same_text(line.substr(0, 8), "SIP/2.0 ")) {
        return false;
    }
    const auto rest = line.substr(8);
    unsigned status = 0;
    const auto [stop, error] = std::from_chars(rest.data(), rest.data() + rest.size(), status);
    const auto digits = static_cast<std::size_t>(stop - rest.data());
    if (error != std::errc{} || digits != 3 || status < 100 || status > 699 || (rest.size() > 3 && rest[3] != ' ')) {
        return false;
    }
    message.status_ = static_cast<std::uint16_t>(status);
    message.reason_ = span_of(trim(rest.substr(3)));
    return true;
}

bool MessageParser::parse_request_line(std::string_view line) {
    auto& message = parsed_.message;
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) {
        line.remove_suffix(1);
    }
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == npos || first == last || !is_token(line.substr(0, first))) {
        return false;
    }
    const auto method = line.substr(0, first);
    const auto version = line.substr(last + 1);
    message.method_text_ = span_of(method);
    message.method_ = method_from(method);
    message.uri_ = span_of(line.substr(first + 1, last - first - 1));
    if (version.size() < 5 || !same_text(version.substr(0, 4), "SIP/")) {
        return false;
    }
    if (!same_text(version, "SIP/2.0")) {
        complain(505, "Version Not Supported");
        return true;
    }
    check_request_uri();
    return true;
}

void MessageParser::check_request_uri() {
    const auto uri = Uri::parse(parsed_.message.request_uri());
    if (!uri.ok()) {
        complain(400, "Bad Request-URI");
    } else if (uri->scheme == Uri::Scheme::Other) {
        complain(416, "Unsupported URI Scheme");
    } else if (!uri->headers.empty()) {
        complain(400, "Headers In Request-URI");  // RFC 3261 §19.1.1: not allowed there
    }
}

/// The next line without its break, [begin, end); `at_` goes behind the break. False when no break is left.
bool MessageParser::take_line(std::size_t& begin, std::size_t& end) {
    begin = at_;
    const auto line_feed = text().find('\n', at_);
    if (line_feed == npos) {
        return false;
    }
    at_ = line_feed + 1;
    end = line_feed > begin && text()[line_feed - 1] == '\r' ? line_feed - 1 : line_feed;
    return true;
}

/// A line that goes on in the next one (RFC 3261 §7.3.1): the break becomes spaces, in place.
void MessageParser::unfold(std::size_t& end) {
    auto& bytes = parsed_.message.text_;
    while (at_ < bytes.size() && (bytes[at_] == ' ' || bytes[at_] == '\t')) {
        std::size_t begin = 0;
        const auto seam = end;
        const auto behind_seam = at_;
        if (!take_line(begin, end)) {
            end = seam;
            at_ = bytes.size();
            complain(400, "Missing Empty Line");
            return;
        }
        std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(seam),
                  bytes.begin() + static_cast<std::ptrdiff_t>(behind_seam), ' ');
    }
}

void MessageParser::parse_fields() {
    parsed_.message.fields_.reserve(24);
    std::size_t begin = 0;
    std::size_t end = 0;
    while (take_line(begin, end)) {
        if (begin == end) {
            return;
        }
        unfold(end);
        if (end - begin > limits_.line_bytes) {
            complain(513, "Header Line Too Long");
        } else if (parsed_.message.fields_.size() >= std::min<std::size_t>(limits_.header_fields, 254)) {
            complain(513, "Too Many Header Fields");
        } else if (!store_field(begin, end)) {
            complain(400, "Malformed Header Field");
        }
    }
    at_ = text().size();
    complain(400, "Missing Empty Line");
}

bool MessageParser::store_field(std::size_t begin, std::size_t end) {
    auto& message = parsed_.message;
    const auto line = text().substr(begin, end - begin);
    const auto colon = line.find(':');
    if (colon == npos) {
        return false;
    }
    const auto name = trim(line.substr(0, colon));
    const auto value = trim(line.substr(colon + 1));
    if (!is_token(name) || line.front() == ' ' || line.front() == '\t' || has_bare_nul(value)) {
        return false;
    }
    const auto header = header_from(name);
    const auto index = static_cast<std::uint8_t>(message.fields_.size());
    message.fields_.push_back({span_of(name), span_of(value), header, Message::none});
    if (header != Header::Unknown) {
        const auto known = static_cast<std::size_t>(header);
        if (message.first_[known] == Message::none) {
            message.first_[known] = index;
        } else {
            message.fields_[last_[known]].next = index;
        }
        last_[known] = index;
    }
    return true;
}

void MessageParser::check_singletons() {
    const auto& message = parsed_.message;
    for (const auto header : singletons) {
        const auto first = message.first_[static_cast<std::size_t>(header)];
        if (first != Message::none && message.fields_[first].next != Message::none) {
            complain(400, "Repeated Header Field");
        }
    }
    for (const auto header : {Header::From, Header::To, Header::CallId, Header::CSeq, Header::Via}) {
        if (!message.has(header)) {
            complain(400, "Missing Header Field");
        }
    }
}

void MessageParser::check_vias() {
    auto& message = parsed_.message;
    std::size_t vias = 0;
    for (const auto value : message.values(Header::Via)) {
        const auto via = Via::parse(value);
        if (!via.ok()) {
            complain(400, "Bad Via");
            return;
        }
        if (vias++ == 0) {
            message.branch_ = span_of(via->branch());
            usable_via_ = true;
        }
        if (vias > limits_.vias) {
            complain(513, "Too Many Vias");
            return;
        }
    }
}

void MessageParser::check_parties() {
    parsed_.message.from_tag_ = tag_of(Header::From, "Bad From");
    parsed_.message.to_tag_ = tag_of(Header::To, "Bad To");
    if (parsed_.message.has(Header::CallId) && parsed_.message.call_id().empty()) {
        complain(400, "Bad Call-ID");
    }
}

MessageParser::Span MessageParser::tag_of(Header header, std::string_view complaint) {
    if (!parsed_.message.has(header)) {
        return {};
    }
    const auto party = NameAddr::parse(parsed_.message.header(header));
    if (!party.ok() || party->uri.find(':') == npos) {
        complain(400, complaint);
        return {};
    }
    return span_of(party->tag());
}

void MessageParser::check_cseq() {
    auto& message = parsed_.message;
    const auto cseq = CSeq::parse(message.header(Header::CSeq));
    if (!cseq.ok()) {
        complain(400, "Bad CSeq");
        return;
    }
    message.cseq_ = cseq->number;
    if (message.is_response()) {
        message.method_text_ = span_of(cseq->method);
        message.method_ = method_from(cseq->method);
    } else if (cseq->method != message.method_text()) {
        complain(400, "CSeq Method Mismatch");
    }
}

void MessageParser::check_numbers() {
    auto& message = parsed_.message;
    if (message.has(Header::MaxForwards)) {
        const auto hops = parse_number(message.header(Header::MaxForwards));
        if (!hops.ok() || *hops > 255) {
            complain(400, "Bad Max-Forwards");
        } else {
            message.max_forwards_ = static_cast<std::uint8_t>(*hops);
        }
    }
}

void MessageParser::cut_body() {
    auto& message = parsed_.message;
    const auto rest = text().substr(std::min(at_, text().size()));
    std::size_t length = framing_ == Framing::Datagram ? rest.size() : 0;
    if (message.has(Header::ContentLength)) {
        const auto announced = parse_number(message.header(Header::ContentLength));
        if (!announced.ok()) {
            complain(400, "Bad Content-Length");
        } else if (*announced > rest.size()) {
            complain(400, "Body Shorter Than Content-Length");
        } else {
            length = *announced;
        }
    }
    message.body_ = span_of(rest.substr(0, length));
}

bool MessageParser::can_be_answered() const {
    return parsed_.message.is_request() && parsed_.message.method() != Method::Ack && usable_via_;
}

MessageParser::Span MessageParser::span_of(std::string_view part) const {
    if (part.data() == nullptr) {
        return {};
    }
    return {static_cast<std::uint16_t>(part.data() - text().data()), static_cast<std::uint16_t>(part.size())};
}

}  // namespace yh::sip

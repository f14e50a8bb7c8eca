#include "sip/message_builder.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "sip/uri.h"

namespace yh::sip {
namespace {

constexpr std::string_view line_break = "\r\n";

void append_number(std::string& text, std::uint32_t number) {
    std::array<char, 10> digits{};
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    text.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

/// The topmost Via as its sender wrote it, with where it really came from (RFC 3261 §18.2.1, RFC 3581 §4).
void append_top_via(std::string& text, std::string_view value, const Hop& source) {
    const auto via = Via::parse(value);
    if (!source.address || !via.ok()) {
        text += value;
        return;
    }
    const bool wants_port = via->params.has("rport");
    const auto params_at = static_cast<std::size_t>(via->params.text().data() - value.data());
    text += via->params.text().empty() ? value : value.substr(0, params_at);
    auto rest = via->params.text();
    std::string_view name;
    std::string_view param;
    while (Params::next(rest, name, param)) {
        // What a peer claims about received and rport is not its to say.
        if (same_text(name, "received") || same_text(name, "rport")) {
            continue;
        }
        text += ';';
        text += name;
        if (!param.empty()) {
            text += '=';
            text += param;
        }
    }
    if (wants_port) {
        text += ";rport=";
        append_number(text, source.address.port);
    }
    const auto ip = source.address.bare_host();
    if (wants_port || (via->host != ip && via->host != source.address.host())) {
        text += ";received=";
        text += ip;
    }
}

bool may_make_dialog(const Message& request, int status) {
    return status > 100 && status < 300 &&
           (request.is(Method::Invite) || request.is(Method::Subscribe) || request.is(Method::Refer) ||
            request.is(Method::Notify));
}

}  // namespace

MessageBuilder MessageBuilder::request(std::string_view method, std::string_view uri) {
    MessageBuilder builder;
    builder.text_.reserve(1024);
    builder.method_bytes_ = method.size();
    builder.text_ += method;
    builder.text_ += ' ';
    builder.append_clean(uri);
    builder.text_ += " SIP/2.0\r\n";
    builder.start_line_bytes_ = builder.text_.size();
    return builder;
}

MessageBuilder MessageBuilder::response(const Message& request, int status, std::string_view to_tag,
                                        std::string_view reason) {
    MessageBuilder builder;
    auto& text = builder.text_;
    text.reserve(768);
    builder.status_ = status;
    text += "SIP/2.0 ";
    append_number(text, static_cast<std::uint32_t>(status));
    text += ' ';
    builder.append_clean(reason.empty() ? reason_phrase(status) : reason);
    text += line_break;
    builder.start_line_bytes_ = text.size();
    bool top = true;
    for (const auto via : request.values(Header::Via)) {
        text += "Via: ";
        if (top) {
            append_top_via(text, via, request.source());
        } else {
            text += via;
        }
        text += line_break;
        top = false;
    }
    if (may_make_dialog(request, status)) {
        builder.copy(request, Header::RecordRoute);
    }
    builder.copy(request, Header::From);
    text += "To: ";
    text += request.header(Header::To);
    if (!to_tag.empty() && request.to_tag().empty() && status != 100) {
        text += ";tag=";
        builder.append_clean(to_tag);
    }
    text += line_break;
    builder.copy(request, Header::CallId);
    builder.copy(request, Header::CSeq);
    if (status == 100) {
        builder.copy(request, Header::Timestamp);  // RFC 3261 §8.2.6.1
    }
    return builder;
}

MessageBuilder& MessageBuilder::add(Header header, std::string_view value) {
    return add(header_name(header), value);
}

MessageBuilder& MessageBuilder::add(Header header, std::uint32_t value) {
    text_ += header_name(header);
    text_ += ": ";
    append_number(text_, value);
    text_ += line_break;
    return *this;
}

MessageBuilder& MessageBuilder::add(std::string_view name, std::string_view value) {
    append_clean(name);
    text_ += ": ";
    append_clean(value);
    text_ += line_break;
    return *this;
}

MessageBuilder& MessageBuilder::copy(const Message& from, Header header) {
    if (!from.has(header)) {
        return *this;
    }
    for (std::size_t i = 0; i < from.field_count(); ++i) {
        if (const auto field = from.field(i); field.header == header) {
            text_ += header_name(header);
            text_ += ": ";
            text_ += field.value;
            text_ += line_break;
        }
    }
    return *this;
}

MessageBuilder& MessageBuilder::body(std::string_view content_type, std::string_view content) {
    content_type_ = content_type;
    body_ = content;
    return *this;
}

void MessageBuilder::append_clean(std::string_view value) {
    const auto start = text_.size();
    text_ += value;
    for (auto at = start; at < text_.size(); ++at) {
        if (text_[at] == '\r' || text_[at] == '\n' || text_[at] == '\0') [[unlikely]] {
            text_[at] = ' ';
        }
    }
}

std::string MessageBuilder::finish(std::string_view via) {
    if (!body_.empty()) {
        add(Header::ContentType, content_type_);
    }
    add(Header::ContentLength, static_cast<std::uint32_t>(body_.size()));
    text_ += line_break;
    text_ += body_;
    if (!via.empty()) {
        std::string line{"Via: "};
        line += via;
        line += line_break;
        text_.insert(start_line_bytes_, line);
    }
    return std::move(text_);
}

}  // namespace yh::sip

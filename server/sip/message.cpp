#include "sip/message.h"

#include "sip/message_parser.h"
#include "sip/uri.h"

namespace yh::sip {

Parsed Message::parse(std::string bytes, Framing framing, const MessageLimits& limits) {
    return MessageParser{std::move(bytes), framing, limits}.run();
}

std::string_view Message::header(Header header) const {
    if (header == Header::Unknown) {
        return {};
    }
    const auto first = first_[static_cast<std::size_t>(header)];
    return first == none ? std::string_view{} : view(fields_[first].value);
}

std::string_view Message::header(std::string_view name) const {
    if (const auto known = header_from(name); known != Header::Unknown) {
        return header(known);
    }
    for (const auto& field : fields_) {
        if (field.header == Header::Unknown && same_text(view(field.name), name)) {
            return view(field.value);
        }
    }
    return {};
}

HeaderList Message::values(Header header) const {
    return {*this, header};
}

std::size_t Message::field_count(Header header) const {
    std::size_t count = 0;
    for (auto at = first_[static_cast<std::size_t>(header)]; at != none; at = fields_[at].next) {
        ++count;
    }
    return count;
}

bool Message::lists(Header header, std::string_view token) const {
    for (const auto value : values(header)) {
        if (same_text(value, token)) {
            return true;
        }
    }
    return false;
}

Message::Field Message::field(std::size_t index) const {
    const auto& field = fields_[index];
    return {view(field.name), view(field.value), field.header};
}

Via Message::top_via() const {
    for (const auto value : values(Header::Via)) {
        const auto via = Via::parse(value);
        return via.ok() ? *via : Via{};
    }
    return {};
}

std::string_view Message::content_type() const {
    const auto value = header(Header::ContentType);
    return trim(value.substr(0, value.find(';')));
}

}  // namespace yh::sip

#include "sip/message_framer.h"

#include <algorithm>
#include <charconv>

#include "sip/header.h"
#include "sip/header_values.h"

namespace yh::sip {
namespace {

constexpr std::size_t npos = std::string_view::npos;

/// Where the headers end: behind the first empty line. Bare line feeds are taken too, as the parser does.
std::size_t find_end_of_headers(std::string_view text, std::size_t from) {
    for (auto at = text.find('\n', from); at != npos; at = text.find('\n', at + 1)) {
        if (text.substr(at + 1, 1) == "\n") {
            return at + 2;
        }
        if (text.substr(at + 1, 2) == "\r\n") {
            return at + 3;
        }
    }
    return npos;
}

/// The one Content-Length among the header lines; 0 when there is none (RFC 3261 §18.3 demands one, and some phones
/// leave it out when there is no body), nothing when it is no number or given twice with different values.
std::optional<std::size_t> content_length(std::string_view head) {
    std::optional<std::size_t> length;
    while (!head.empty()) {
        const auto end = std::min(head.find('\n'), head.size());
        const auto line = head.substr(0, end);
        head.remove_prefix(std::min(end + 1, head.size()));
        const auto colon = line.find(':');
        if (colon == npos || header_from(trim(line.substr(0, colon))) != Header::ContentLength) {
            continue;
        }
        auto value = line.substr(colon + 1);
        if (!value.empty() && value.back() == '\r') {
            value.remove_suffix(1);
        }
        // The value of a folded Content-Length stands on the next line: legal, never seen, not worth reading here.
        const auto number = parse_number(value);
        if (!number.ok() || (length && *length != *number)) {
            return std::nullopt;
        }
        length = *number;
    }
    return length.value_or(0);
}

}  // namespace

StreamFramer::Next StreamFramer::next() {
    if (broken_) {
        return {Event::Broken, {}};
    }
    const auto pending = std::string_view{buffer_}.substr(used_);
    if (const auto event = take_keep_alive(pending); event != Event::Message) {
        return {event, {}};
    }
    const auto head_end = find_end_of_headers(pending, scanned_);
    if (head_end == npos) {
        // An end of headers may lie across the seam of two reads: look at the last three bytes again.
        scanned_ = pending.size() > 3 ? pending.size() - 3 : 0;
        return pending.size() > limits_.message_bytes ? break_off() : hold();
    }
    const auto body = content_length(pending.substr(0, head_end));
    if (!body || head_end + *body > limits_.message_bytes) {
        return break_off();
    }
    if (pending.size() < head_end + *body) {
        scanned_ = head_end > 4 ? head_end - 4 : 0;
        return hold();
    }
    Next next{Event::Message, std::string{pending.substr(0, head_end + *body)}};
    used_ += head_end + *body;
    scanned_ = 0;
    return next;
}

/// Message: what stands first is no line break.
StreamFramer::Event StreamFramer::take_keep_alive(std::string_view pending) {
    if (pending.empty() || pending == "\r") {
        hold();
        return Event::NeedMore;
    }
    if (!pending.starts_with(pong)) {
        half_ping_ = false;
        return Event::Message;
    }
    scanned_ = 0;
    if (pending.starts_with(ping)) {
        used_ += ping.size();
        half_ping_ = false;
        return Event::Ping;
    }
    used_ += pong.size();
    half_ping_ = !half_ping_;
    return half_ping_ ? Event::Pong : Event::Ping;
}

StreamFramer::Next StreamFramer::hold() {
    // What was handed out is cut off here, once per read and not once per message.
    buffer_.erase(0, used_);
    used_ = 0;
    if (buffer_.empty() && buffer_.capacity() > 4096) {
        buffer_ = {};
    }
    return {Event::NeedMore, {}};
}

StreamFramer::Next StreamFramer::break_off() {
    broken_ = true;
    buffer_ = {};
    used_ = 0;
    return {Event::Broken, {}};
}

}  // namespace yh::sip

#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "sip/message.h"

namespace yh::sip {

/// One run over the bytes of one message (RFC 3261 §7, §25, with the readings of RFC 4475). It goes on behind a first
/// fault as long as it can, so that the fault can be answered. Lives on the stack of Message::parse.
class MessageParser {
  public:
    MessageParser(std::string bytes, Framing framing, const MessageLimits& limits);

    Parsed run();

  private:
    using Span = Message::Span;

    void complain(int status, std::string_view why);
    bool skip_leading_breaks();
    bool parse_start_line();
    bool parse_status_line(std::string_view line);
    bool parse_request_line(std::string_view line);
    void check_request_uri();
    void parse_fields();
    bool take_line(std::size_t& begin, std::size_t& end);
    void unfold(std::size_t& end);
    bool store_field(std::size_t begin, std::size_t end);
    void check_singletons();
    void check_vias();
    void check_parties();
    Span tag_of(Header header, std::string_view complaint);
    void check_cseq();
    void check_numbers();
    void cut_body();
    bool can_be_answered() const;

    Span span_of(std::string_view part) const;
    std::string_view text() const { return parsed_.message.text_; }

    Parsed parsed_;
    Framing framing_;
    const MessageLimits& limits_;
    std::array<std::uint8_t, header_count> last_{};
    std::size_t at_ = 0;
    bool usable_via_ = false;
};

}  // namespace yh::sip

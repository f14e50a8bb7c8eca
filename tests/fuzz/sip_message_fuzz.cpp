#include <cstdint>
#include <string>
#include <string_view>

#include "base/assert.h"
#include "sip/dialog.h"
#include "sip/digest.h"
#include "sip/message.h"
#include "sip/message_builder.h"
#include "sip/name_addr.h"

namespace {

using namespace yh::sip;

/// Everything that anybody parses on demand out of a message.
void read_all(const Message& message) {
    for (std::size_t i = 0; i < message.field_count(); ++i) {
        const auto field = message.field(i);
        if (const auto party = NameAddr::parse(field.value); party.ok()) {
            (void)yh::sip::Uri::parse(party->uri).ok();
            (void)party->display_text();
        }
        (void)DigestCredentials::parse(field.value).ok();
        (void)Replaces::parse(field.value).ok();
        (void)SessionExpires::parse(field.value).ok();
        (void)RAck::parse(field.value).ok();
        std::size_t values = 0;
        for (const auto value : message.values(field.header == Header::Unknown ? Header::Via : field.header)) {
            values += value.size();
        }
        YH_ASSERT(values <= message.text().size());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    for (const auto framing : {Framing::Datagram, Framing::Stream}) {
        const auto parsed = Message::parse(std::string{bytes}, framing);
        read_all(parsed.message);
        if (parsed.verdict != Verdict::Good) {
            continue;
        }
        (void)Dialog::as_server(parsed.message, "t", "sip:u@h").ok();
        (void)Dialog::as_client(parsed.message, "sip:u@h", {}).ok();
        if (parsed.message.is_request()) {
            const auto response = Message::parse(MessageBuilder::response(parsed.message, 200, "t").finish());
            // What a good request said must come back as a good response, unless the To tag made it longer than a line
            // may be.
            YH_ASSERT(response.good() || parsed.message.text().size() > 8'000);
        }
    }
    return 0;
}

#include <cstdint>
#include <string>
#include <string_view>

#include "base/assert.h"
#include "sip/name_addr.h"
#include "sip/uri.h"
#include "sip/wire.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace yh::sip;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    if (const auto uri = Uri::parse(text); uri.ok()) {
        (void)uri->user_text();
        (void)uri->transport().ok();
        YH_ASSERT(equivalent(*uri, *uri) || uri->text.find(';') != std::string_view::npos ||
                  !uri->headers.empty());  // a parameter given twice need not equal itself
    }
    YH_ASSERT(unescape(escape_user(text)) == text);
    if (const auto address = Address::parse(text); address.ok()) {
        const auto again = Address::parse(address->text());
        YH_ASSERT(again.ok() && *again == *address);
    }
    (void)NameAddr::parse(text).ok();
    return 0;
}

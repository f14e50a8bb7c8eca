#include "office/answer.h"

namespace yh::office {

Result<PageArgs> page_args(const http::Request& request) {
    return page_args(request.arg("page"), request.arg("size"));
}

Result<PageArgs> page_args(std::optional<std::string_view> page, std::optional<std::string_view> size) {
    constexpr std::int64_t deepest_page = 100'000;
    PageArgs args;
    if (page) {
        const auto number = parse_id(*page);
        if (!number.ok() || *number > deepest_page) {
            return invalid_input("page.malformed", "page is a number from 1");
        }
        args.page = *number;
    }
    if (size) {
        const auto number = parse_id(*size);
        if (!number.ok() || (*number != 10 && *number != 25 && *number != 50 && *number != 100)) {
            return invalid_input("page.malformed", "size is 10, 25, 50 or 100");
        }
        args.size = *number;
    }
    return args;
}

}  // namespace yh::office

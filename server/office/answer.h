#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/json.h"
#include "http/reply.h"
#include "http/request.h"

// The few lines between a handler and its JSON.
namespace yh::office {

template <class T>
void answer(http::Reply& reply, const T& value, int status = 200) {
    std::string text;
    append_json(text, value);
    reply.json(std::move(text), status);
}

/// Reads the body, or answers what is wrong with it.
template <class T>
std::optional<T> body_of(const http::Request& request, http::Reply& reply) {
    auto read = from_json<T>(request.body);
    if (!read.ok()) {
        reply.fail(std::move(read).error());
        return std::nullopt;
    }
    return std::move(read).value();
}

/// One page of a list.
struct PageArgs {
    std::int64_t page = 1;
    std::int64_t size = 10;
    std::int64_t offset() const { return (page - 1) * size; }
};

/// `?page=&size=` with the sizes of R084 (10, 25, 50, 100). Errors: page.malformed.
Result<PageArgs> page_args(const http::Request& request);
Result<PageArgs> page_args(std::optional<std::string_view> page, std::optional<std::string_view> size);

}  // namespace yh::office

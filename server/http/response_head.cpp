#include "http/response_head.h"

#include <fmt/format.h>

#include <algorithm>

#include "http/text.h"

namespace yh::http {

namespace {

void append_header(std::string& out, std::string_view name, std::string_view value) {
    out += name;
    out += ": ";
    std::copy_if(value.begin(), value.end(), std::back_inserter(out),
                 [](char c) { return static_cast<unsigned char>(c) >= 0x20 || c == '\t'; });
    out += "\r\n";
}

bool has(const Headers& headers, std::string_view name) {
    return std::any_of(headers.begin(), headers.end(), [&](const auto& h) { return same_text(h.name, name); });
}

}  // namespace

std::string_view reason_phrase(int status) {
    constexpr std::pair<int, std::string_view> phrases[] = {{101, "Switching Protocols"},
                                                            {200, "OK"},
                                                            {201, "Created"},
                                                            {202, "Accepted"},
                                                            {204, "No Content"},
                                                            {206, "Partial Content"},
                                                            {301, "Moved Permanently"},
                                                            {302, "Found"},
                                                            {303, "See Other"},
                                                            {304, "Not Modified"},
                                                            {400, "Bad Request"},
                                                            {401, "Unauthorized"},
                                                            {403, "Forbidden"},
                                                            {404, "Not Found"},
                                                            {405, "Method Not Allowed"},
                                                            {408, "Request Timeout"},
                                                            {409, "Conflict"},
                                                            {413, "Content Too Large"},
                                                            {416, "Range Not Satisfiable"},
                                                            {423, "Locked"},
                                                            {426, "Upgrade Required"},
                                                            {429, "Too Many Requests"},
                                                            {431, "Request Header Fields Too Large"},
                                                            {500, "Internal Server Error"},
                                                            {501, "Not Implemented"},
                                                            {503, "Service Unavailable"},
                                                            {504, "Gateway Timeout"}};
    for (const auto& [known, phrase] : phrases) {
        if (known == status) {
            return phrase;
        }
    }
    return "Status";
}

std::string response_head(const HeadFacts& facts, const Headers& headers, const Headers& defaults) {
    std::string out;
    out.reserve(768);
    fmt::format_to(std::back_inserter(out), "HTTP/1.1 {} {}\r\n", facts.status, reason_phrase(facts.status));
    append_header(out, "Date", facts.date);
    for (const auto& header : headers) {
        append_header(out, header.name, header.value);
    }
    for (const auto& header : defaults) {
        if (!has(headers, header.name)) {
            append_header(out, header.name, header.value);
        }
    }
    append_header(out, "X-Request-Id", facts.request_id);
    if (facts.content_length) {
        fmt::format_to(std::back_inserter(out), "Content-Length: {}\r\n", *facts.content_length);
    }
    out += facts.keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    return out;
}

}  // namespace yh::http

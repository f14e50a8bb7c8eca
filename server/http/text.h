#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.h"

namespace yh::http {

// Small words of the protocol, pure functions. Thread: any.

bool same_text(std::string_view a, std::string_view b);  ///< ASCII, any case
std::string_view trimmed(std::string_view text);
/// Whether a comma-separated list names `token` (any case): Connection, Upgrade, If-None-Match.
bool list_has(std::string_view list, std::string_view token);
std::vector<std::string_view> split(std::string_view text, char separator);

enum class PlusIs { Plus, Space };
/// Percent-decoding; nothing when an escape is broken or the result holds a NUL.
std::optional<std::string> url_decode(std::string_view text, PlusIs plus = PlusIs::Plus);
std::string url_encode(std::string_view text);
/// `a=1&b=%E4%BD%A0`; nothing when an escape is broken. At most `max_args` are accepted.
std::optional<std::vector<NamedValue>> parse_query(std::string_view query, std::size_t max_args = 256);

/// RFC 9110 §5.6.7, IMF-fixdate.
std::string http_date(std::int64_t unix_seconds);

/// `filename="…"; filename*=UTF-8''…` for a download (RFC 6266, RFC 8187).
std::string content_disposition(std::string_view file_name);
/// By file extension; `application/octet-stream` when unknown.
std::string_view content_type_of(std::string_view path);

}  // namespace yh::http

#include "http/file_answer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>

#include "http/text.h"

namespace yh::http {

namespace {

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    return text.empty() || error != std::errc{} || stop != end ? std::nullopt : std::optional{value};
}

bool has(const Headers& headers, std::string_view name) {
    return std::any_of(headers.begin(), headers.end(), [&](const auto& h) { return same_text(h.name, name); });
}

FileAnswer failed(ErrorKind kind, std::string_view code, int status, Headers headers = {}) {
    return {{.status = status, .headers = std::move(headers), .body = Failure{{kind, code, {}}, {}, status}}, {}, {}};
}

// RFC 9110 §13.1.5: If-Range holds an entity tag (compared strongly) or the date we gave.
bool range_applies(const Conditions& conditions, std::string_view etag, std::string_view modified) {
    const auto wanted = trimmed(conditions.if_range);
    return !conditions.range.empty() && (wanted.empty() || wanted == etag || wanted == modified);
}

}  // namespace

Conditions Conditions::of(const Request& request) {
    return {std::string{request.header("If-None-Match")}, std::string{request.header("Range")},
            std::string{request.header("If-Range")}};
}

std::pair<RangeFound, ByteRange> parse_range(std::string_view range, std::uint64_t size) {
    constexpr std::string_view unit = "bytes=";
    const auto spec = range.size() > unit.size() && same_text(range.substr(0, unit.size()), unit)
                          ? trimmed(range.substr(unit.size()))
                          : std::string_view{};
    const auto dash = spec.find('-');
    if (dash == std::string_view::npos || spec.find(',') != std::string_view::npos) {
        return {RangeFound::None, {}};
    }
    const auto first = number(spec.substr(0, dash));
    const auto last = number(spec.substr(dash + 1));
    if (dash == 0) {
        if (!last) {
            return {RangeFound::None, {}};
        }
        const auto length = std::min(*last, size);
        return {length == 0 ? RangeFound::Unsatisfiable : RangeFound::One, {size - length, length}};
    }
    const bool open_ended = dash + 1 == spec.size();
    if (!first || (!last && !open_ended) || (last && *last < *first)) {
        return {RangeFound::None, {}};
    }
    if (*first >= size) {
        return {RangeFound::Unsatisfiable, {}};
    }
    const auto end = open_ended ? size : std::min(size - 1, *last) + 1;
    return {RangeFound::One, {*first, end - *first}};
}

bool etag_matches(std::string_view list, std::string_view etag) {
    for (auto one : split(list, ',')) {
        one = trimmed(one);
        if (one == "*") {
            return true;
        }
        if (one.starts_with("W/")) {
            one.remove_prefix(2);
        }
        if (!one.empty() && one == etag) {
            return true;
        }
    }
    return false;
}

OpenFile& OpenFile::operator=(OpenFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

OpenFile::~OpenFile() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

FileAnswer answer_with_file(Response response, const Conditions& conditions) {
    const auto body = std::get<FileBody>(std::move(response.body));
    OpenFile file{::open(body.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    struct stat status {};
    if (!file.is_open() || ::fstat(file.descriptor(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return failed(ErrorKind::NotFound, "http.file_missing", 404);
    }
    const auto whole = static_cast<std::uint64_t>(status.st_size);
    const auto begin = std::min(body.offset, whole);
    const auto size = std::min(body.length.value_or(whole - begin), whole - begin);
    const auto etag = fmt::format("\"{:x}-{:x}-{:x}\"", status.st_mtim.tv_sec, status.st_mtim.tv_nsec, size);
    const auto modified = http_date(status.st_mtim.tv_sec);

    auto& headers = response.headers;
    headers.push_back({"ETag", etag});
    headers.push_back({"Last-Modified", modified});
    headers.push_back({"Accept-Ranges", "bytes"});
    if (!has(headers, "Cache-Control")) {
        headers.push_back({"Cache-Control", "no-cache"});
    }
    response.body = std::string{};
    if (etag_matches(conditions.if_none_match, etag)) {
        response.status = 304;
        return {std::move(response), {}, {}};
    }
    if (!has(headers, "Content-Type")) {
        headers.push_back(
            {"Content-Type", body.content_type.empty() ? std::string{content_type_of(body.path)} : body.content_type});
    }
    if (!body.download_name.empty()) {
        headers.push_back({"Content-Disposition", content_disposition(body.download_name)});
    }
    ByteRange slice{begin, size};
    if (range_applies(conditions, etag, modified)) {
        const auto [found, range] = parse_range(conditions.range, size);
        if (found == RangeFound::Unsatisfiable) {
            return failed(ErrorKind::InvalidInput, "http.range", 416,
                          {{"Content-Range", fmt::format("bytes */{}", size)}});
        }
        if (found == RangeFound::One) {
            response.status = 206;
            headers.push_back(
                {"Content-Range", fmt::format("bytes {}-{}/{}", range.first, range.first + range.length - 1, size)});
            slice = {begin + range.first, range.length};
        }
    }
    return {std::move(response), std::move(file), slice};
}

}  // namespace yh::http

#pragma once

// Internal to http/: how a FileBody becomes a status, headers and a slice of a file.
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "http/reply.h"

namespace yh::http {

/// The request headers that decide about a file, kept while the handler has the request.
struct Conditions {
    std::string if_none_match;
    std::string range;
    std::string if_range;

    static Conditions of(const Request& request);
};

struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t length = 0;
};
enum class RangeFound { None, One, Unsatisfiable };
/// RFC 9110 §14.1.2. Several ranges, other units and nonsense count as None: the whole file is a correct answer.
std::pair<RangeFound, ByteRange> parse_range(std::string_view range, std::uint64_t size);

/// RFC 9110 §13.1.2 with weak comparison; `*` matches.
bool etag_matches(std::string_view list, std::string_view etag);

/// A file descriptor that closes itself.
class OpenFile {
  public:
    OpenFile() = default;
    explicit OpenFile(int descriptor) : descriptor_{descriptor} {}
    OpenFile(OpenFile&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}
    OpenFile& operator=(OpenFile&& other) noexcept;
    ~OpenFile();
    bool is_open() const { return descriptor_ >= 0; }
    int descriptor() const { return descriptor_; }

  private:
    int descriptor_ = -1;
};

/// What to send: the response with its headers (its body is empty text unless it became a Failure) and the slice.
struct FileAnswer {
    Response response;
    OpenFile file;
    ByteRange slice;
};

/// Opens the file and decides 200, 206, 304, 404 or 416. One open and one fstat on the web loop.
FileAnswer answer_with_file(Response response, const Conditions& conditions);

}  // namespace yh::http

#pragma once

// Internal to http/: other folders see request.h.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/request.h"

namespace yh::http {

struct ParserLimits {
    std::size_t header_bytes = 16 * 1024;
    std::size_t headers = 100;
};

/// Reads one request after the other from bytes, with Beast's parser underneath and RFC 9112's defences against
/// request smuggling on top. Knows no socket. Owned by a Connection; thread: its web loop.
class RequestParser {
  public:
    explicit RequestParser(const ParserLimits& limits);
    ~RequestParser();
    RequestParser(const RequestParser&) = delete;
    RequestParser& operator=(const RequestParser&) = delete;

    enum class Progress { NeedMore, HeaderDone, Done, Failed };
    struct Fed {
        Progress progress = Progress::NeedMore;
        std::size_t consumed = 0;
    };
    /// `bytes` begins with what was not consumed before. After HeaderDone the body must be given a place.
    Fed feed(std::string_view bytes);

    /// What went wrong, as status and code of the answer.
    struct Problem {
        int status = 400;
        std::string_view code = "http.malformed";
    };
    const Problem& problem() const { return problem_; }

    /// After HeaderDone: the request without its body. After Done: with it.
    Request& request();
    bool keep_alive() const;
    bool wants_upgrade() const;
    /// Absent for a chunked body; 0 when there is none.
    std::optional<std::uint64_t> content_length() const;
    bool started() const;

    /// Where the body goes; without a call it is kept in memory up to 0 bytes.
    void keep_body(std::uint64_t limit_bytes);
    void keep_body(std::uint64_t limit_bytes, std::unique_ptr<UploadedFile> file);
    void discard_body(std::uint64_t limit_bytes);

    /// Ready for the next request on the same connection.
    void reset();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
    ParserLimits limits_;
    Problem problem_;
};

}  // namespace yh::http

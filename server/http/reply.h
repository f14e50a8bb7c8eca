#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.h"
#include "http/request.h"

namespace yh::http {

/// A file as the answer: streamed in slices of at most 64 KB, never loaded. Range, If-Range, ETag and
/// If-None-Match are handled by the connection.
struct FileBody {
    std::string path;
    std::uint64_t offset = 0;             ///< where the content begins inside the file
    std::optional<std::uint64_t> length;  ///< to the end of the file when absent
    std::string content_type;             ///< by the file's extension when empty
    std::string download_name;            ///< makes the browser save instead of show
};

/// What is wrong with one field of the request's body.
struct FieldProblem {
    std::string field;
    std::string_view code;
    std::string message{};  ///< empty: the code's own sentence
};

/// An error on its way to a person: the connection turns it into status, code and message (errors.h).
struct Failure {
    Error error;
    std::vector<FieldProblem> fields;
    int status = 0;                       ///< 0: by the kind of the error
    std::chrono::seconds retry_after{0};  ///< when it is worth trying again; 0: nobody knows
};

struct Response {
    int status = 200;
    Headers headers;
    std::variant<std::string, FileBody, Failure> body;
};

/// The one answer to one request: movable, may be completed later and from any thread, exactly once. Dropped
/// unanswered it says 500 http.no_answer, and that is counted. The web loops must outlive every Reply.
class Reply {
  public:
    /// Where the answer goes. `complete` is called once, from any thread.
    class Target {
      public:
        virtual ~Target() = default;
        virtual void complete(Response response) noexcept = 0;
    };

    explicit Reply(std::unique_ptr<Target> target) : target_{std::move(target)} {}
    /// For tests of handlers, without a server.
    static Reply to(std::function<void(Response)> receiver);
    Reply(Reply&&) noexcept = default;
    Reply& operator=(Reply&& other) noexcept;
    ~Reply();

    void send(Response response);
    void json(std::string text, int status = 200);
    void text(std::string text, int status = 200);
    void no_content();
    void file(FileBody file, Headers headers = {});
    void fail(Error error, std::vector<FieldProblem> fields = {});
    /// Says how long it will stay so: `retry_after_s` in the body, and the header Retry-After (RFC 9110 §10.2.3).
    void fail_for(Error error, std::chrono::seconds time);
    bool answered() const { return target_ == nullptr; }

  private:
    void drop() noexcept;

    std::unique_ptr<Target> target_;
};

/// `Set-Cookie` for a session: HttpOnly; SameSite=Lax; Path=/; Secure on TLS. `max_age_s` 0 removes the cookie.
Header session_cookie(std::string_view name, std::string_view value, std::int64_t max_age_s, bool over_tls);

}  // namespace yh::http

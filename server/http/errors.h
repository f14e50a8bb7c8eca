#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "http/reply.h"

namespace yh::http {

/// The HTTP status of an error: the one place that decides.
int status_of(ErrorKind kind);

/// What people read for an error code, in both languages. Filled before the server starts, then only read.
class Messages {
  public:
    /// Knows the codes of http itself.
    Messages();
    /// `code` must be a string literal; the texts too.
    void add(std::string_view code, std::string_view chinese, std::string_view english);
    /// Falls back to a sentence for the kind of error.
    std::string_view find(std::string_view code, ErrorKind kind, Language language) const;

  private:
    struct Text {
        std::string_view chinese;
        std::string_view english;
    };
    std::unordered_map<std::string_view, Text> texts_;
};

/// `{"error":{"code","message","fields"?,"retry_after_s"?,"request_id"}}`. `detail` stays in the log.
std::string error_body(const Failure& failure, const Messages& messages, Language language,
                       std::string_view request_id);

}  // namespace yh::http

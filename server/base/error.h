#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace yh {

/// What sort of failure it is: the only thing an adapter switches on (SIP status, HTTP status, log level).
enum class ErrorKind {
    InvalidInput,     ///< the caller gave something we cannot accept; asking again changes nothing
    NotFound,         ///< the thing named does not exist (any more)
    Conflict,         ///< the thing is in a state that does not allow this
    Unauthenticated,  ///< we do not know who asks
    Forbidden,        ///< we know, and the answer is no
    Locked,           ///< too many failures; wait
    TooMany,          ///< a limit per time or per owner
    Full,             ///< a bounded resource is exhausted
    Unavailable,      ///< a peer, disk or database cannot be reached now
    Timeout,          ///< nobody answered in time
    Unsupported,      ///< well formed, but we do not do this
    Internal,         ///< our own fault
};

/// An expected failure as a value.
/// `code` is a stable dotted name for programs ("queue.full") and must be a string literal;
/// `detail` is for the log, never shown to a user.
struct Error {
    ErrorKind kind = ErrorKind::Internal;
    std::string_view code;
    std::string detail;
};

inline Error invalid_input(std::string_view code, std::string detail = {}) {
    return {ErrorKind::InvalidInput, code, std::move(detail)};
}
inline Error not_found(std::string_view code, std::string detail = {}) {
    return {ErrorKind::NotFound, code, std::move(detail)};
}
inline Error conflict(std::string_view code, std::string detail = {}) {
    return {ErrorKind::Conflict, code, std::move(detail)};
}
inline Error unavailable(std::string_view code, std::string detail = {}) {
    return {ErrorKind::Unavailable, code, std::move(detail)};
}

}  // namespace yh

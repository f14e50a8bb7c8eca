#include "db/postgres_errors.h"

#include <utility>

namespace yh::db {

namespace {

bool is_gone(std::string_view state) {
    // 08: connection exceptions; 57P: the server is stopping or starting; 53300: no connection is free.
    return state.empty() || state.starts_with("08") || state == "57P01" || state == "57P02" || state == "57P03" ||
           state == "57P05" || state == "53300";
}

bool is_busy(std::string_view state) {
    // A serialization failure, a deadlock, a lock that was not free; 53200: out of memory.
    return state == "40001" || state == "40P01" || state == "55P03" || state == "53200";
}

}  // namespace

Error postgres_error(std::string_view state, std::string detail) {
    if (is_gone(state)) {
        return unavailable("db.gone", std::move(detail));
    }
    if (is_busy(state)) {
        return unavailable("db.busy", std::move(detail));
    }
    if (state == "53100") {
        return {ErrorKind::Full, "db.full", std::move(detail)};
    }
    if (state.starts_with("58") || state == "25006") {
        return unavailable("db.io", std::move(detail));  // the server cannot use its disk, or is a read-only standby
    }
    if (state == "57014") {
        return {ErrorKind::Timeout, "db.timeout", std::move(detail)};
    }
    if (state == "23505") {
        return conflict("db.unique", std::move(detail));
    }
    if (state == "23503") {
        return conflict("db.foreign_key", std::move(detail));
    }
    if (state.starts_with("23")) {
        return invalid_input("db.check", std::move(detail));
    }
    if (state.starts_with("22") || state == "54000") {
        return invalid_input("db.bad_value", std::move(detail));
    }
    if (state.starts_with("25P02")) {
        return conflict("db.rolled_back", std::move(detail));
    }
    if (state.starts_with("42")) {
        return {ErrorKind::Internal, "db.syntax", std::move(detail)};
    }
    if (state.starts_with("XX001") || state.starts_with("XX002")) {
        return {ErrorKind::Internal, "db.corrupt", std::move(detail)};
    }
    return {ErrorKind::Internal, "db.failed", std::move(detail)};
}

}  // namespace yh::db

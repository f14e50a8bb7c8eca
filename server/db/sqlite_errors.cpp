#include "db/sqlite_errors.h"

#include <sqlite3.h>

#include <utility>

namespace yh::db {

namespace {

Error constraint_error(int code, std::string detail) {
    switch (code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
            return conflict("db.unique", std::move(detail));
        case SQLITE_CONSTRAINT_FOREIGNKEY:
            return conflict("db.foreign_key", std::move(detail));
        case SQLITE_CONSTRAINT_CHECK:
        case SQLITE_CONSTRAINT_NOTNULL:
            return invalid_input("db.check", std::move(detail));
        case SQLITE_CONSTRAINT_DATATYPE:
            return invalid_input("db.bad_value", std::move(detail));
        default:
            return {ErrorKind::Internal, "db.failed", std::move(detail)};
    }
}

}  // namespace

Error sqlite_error(int code, std::string detail) {
    switch (code & 0xFF) {  // the primary code is the low byte
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_PROTOCOL:
            return unavailable("db.busy", std::move(detail));
        case SQLITE_FULL:
            return {ErrorKind::Full, "db.full", std::move(detail)};
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_NOMEM:
            return unavailable("db.io", std::move(detail));
        case SQLITE_INTERRUPT:
            return {ErrorKind::Timeout, "db.timeout", std::move(detail)};
        case SQLITE_CONSTRAINT:
            return constraint_error(code, std::move(detail));
        case SQLITE_MISMATCH:
        case SQLITE_TOOBIG:
            return invalid_input("db.bad_value", std::move(detail));
        case SQLITE_ERROR:
        case SQLITE_RANGE:
            return {ErrorKind::Internal, "db.syntax", std::move(detail)};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return {ErrorKind::Internal, "db.corrupt", std::move(detail)};
        default:
            return {ErrorKind::Internal, "db.failed", std::move(detail)};
    }
}

}  // namespace yh::db

#pragma once

#include "base/error.h"

namespace yh::db {

// The codes that leave this folder:
//   db.busy         Unavailable   somebody else holds the lock; or a deadlock was broken
//   db.full         Full          no space on the disk
//   db.gone         Unavailable   the connection is lost or cannot be made
//   db.io           Unavailable   the disk or file cannot be used now
//   db.timeout      Timeout       the statement ran longer than allowed
//   db.unique       Conflict      such a row exists
//   db.foreign_key  Conflict      a row refers to what is not there, or is still referred to
//   db.check        InvalidInput  a CHECK or NOT NULL refused the row
//   db.bad_value    InvalidInput  a value does not fit its column
//   db.syntax       Internal      the SQL is wrong, or names what does not exist
//   db.rolled_back  Conflict      an earlier error ended this transaction; only rolling back is possible
//   db.no_row       NotFound      one row was expected
//   db.null, db.wrong_type, db.missing_column   Internal   a row does not fit the struct it is read into
//   db.readers_full Full          too many reads are waiting
//   db.corrupt, db.failed         Internal

/// Whether the same work may succeed later, with nothing changed but the world: lock, disk, connection.
bool is_passing(const Error& error);

}  // namespace yh::db

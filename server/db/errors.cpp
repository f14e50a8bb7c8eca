#include "db/errors.h"

namespace yh::db {

bool is_passing(const Error& error) {
    return error.code == "db.busy" || error.code == "db.full" || error.code == "db.gone" || error.code == "db.io";
}

}  // namespace yh::db

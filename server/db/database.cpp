#include "db/database.h"

#include <string_view>
#include <utility>

#include "db/driver.h"

namespace yh::db {

namespace {

Result<std::unique_ptr<Driver>> open_driver(Engine engine, const std::string& address, Access access,
                                            const Options& options) {
    switch (engine) {
        case Engine::Sqlite:
            return open_sqlite(address, access, options);
        case Engine::Postgres:
            return open_postgres(address, access, options);
    }
    return Error{};
}

}  // namespace

Result<Database> Database::open(std::string url, const Options& options) {
    constexpr std::string_view sqlite = "sqlite:";
    auto engine = Engine::Postgres;
    if (url.starts_with(sqlite) && url.size() > sqlite.size()) {
        engine = Engine::Sqlite;
        url.erase(0, sqlite.size());
    } else if (!url.starts_with("postgres://") && !url.starts_with("postgresql://")) {
        return invalid_input("db.url", "must be sqlite:PATH or postgres://…");
    }
    Database made{engine, std::move(url), options};
    YH_CHECK(made.connect());
    return made;
}

Result<Connection> Database::connect(Access access) const {
    YH_TRY(auto driver, open_driver(engine_, address_, access, options_));
    return Connection{std::move(driver)};
}

}  // namespace yh::db

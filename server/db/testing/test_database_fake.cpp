#include "db/testing/test_database_fake.h"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace yh::db {

namespace {

struct ClosePipe {
    void operator()(std::FILE* pipe) const noexcept { ::pclose(pipe); }
};

// The last line of what the script prints; its errors go to the test's own output.
std::string cluster_script(std::string_view action, const std::filesystem::path& folder) {
    const auto command = std::string{YINGHE_SOURCE_DIR} + "/tests/postgres_cluster.sh " + std::string{action} + " '" +
                         folder.string() + "'";
    std::unique_ptr<std::FILE, ClosePipe> pipe{::popen(command.c_str(), "r")};
    std::string printed;
    std::array<char, 256> part{};
    while (pipe && std::fgets(part.data(), part.size(), pipe.get()) != nullptr) {
        printed += part.data();
    }
    if (!pipe || ::pclose(pipe.release()) != 0) {
        throw std::runtime_error{"no PostgreSQL for the tests: apt-get install postgresql, or set YINGHE_TEST_PG"};
    }
    printed.erase(printed.find_last_not_of('\n') + 1);
    return printed;
}

const std::string& server_url() {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody changes the environment
    if (static const char* given = std::getenv("YINGHE_TEST_PG"); given != nullptr) {
        static const std::string url{given};
        return url;
    }
    // One for the whole program: it takes a second to make, and ends with the program.
    static const PostgresCluster cluster;
    return cluster.url();
}

// postgresql://user@host/NAME?options with another NAME.
std::string with_database(std::string url, const std::string& name) {
    const auto host = url.find("://") + 3;
    const auto path = url.find('/', host);
    const auto end = std::min(url.find('?', host), url.size());
    if (path == std::string::npos || path > end) {
        return url.insert(end, "/" + name);
    }
    return url.replace(path + 1, end - path - 1, name);
}

std::string new_postgres_database() {
    static int made = 0;
    const auto name = "yinghe_test_" + std::to_string(::getpid()) + "_" + std::to_string(++made);
    auto server = Database::open(server_url());
    if (!server) {
        throw std::runtime_error{"PostgreSQL cannot be reached: " + server.error().detail};
    }
    auto connection = server->connect();
    if (!connection || !connection->script("CREATE DATABASE " + name)) {
        throw std::runtime_error{"cannot make the database " + name};
    }
    return with_database(server_url(), name);
}

}  // namespace

TempFolder::TempFolder() {
    auto pattern = (std::filesystem::temp_directory_path() / "yinghe-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        throw std::runtime_error{"cannot make " + pattern};
    }
    path_ = pattern;
}

TempFolder::~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

PostgresCluster::PostgresCluster() : url_{cluster_script("start", folder_.path())} {}

PostgresCluster::~PostgresCluster() {
    try {
        cluster_script("stop", folder_.path());
    } catch (const std::exception& failure) {
        std::fputs(failure.what(), stderr);
    }
}

void PostgresCluster::crash() {
    cluster_script("crash", folder_.path());
}
void PostgresCluster::start() {
    cluster_script("start", folder_.path());
}

TestDatabase::TestDatabase(Engine engine)
    : url_{engine == Engine::Sqlite ? "sqlite:" + (folder_.path() / "test.db").string() : new_postgres_database()} {}

Database TestDatabase::open(const Options& options) const {
    auto opened = Database::open(url_, options);
    if (!opened) {
        throw std::runtime_error{"cannot open the test database: " + opened.error().detail};
    }
    return std::move(opened).value();
}

}  // namespace yh::db

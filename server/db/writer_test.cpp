#include "db/writer.h"

#include <gtest/gtest.h>
#include <sys/mount.h>

#include <fstream>
#include <numeric>

#include "db/testing/losing_proxy_fake.h"
#include "db/testing/test_database_fake.h"

namespace yh::db {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Retries are quick here, and everything is awaited by events, never by sleeping.
WriterOptions quick() {
    WriterOptions options;
    options.linger = milliseconds{1};
    options.first_retry = milliseconds{1};
    options.longest_retry = milliseconds{20};
    return options;
}

auto put(std::int64_t n) {
    return [n](Connection& connection) -> Result<void> {
        YH_CHECK(connection.run("INSERT INTO entries (number) VALUES (?)", n));
        return {};
    };
}

class WriterBase {
  public:
    explicit WriterBase(Engine engine) : test_{engine} {
        const auto made = connection_.script(
            engine == Engine::Sqlite
                ? "CREATE TABLE entries (position INTEGER PRIMARY KEY AUTOINCREMENT, number BIGINT NOT NULL UNIQUE)"
                : "CREATE TABLE entries (position BIGSERIAL PRIMARY KEY, number BIGINT NOT NULL UNIQUE)");
        EXPECT_TRUE(made.ok());
    }

    std::vector<std::int64_t> written() {
        auto numbers = connection_.rows<std::int64_t>("SELECT number FROM entries ORDER BY position");
        EXPECT_TRUE(numbers.ok()) << numbers.error().detail;
        return numbers ? *numbers : std::vector<std::int64_t>{};
    }

    static std::vector<std::int64_t> up_to(std::int64_t count) {
        std::vector<std::int64_t> numbers(static_cast<std::size_t>(count));
        std::iota(numbers.begin(), numbers.end(), 1);
        return numbers;
    }

    static bool flush(Writer& writer) { return writer.flush(SystemClock{}.now() + seconds{60}); }

    SystemClock clock_;
    TestDatabase test_;
    Database database_ = test_.open({.busy_timeout = milliseconds{5}});
    Connection connection_ = std::move(database_.connect()).value();
};

class WriterTest : public ::testing::TestWithParam<Engine>, public WriterBase {
  protected:
    WriterTest() : WriterBase{GetParam()} {}
};

TEST_P(WriterTest, JobsAreWrittenInOrder) {
    Writer writer{database_, clock_, quick()};
    for (std::int64_t n = 1; n <= 3000; ++n) {
        ASSERT_TRUE(writer.submit(put(n)));
    }
    ASSERT_TRUE(flush(writer));
    EXPECT_EQ(written(), up_to(3000));
    EXPECT_TRUE(writer.state().healthy);
    EXPECT_EQ(writer.state().written, 3000U);
    EXPECT_EQ(writer.state().backlog, 0U);
}

TEST_P(WriterTest, TheDestructorWritesWhatWasAccepted) {
    {
        Writer writer{database_, clock_, quick()};
        for (std::int64_t n = 1; n <= 500; ++n) {
            ASSERT_TRUE(writer.submit(put(n)));
        }
    }
    EXPECT_EQ(written(), up_to(500));
}

TEST_P(WriterTest, BadJobsDoNotTakeOthersWithThem) {
    Writer writer{database_, clock_, quick()};
    for (std::int64_t n = 1; n <= 300; ++n) {
        ASSERT_TRUE(writer.submit(put(n)));
        if (n % 50 == 0) {
            writer.submit(put(n));  // not unique
        }
        if (n == 120) {
            writer.submit([](Connection&) -> Result<void> { throw std::runtime_error{"thrown"}; });
            // Swallows its own error: the transaction is over all the same, and the others must not suffer.
            writer.submit([](Connection& c) -> Result<void> {
                (void)c.run("INSERT INTO nowhere (x) VALUES (1)");
                return {};
            });
            writer.submit([](Connection& c) -> Result<void> {
                auto held = c.begin();
                YH_CHECK(c.run("INSERT INTO entries (number) VALUES (99999)"));
                return conflict("call.state", "changed its mind");
            });
        }
    }
    ASSERT_TRUE(flush(writer));
    EXPECT_EQ(written(), up_to(300));
    EXPECT_EQ(writer.state().failed, 6U + 3U);
    EXPECT_EQ(writer.state().written, 300U);
    EXPECT_TRUE(writer.state().healthy);
}

TEST_P(WriterTest, AwaitedJobsAnswerAfterTheCommit) {
    Loop loop{"test"};
    std::vector<std::string> answers;
    auto options = quick();
    options.linger = seconds{30};  // an awaited job does not wait for company
    Writer writer{database_, clock_, options};
    const auto job = [](Connection& c) -> Result<std::string> {
        YH_CHECK(c.run("INSERT INTO entries (number) VALUES (7)"));
        return std::string{"made"};
    };
    const auto keep = [&](Result<std::string> answer) {
        if (answer) {
            EXPECT_EQ(written(), (std::vector<std::int64_t>{7}));
        }
        answers.emplace_back(answer ? *answer : std::string{answer.error().code});
        if (answers.size() == 2) {
            loop.stop();
        }
    };
    writer.write(loop, job, keep);
    writer.write(loop, job, keep);
    loop.run();
    EXPECT_EQ(answers, (std::vector<std::string>{"made", "db.unique"}));
}

INSTANTIATE_TEST_SUITE_P(Engines, WriterTest, ::testing::Values(Engine::Sqlite, Engine::Postgres),
                         [](const auto& tested) { return engine_name(tested.param); });

/// Posts the writer's changes of state to a loop, so that a test can wait for them.
class StateWatch {
  public:
    explicit StateWatch(WriterOptions& options) {
        options.on_state = [this](const WriterState& state) {
            loop_.post([this, state] {
                seen_.push_back(state);
                loop_.stop();
            });
        };
    }

    WriterState next() {
        if (seen_.empty()) {
            loop_.run_for(seconds{30});
        }
        if (seen_.empty()) {
            throw std::runtime_error{"the writer's state did not change"};
        }
        auto state = seen_.front();
        seen_.erase(seen_.begin());
        return state;
    }

  private:
    Loop loop_{"watch"};
    std::vector<WriterState> seen_;
};

TEST(WriterFaults, ALockedSqliteLosesNothing) {
    WriterBase base{Engine::Sqlite};
    auto options = quick();
    StateWatch watch{options};
    auto holder = std::move(base.database_.connect()).value();
    auto held = holder.begin();
    Writer writer{base.database_, base.clock_, options};
    for (std::int64_t n = 1; n <= 2500; ++n) {
        ASSERT_TRUE(writer.submit(put(n)));
    }
    const auto degraded = watch.next();
    EXPECT_FALSE(degraded.healthy);
    EXPECT_EQ(degraded.code, "db.busy");
    EXPECT_FALSE(writer.flush(SystemClock{}.now() + milliseconds{30}));
    EXPECT_EQ(writer.state().backlog, 2500U);
    held->rollback();
    EXPECT_TRUE(watch.next().healthy);
    ASSERT_TRUE(WriterBase::flush(writer));
    EXPECT_EQ(base.written(), WriterBase::up_to(2500));
    EXPECT_EQ(writer.state().failed, 0U);
}

TEST(WriterFaults, AwaitedJobsAreAnsweredWhenPatienceEndsAndNeverWrittenLate) {
    WriterBase base{Engine::Sqlite};
    auto options = quick();
    options.patience = milliseconds{30};
    Loop loop{"test"};
    auto holder = std::move(base.database_.connect()).value();
    auto held = holder.begin();
    Writer writer{base.database_, base.clock_, options};
    std::string_view code;
    ASSERT_TRUE(writer.submit(put(1)));
    writer.write(loop, put(2), [&](Result<void> answer) {
        code = answer.error().code;
        loop.stop();
    });
    ASSERT_TRUE(writer.submit(put(3)));
    loop.run();
    EXPECT_EQ(code, "db.busy");
    held->rollback();
    ASSERT_TRUE(WriterBase::flush(writer));
    EXPECT_EQ(base.written(), (std::vector<std::int64_t>{1, 3}));
}

TEST(WriterFaults, WhatFindsNoRoomIsCountedAndTold) {
    WriterBase base{Engine::Sqlite};
    auto options = quick();
    options.capacity = 10;
    std::uint64_t told = 0;
    options.on_overflow = [&told](std::uint64_t overflowed) { told = overflowed; };
    auto holder = std::move(base.database_.connect()).value();
    auto held = holder.begin();
    Writer writer{base.database_, base.clock_, options};
    for (std::int64_t n = 1; n <= 15; ++n) {
        EXPECT_EQ(writer.submit(put(n)), n <= 10);
    }
    EXPECT_EQ(told, 5U);
    EXPECT_EQ(writer.state().overflowed, 5U);
    held->rollback();
    ASSERT_TRUE(WriterBase::flush(writer));
    EXPECT_EQ(base.written(), WriterBase::up_to(10));
}

TEST(WriterFaults, AtShutdownWhatCannotBeWrittenIsCounted) {
    WriterBase base{Engine::Sqlite};
    auto options = quick();
    StateWatch watch{options};
    auto holder = std::move(base.database_.connect()).value();
    auto held = holder.begin();
    auto writer = std::make_unique<Writer>(base.database_, base.clock_, options);
    Loop loop{"test"};
    ASSERT_TRUE(writer->submit(put(1)));
    writer->write(loop, put(2), [&loop](Result<void> answer) {
        EXPECT_EQ(answer.error().code, "db.writer_lost");
        loop.stop();
    });
    EXPECT_FALSE(watch.next().healthy);
    writer.reset();
    loop.run();
    held->rollback();
    EXPECT_TRUE(base.written().empty());
}

auto put_big(std::int64_t n) {
    return [n](Connection& connection) -> Result<void> {
        YH_CHECK(connection.run("INSERT INTO big (number, body) VALUES (?, ?)", n, std::string(100'000, 'x')));
        return {};
    };
}

std::vector<std::int64_t> big_numbers(Connection& connection) {
    return connection.rows<std::int64_t>("SELECT number FROM big WHERE number > 0 ORDER BY rowid").value();
}

TEST(WriterFaults, ADatabaseThatMayNotGrowLosesNothing) {
    WriterBase base{Engine::Sqlite};
    ASSERT_TRUE(base.connection_.script("CREATE TABLE big (number BIGINT, body TEXT)").ok());
    for (std::int64_t n = 0; n > -30; --n) {
        ASSERT_TRUE(put_big(n)(base.connection_).ok());
    }
    const auto pages = *base.connection_.one<std::int64_t>("PRAGMA page_count");
    auto options = quick();
    options.batch = 5;
    StateWatch watch{options};
    Writer writer{base.database_, base.clock_, options};
    // The limit belongs to the connection, so a job has to set it.
    ASSERT_TRUE(writer.submit([pages](Connection& c) -> Result<void> {
        YH_CHECK(c.one<std::int64_t>("PRAGMA max_page_count = " + std::to_string(pages + 60)));
        return {};
    }));
    for (std::int64_t n = 1; n <= 20; ++n) {
        ASSERT_TRUE(writer.submit(put_big(n)));
    }
    EXPECT_EQ(watch.next().code, "db.full");
    EXPECT_GE(writer.state().backlog, 15U);
    ASSERT_TRUE(base.connection_.run("DELETE FROM big WHERE number <= 0").ok());
    EXPECT_TRUE(watch.next().healthy);
    ASSERT_TRUE(WriterBase::flush(writer));
    EXPECT_EQ(big_numbers(base.connection_), WriterBase::up_to(20));
    EXPECT_EQ(writer.state().failed, 0U);
}

/// A disk of eight megabytes, where we may mount one.
class SmallDisk {
  public:
    SmallDisk() : mounted_{::mount("yinghe", folder_.path().c_str(), "tmpfs", 0, "size=8m") == 0} {}
    ~SmallDisk() {
        if (mounted_) {
            ::umount2(folder_.path().c_str(), MNT_DETACH);
        }
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    bool mounted() const { return mounted_; }
    const std::filesystem::path& path() const { return folder_.path(); }

  private:
    TempFolder folder_;
    bool mounted_;
};

TEST(WriterFaults, AFullDiskLosesNothing) {
    const SmallDisk disk;
    if (!disk.mounted()) {
        GTEST_SKIP() << "may not mount a small disk here; ADatabaseThatMayNotGrowLosesNothing stands for it";
    }
    const auto ballast = disk.path() / "ballast";
    std::ofstream{ballast} << std::string(7'200'000, 'x');
    const SystemClock clock;
    const auto database = Database::open("sqlite:" + (disk.path() / "test.db").string()).value();
    auto connection = std::move(database.connect()).value();
    ASSERT_TRUE(connection.script("CREATE TABLE big (number BIGINT, body TEXT)").ok());
    auto options = quick();
    options.batch = 5;
    StateWatch watch{options};
    Writer writer{database, clock, options};
    for (std::int64_t n = 1; n <= 15; ++n) {
        ASSERT_TRUE(writer.submit(put_big(n)));
    }
    const auto degraded = watch.next();
    EXPECT_EQ(degraded.code, "db.full") << degraded.why;
    std::filesystem::remove(ballast);
    EXPECT_TRUE(watch.next().healthy);
    ASSERT_TRUE(WriterBase::flush(writer));
    EXPECT_EQ(big_numbers(connection), WriterBase::up_to(15));
    EXPECT_EQ(writer.state().failed, 0U);
}

TEST(WriterFaults, ACommitWhoseAnswerIsLostIsNotRepeated) {
    const PostgresCluster cluster;
    LosingProxy proxy{cluster.folder()};
    const SystemClock clock;
    const auto direct = Database::open(cluster.url()).value();
    auto connection = std::move(direct.connect()).value();
    ASSERT_TRUE(
        connection.script("CREATE TABLE entries (position BIGSERIAL PRIMARY KEY, number BIGINT NOT NULL)").ok());
    Writer writer{Database::open(proxy.url()).value(), clock, quick()};
    std::int64_t n = 0;
    for (const auto drop : {LosingProxy::Drop::ItsAnswer, LosingProxy::Drop::TheCommit, LosingProxy::Drop::ItsAnswer}) {
        proxy.drop_next(drop);
        for (int i = 0; i < 100; ++i) {
            ASSERT_TRUE(writer.submit(put(++n)));
        }
        ASSERT_TRUE(WriterBase::flush(writer));
    }
    EXPECT_EQ(proxy.dropped(), 3);
    EXPECT_EQ(*connection.rows<std::int64_t>("SELECT number FROM entries ORDER BY position"), WriterBase::up_to(n));
    EXPECT_EQ(writer.state().written, static_cast<std::uint64_t>(n));
}

TEST(WriterFaults, AKilledPostgresLosesNothingAndRepeatsNothing) {
    PostgresCluster cluster;
    const SystemClock clock;
    auto database = std::move(Database::open(cluster.url())).value();
    {
        auto connection = std::move(database.connect()).value();
        ASSERT_TRUE(
            connection.script("CREATE TABLE entries (position BIGSERIAL PRIMARY KEY, number BIGINT NOT NULL)").ok());
    }
    auto options = quick();
    options.batch = 50;
    StateWatch watch{options};
    Writer writer{database, clock, options};
    std::int64_t n = 0;
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 2000; ++i) {
            ASSERT_TRUE(writer.submit(put(++n)));
        }
        cluster.crash();  // in the middle of them
        for (int i = 0; i < 500; ++i) {
            ASSERT_TRUE(writer.submit(put(++n)));
        }
        EXPECT_FALSE(watch.next().healthy);
        cluster.start();
        EXPECT_TRUE(watch.next().healthy);
    }
    ASSERT_TRUE(WriterBase::flush(writer));
    auto connection = std::move(database.connect()).value();
    EXPECT_EQ(*connection.rows<std::int64_t>("SELECT number FROM entries ORDER BY position"), WriterBase::up_to(n));
    EXPECT_EQ(writer.state().failed, 0U);
}

}  // namespace
}  // namespace yh::db

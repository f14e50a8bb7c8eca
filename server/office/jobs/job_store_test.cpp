#include "office/jobs/job_store.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "db/migrations.h"
#include "db/testing/test_database_fake.h"
#include "office/jobs/table_file.h"
#include "office/jobs/zip_work.h"

// What a job leaves in the database and on the disk.
namespace yh::office::jobs {
namespace {

class JobStoreTest : public ::testing::TestWithParam<db::Engine> {
  protected:
    void SetUp() override { ASSERT_TRUE(db::migrate(connection_, db::embedded_migrations(), clock_).ok()); }

    void add(std::int64_t id, Format format = Format::Csv) {
        NewJob job{JobId{id}, model::TenantId{1}, model::UserId{11}, "call-records", format, "x.csv", 1000};
        ASSERT_TRUE(insert_job(connection_, job).ok());
    }
    JobView job(std::int64_t id) {
        lists::Reader reader;
        reader.who.tenant = model::TenantId{1};
        reader.who.user = model::UserId{11};
        return lists::find_row(connection_, data_jobs(), reader, id).value().value();
    }

    ManualClock clock_;
    db::TestDatabase test_{GetParam()};
    db::Database database_ = test_.open();
    db::Connection connection_ = std::move(database_.connect()).value();
};

// R215: a file may be fetched for seven days; then its job says that it is gone.
TEST_P(JobStoreTest, FromWishToExpiry) {
    add(1);
    EXPECT_EQ(job(1).state, JobState::Waiting);
    EXPECT_TRUE(job(1).mine);
    ASSERT_TRUE(note_running(connection_, JobId{1}, 2000).ok());
    ASSERT_TRUE(note_progress(connection_, JobId{1}, {500, 1200, false}).ok());
    EXPECT_EQ(job(1).rows_done, 500);
    ASSERT_TRUE(note_end(connection_, JobId{1}, {JobState::Done, "", {1200, 1200, true}, 99, 3000, 5000}).ok());
    EXPECT_EQ(job(1).state, JobState::Done);
    EXPECT_EQ(job(1).size_bytes, 99);
    EXPECT_TRUE(expire(connection_, 4999)->empty());
    EXPECT_EQ(*expire(connection_, 5000), std::vector<std::string>{"1.csv"});
    EXPECT_EQ(job(1).state, JobState::Expired);
    EXPECT_TRUE(expire(connection_, 6000)->empty());
}

// R215: what a restart cut short has failed, and says so; what was done stays done.
TEST_P(JobStoreTest, InterruptedByARestart) {
    add(1);
    add(2);
    add(3);
    ASSERT_TRUE(note_running(connection_, JobId{1}, 2000).ok());
    ASSERT_TRUE(note_end(connection_, JobId{3}, {JobState::Done, "", {}, 1, 3000, 5000}).ok());
    ASSERT_TRUE(fail_interrupted(connection_, 9000).ok());
    for (const std::int64_t id : {1, 2}) {
        EXPECT_EQ(job(id).state, JobState::Failed);
        EXPECT_EQ(job(id).problem, "interrupted");
        EXPECT_EQ(job(id).ended_at_ms, 9000);
    }
    EXPECT_EQ(job(3).state, JobState::Done);
}

INSTANTIATE_TEST_SUITE_P(Engines, JobStoreTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& one) { return db::engine_name(one.param); });

std::string content(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

TEST(TableFile, CsvIsWrittenInPiecesAndIsOneFile) {
    const db::TempFolder folder;
    const auto path = folder.path() / "x.csv";
    auto file = std::move(TableFile::create(Format::Csv, path.string())).value();
    std::string wanted = "\xEF\xBB\xBF";
    for (int row = 0; row < 5000; ++row) {
        ASSERT_TRUE(file->write({{"号码", {}}, {std::to_string(row), static_cast<double>(row)}}).ok());
        wanted += "号码," + std::to_string(row) + "\r\n";
    }
    ASSERT_TRUE(file->close().ok());
    EXPECT_EQ(content(path), wanted);
}

TEST(TableFile, SpreadsheetIsAZipOfItsSheets) {
    const db::TempFolder folder;
    const auto path = folder.path() / "x.xlsx";
    auto file = std::move(TableFile::create(Format::Xlsx, path.string())).value();
    ASSERT_TRUE(file->write({{"=1+1", {}}, {std::string(40'000, 'x'), {}}, {"3", 3.0}}).ok());
    ASSERT_TRUE(file->close().ok());
    EXPECT_EQ(content(path).substr(0, 2), "PK");
}

TEST(TableFile, SaysWhenTheDiskRefuses) {
    auto file = std::move(TableFile::create(Format::Csv, "/nowhere/x.csv")).value();
    const auto wrote = file->write({{"x", {}}});
    EXPECT_TRUE(!wrote.ok() || !file->close().ok());
}

// R099: files of one name do not overwrite each other; what is missing is left out, and all missing is an error.
TEST(ZipWork, EachFileOnce) {
    const db::TempFolder folder;
    const auto sound = (folder.path() / "a.wav").string();
    std::ofstream{sound} << std::string(300'000, 'r');
    auto connection = db::Database::open("sqlite::memory:").value().connect().value();
    const auto these = [](std::vector<ZipEntry> entries) {
        return [entries](db::Connection&) { return Result<std::vector<ZipEntry>>{entries}; };
    };
    ZipWork work{these({{sound, "a.wav"}, {sound, "a.wav"}, {sound + ".gone", "b.wav"}})};
    EXPECT_EQ(*work.count(connection), 3);
    const auto path = (folder.path() / "x.zip").string();
    Progress progress;
    while (!progress.at_end) {
        const auto step = work.step(connection, path);
        ASSERT_TRUE(step.ok()) << step.error().detail;
        progress = *step;
    }
    const auto zip = content(path);
    EXPECT_NE(zip.find("a.wav"), std::string::npos);
    EXPECT_NE(zip.find("a-2.wav"), std::string::npos);
    EXPECT_EQ(zip.find("b.wav"), std::string::npos);

    ZipWork nothing{these({{sound + ".gone", "b.wav"}})};
    ASSERT_TRUE(nothing.step(connection, path).ok());
    EXPECT_EQ(nothing.step(connection, path).error().code, "export.nothing");
}

}  // namespace
}  // namespace yh::office::jobs

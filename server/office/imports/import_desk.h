#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "http/request.h"
#include "office/imports/import_store.h"
#include "office/imports/kind.h"
#include "office/office.h"

namespace yh::office::imports {

/// Takes files in, one at a time in the order in which they were given: reads and checks each, and, when its person
/// says so, makes customers or whatever else of its rows. Rows go in some at a time, each portion one transaction with
/// how far the import is, so that nothing is taken in twice, and calls are written down between two portions. Owned by
/// the office. Thread: home.
class ImportDesk : public std::enable_shared_from_this<ImportDesk> {
  public:
    using Told = std::function<void(Result<ImportId>)>;

    explicit ImportDesk(Office& office) : office_{office} {}

    /// Kinds are declared while routes are added; they stay.
    const Kind& add_kind(Kind kind);
    const Kind* find_kind(std::string_view name) const;
    /// What somebody's files of each kind have as columns.
    std::map<std::string, ColumnsPtr> columns_for(const people::SignedIn& who) const;
    /// Looks after what the process before left, and from then on every hour after what is too old.
    void start();

    /// A file that somebody uploaded; it is taken, or removed when it is no table of this kind: then that is the
    /// error. `told` hears once: when it has been checked, or after a moment.
    struct Wish {
        people::SignedIn who;
        std::string file_name;
        Existing existing = Existing::Skip;
        std::shared_ptr<http::UploadedFile> file;
    };
    void check(const Kind& kind, Wish wish, Told told);
    /// Starts it, or lets it go on. What runs already, or has ended, is left as it is: a second click changes nothing.
    void run(const Kind& kind, const people::SignedIn& who, const ImportView& import, Told told);
    /// Gives up what waits or runs; rows that are in stay. `told`: false, when there was nothing to give up.
    void cancel(model::UserId who, ImportId id, std::function<void(Result<bool>)> told);

    std::string path_of(ImportId id) const;
    /// For files that are made to be fetched: never the same twice.
    std::string fresh_path(std::string_view stem);

  private:
    struct Job {
        ImportId id;
        people::SignedIn who;
        const Kind* kind = nullptr;
        ColumnsPtr columns;
        Existing existing = Existing::Skip;
        std::shared_ptr<Importer> importer;
        std::shared_ptr<const Table> table;
        ImportState state = ImportState::Checking;  ///< Checking or Running
        Tally tally{};
        std::int64_t rows_total = 0;
        bool started = false;
        bool cancelled = false;
        Told told;
        MonoTime told_page_at{};
    };
    using JobPtr = std::shared_ptr<Job>;

    void keep(const JobPtr& job, const Wish& wish);
    void queue(const JobPtr& job);
    void next_job();
    void load();
    void next_portion();
    void look_at(std::vector<Row> rows);
    void rehearse(std::vector<Row> rows);
    void prepare(std::vector<Row> rows, std::vector<std::string> secrets);
    void take_in(std::vector<Row> rows, std::vector<std::string> secrets);
    std::vector<std::int64_t> fresh_ids(std::size_t rows);
    void on_portion(const std::vector<Row>& rows, const std::vector<RowFate>& fates, const Tally& tally);
    void end_job(ImportState state, const Error& problem);
    void tell(Job& job, Result<ImportId> what);
    void tell_page(Job& job, bool at_once);
    void drop(const JobPtr& job);
    void remove_files(std::vector<std::int64_t> ids);
    void sweep();

    Office& office_;
    IdMaker ids_;
    std::deque<Kind> kinds_;   // references to them stay good
    std::deque<JobPtr> jobs_;  // the first one runs
};

}  // namespace yh::office::imports

#include "office/imports/import_desk.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <set>
#include <utility>

#include "base/log.h"
#include "office/imports/sheet.h"

namespace yh::office::imports {

namespace {

namespace fs = std::filesystem;

/// Reads the file, and finds its columns and the rows that are in it twice.
Result<std::shared_ptr<const Table>> read_table(const Kind& kind, const Importer& importer, const std::string& path) {
    YH_TRY(const auto sheet, read_sheet(path));
    YH_TRY(auto table, map_sheet(kind, sheet));
    std::set<std::string> seen;
    for (const auto& row : table.rows) {
        bool twice = false;
        for (auto& key : importer.keys(row)) {
            twice = !seen.insert(std::move(key)).second || twice;
        }
        table.twice.push_back(twice);
    }
    return std::make_shared<const Table>(std::move(table));
}

std::vector<std::string> keys_of(const Kind& kind, const Table& table) {
    std::vector<std::string> keys;
    for (std::size_t at = 0; at < kind.columns.size(); ++at) {
        if (table.present[at]) {
            keys.emplace_back(kind.columns[at].key);
        }
    }
    return keys;
}

/// Rows of a portion without those that the file has twice; and the fates of all, when those of the rest are known.
std::vector<Row> once_only(const Table& table, std::size_t from, const std::vector<Row>& rows) {
    std::vector<Row> once;
    for (std::size_t at = 0; at < rows.size(); ++at) {
        if (!table.twice[from + at]) {
            once.push_back(rows[at]);
        }
    }
    return once;
}

std::vector<RowFate> with_twice(const Table& table, std::size_t from, std::size_t count, std::vector<RowFate> fates) {
    std::vector<RowFate> all;
    std::size_t next = 0;
    for (std::size_t at = 0; at < count; ++at) {
        all.push_back(table.twice[from + at] ? failed(conflict("import.twice")) : std::move(fates[next++]));
    }
    return all;
}

/// What a portion did, on its way home.
struct Carried {
    std::vector<RowFate> fates;
    Tally tally;
};

}  // namespace

const Kind& ImportDesk::add_kind(Kind kind) {
    return kinds_.emplace_back(std::move(kind));
}

const Kind* ImportDesk::find_kind(std::string_view name) const {
    const auto found = std::ranges::find(kinds_, name, &Kind::name);
    return found == kinds_.end() ? nullptr : &*found;
}

std::string ImportDesk::path_of(ImportId id) const {
    return office_.imports_root + '/' + id.text() + ".upload";
}

std::string ImportDesk::fresh_path(std::string_view stem) {
    return office_.imports_root + '/' + std::string{stem} + '.' +
           ids_.make<ImportId>(to_ms(office_.clock.wall())).text();
}

void ImportDesk::check(const Kind& kind, Wish wish, Told told) {
    constexpr auto most_each = 3;
    if (office_.imports_root.empty()) {
        told(unavailable("jobs.no_folder"));
        return;
    }
    if (std::ranges::count_if(jobs_, [&](const auto& job) { return job->who.user == wish.who.user; }) >= most_each) {
        told(Error{ErrorKind::TooMany, "jobs.too_many", {}});
        return;
    }
    auto job = std::make_shared<Job>();
    job->id = ids_.make<ImportId>(to_ms(office_.clock.wall()));
    job->who = wish.who;
    job->kind = &kind;
    job->existing = wish.existing;
    job->importer = kind.make(office_, wish.who, wish.existing);
    job->told = std::move(told);
    office_.readers.read(
        office_.home,
        [job, file = wish.file, path = path_of(job->id)](db::Connection&) -> Result<std::shared_ptr<const Table>> {
            YH_TRY(auto table, read_table(*job->kind, *job->importer, file->path()));
            std::error_code failure;
            fs::create_directories(fs::path{path}.parent_path(), failure);
            fs::rename(file->path(), path, failure);
            if (failure) {
                return unavailable("http.upload_failed", failure.message());
            }
            file->take();
            return table;
        },
        [self = shared_from_this(), job, wish](Result<std::shared_ptr<const Table>> table) {
            if (!table.ok()) {
                self->tell(*job, std::move(table).error());
                return;
            }
            job->table = *std::move(table);
            job->rows_total = static_cast<std::int64_t>(job->table->rows.size());
            self->keep(job, wish);
        });
}

void ImportDesk::keep(const JobPtr& job, const Wish& wish) {
    NewImport facts{job->id,
                    job->who.tenant,
                    job->who.user,
                    std::string{job->kind->name},
                    wish.file_name,
                    job->existing,
                    keys_of(*job->kind, *job->table),
                    job->table->ignored,
                    job->rows_total,
                    to_ms(office_.clock.wall())};
    office_.writer.write(
        office_.home,
        [facts = std::move(facts)](db::Connection& connection) { return insert_import(connection, facts); },
        [self = shared_from_this(), job](const Result<void>& kept) {
            if (!kept.ok()) {
                self->remove_files({job->id.value});
                self->tell(*job, kept.error());
                return;
            }
            self->queue(job);
        });
}

void ImportDesk::run(const Kind& kind, const people::SignedIn& who, const ImportView& import, Told told) {
    auto job = std::make_shared<Job>();
    job->id = import.id;
    job->who = who;
    job->kind = &kind;
    job->existing = import.existing;
    job->importer = kind.make(office_, who, import.existing);
    job->state = ImportState::Running;
    job->rows_total = import.rows_total;
    job->told = std::move(told);
    office_.writer.write(
        office_.home,
        [id = job->id, user = who.user, now = to_ms(office_.clock.wall())](db::Connection& connection) {
            return begin_run(connection, id, user, now);
        },
        [self = shared_from_this(), job](Result<std::optional<Tally>> begun) {
            if (!begun.ok() || !*begun) {
                self->tell(*job, begun.ok() ? Result<ImportId>{job->id} : Result<ImportId>{std::move(begun).error()});
                return;
            }
            job->tally = **begun;
            self->queue(job);
        });
}

void ImportDesk::queue(const JobPtr& job) {
    constexpr auto at_once = std::chrono::milliseconds{1500};
    jobs_.push_back(job);
    tell_page(*job, true);
    office_.home.after(at_once, [self = shared_from_this(), job] { self->tell(*job, job->id); });
    if (jobs_.size() == 1) {
        next_job();
    }
}

void ImportDesk::next_job() {
    if (jobs_.empty()) {
        return;
    }
    const auto job = jobs_.front();
    job->started = true;
    log().info("import.started", {{"import", job->id},
                                  {"kind", job->kind->name},
                                  {"by", job->who.number},
                                  {"what", enum_text(job->state)},
                                  {"from", job->tally.done}});
    if (job->state == ImportState::Checking) {
        next_portion();
        return;
    }
    office_.writer.write(
        office_.home,
        [id = job->id](db::Connection& connection) { return note_state(connection, id, ImportState::Running); },
        [self = shared_from_this()](const Result<void>& noted) {
            if (noted.ok()) {
                self->load();
            } else {
                self->end_job(ImportState::Stopped, noted.error());
            }
        });
}

void ImportDesk::load() {
    office_.readers.read(
        office_.home,
        [job = jobs_.front(), path = path_of(jobs_.front()->id)](db::Connection&) {
            return read_table(*job->kind, *job->importer, path);
        },
        [self = shared_from_this()](Result<std::shared_ptr<const Table>> table) {
            if (!table.ok()) {
                self->end_job(ImportState::Failed, table.error());
                return;
            }
            self->jobs_.front()->table = *std::move(table);
            self->next_portion();
        });
}

void ImportDesk::next_portion() {
    const auto job = jobs_.front();
    const auto& all = job->table->rows;
    const bool checks = job->state == ImportState::Checking;
    if (job->cancelled) {
        end_job(ImportState::Cancelled, {});
        return;
    }
    const auto from = static_cast<std::size_t>(job->tally.done);
    if (from >= all.size()) {
        end_job(checks ? ImportState::Checked : ImportState::Done, {});
        return;
    }
    const auto count = std::min(checks ? job->kind->check_portion : job->kind->portion, all.size() - from);
    const auto begin = all.begin() + static_cast<std::ptrdiff_t>(from);
    std::vector<Row> rows{begin, begin + static_cast<std::ptrdiff_t>(count)};
    if (checks) {
        look_at(std::move(rows));
    } else if (job->importer->prepares()) {
        prepare(std::move(rows), {});
    } else {
        take_in(std::move(rows), {});
    }
}

void ImportDesk::look_at(std::vector<Row> rows) {
    office_.readers.read(
        office_.home,
        [job = jobs_.front(), rows, from = static_cast<std::size_t>(jobs_.front()->tally.done)](
            db::Connection& connection) -> Result<std::vector<RowFate>> {
            YH_TRY(auto fates, job->importer->check(connection, once_only(*job->table, from, rows)));
            return with_twice(*job->table, from, rows.size(), std::move(fates));
        },
        [self = shared_from_this(), rows](Result<std::vector<RowFate>> fates) {
            if (!fates.ok()) {
                self->end_job(ImportState::Failed, fates.error());
                return;
            }
            const auto job = self->jobs_.front();
            self->office_.writer.write(
                self->office_.home,
                [portion = Portion{job->id, ImportState::Checking, job->tally}, columns = job->kind->columns, rows,
                 fates = *fates](db::Connection& connection) {
                    return note_portion(connection, portion, columns, rows, fates);
                },
                [self, rows, fates = *fates](Result<Tally> tally) {
                    if (tally.ok()) {
                        self->on_portion(rows, fates, *tally);
                    } else {
                        self->end_job(ImportState::Failed, tally.error());
                    }
                });
        });
}

// Passwords are hashed where sign-ins are, a few at a time, so that those come in between.
void ImportDesk::prepare(std::vector<Row> rows, std::vector<std::string> secrets) {
    constexpr std::size_t few = 20;
    const auto job = jobs_.front();
    auto once = once_only(*job->table, static_cast<std::size_t>(job->tally.done), rows);
    if (secrets.size() >= once.size()) {
        take_in(std::move(rows), std::move(secrets));
        return;
    }
    const auto from = once.begin() + static_cast<std::ptrdiff_t>(secrets.size());
    const auto count = std::min(few, once.size() - secrets.size());
    const std::vector<Row> next{from, from + static_cast<std::ptrdiff_t>(count)};
    const bool accepted = office_.hashing.post([self = shared_from_this(), job, rows, next, secrets] {
        auto all = secrets;
        std::ranges::move(job->importer->prepare(next), std::back_inserter(all));
        self->office_.home.post(
            [self, rows, all = std::move(all)]() mutable { self->prepare(std::move(rows), std::move(all)); });
    });
    if (!accepted) {
        constexpr auto later = std::chrono::milliseconds{200};
        office_.home.after(later, [self = shared_from_this(), rows = std::move(rows), secrets = std::move(secrets)] {
            self->prepare(rows, secrets);
        });
    }
}

void ImportDesk::take_in(std::vector<Row> rows, std::vector<std::string> secrets) {
    const auto job = jobs_.front();
    const auto now = to_ms(office_.clock.wall());
    std::vector<std::int64_t> fresh;
    for (std::size_t id = 0; id < 2 * rows.size(); ++id) {
        fresh.push_back(ids_.make<ImportId>(now).value);
    }
    office_.writer.write(
        office_.home,
        [job, rows, fresh = std::move(fresh), secrets = std::move(secrets), now,
         portion = Portion{job->id, ImportState::Running, job->tally}](db::Connection& connection) -> Result<Carried> {
            const auto from = static_cast<std::size_t>(portion.before.done);
            YH_TRY(auto transaction, connection.begin());
            YH_TRY(auto fates,
                   job->importer->carry_out(connection, once_only(*job->table, from, rows), fresh, secrets, now));
            fates = with_twice(*job->table, from, rows.size(), std::move(fates));
            YH_TRY(const auto tally, note_portion(connection, portion, job->kind->columns, rows, fates));
            YH_CHECK(transaction.commit());
            return Carried{std::move(fates), tally};
        },
        [self = shared_from_this(), rows](Result<Carried> carried) {
            if (carried.ok()) {
                self->on_portion(rows, carried->fates, carried->tally);
            } else {
                self->end_job(ImportState::Stopped, carried.error());
            }
        });
}

void ImportDesk::on_portion(const std::vector<Row>& rows, const std::vector<RowFate>& fates, const Tally& tally) {
    const auto job = jobs_.front();
    job->tally = tally;
    if (job->state == ImportState::Running) {
        job->importer->on_portion(office_, rows, fates);
    }
    tell_page(*job, false);
    next_portion();
}

void ImportDesk::end_job(ImportState state, const Error& problem) {
    const auto job = jobs_.front();
    log().info("import.ended", {{"import", job->id},
                                {"state", enum_text(state)},
                                {"added", job->tally.added},
                                {"changed", job->tally.changed},
                                {"failed", job->tally.failed},
                                {"problem", problem.code}});
    if (job->state == ImportState::Running) {
        job->importer->on_end(office_);
    }
    const bool stays = state == ImportState::Checked || state == ImportState::Stopped;
    office_.writer.write(
        office_.home,
        [id = job->id, state, code = std::string{problem.code},
         now = to_ms(office_.clock.wall())](db::Connection& connection) {
            return state == ImportState::Checked ? note_state(connection, id, state)
                                                 : note_end(connection, id, state, code, now);
        },
        [self = shared_from_this(), job, stays](const Result<void>&) {
            if (!stays) {
                self->remove_files({job->id.value});
            }
            self->jobs_.pop_front();
            self->tell(*job, job->id);
            self->tell_page(*job, true);
            self->next_job();
        });
}

void ImportDesk::tell(Job& job, Result<ImportId> what) {
    if (job.told) {
        std::exchange(job.told, nullptr)(std::move(what));
    }
}

// Twice a second is as often as somebody can read it.
void ImportDesk::tell_page(Job& job, bool at_once) {
    constexpr auto often_enough = std::chrono::milliseconds{500};
    const auto now = office_.clock.now();
    if (office_.tell_person && (at_once || now - job.told_page_at >= often_enough)) {
        job.told_page_at = now;
        office_.tell_person(job.who.user, "import", job.id.value);
    }
}

}  // namespace yh::office::imports

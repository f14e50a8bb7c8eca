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
Result<std::shared_ptr<const Table>> read_table(const Columns& columns, std::size_t most_rows, const Importer& importer,
                                                const std::string& path) {
    YH_TRY(const auto sheet, read_sheet(path));
    YH_TRY(auto table, map_sheet(columns.all, most_rows, sheet));
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

std::vector<std::string> keys_of(const Columns& columns, const Table& table) {
    std::vector<std::string> keys;
    for (std::size_t at = 0; at < columns.all.size(); ++at) {
        if (table.present[at]) {
            keys.emplace_back(columns.all[at].key);
        }
    }
    return keys;
}

}  // namespace

const Kind& ImportDesk::add_kind(Kind kind) {
    return kinds_.emplace_back(std::move(kind));
}

const Kind* ImportDesk::find_kind(std::string_view name) const {
    const auto found = std::ranges::find(kinds_, name, &Kind::name);
    return found == kinds_.end() ? nullptr : &*found;
}

std::map<std::string, ColumnsPtr> ImportDesk::columns_for(const people::SignedIn& who) const {
    std::map<std::string, ColumnsPtr> columns;
    for (const auto& kind : kinds_) {
        columns.emplace(kind.name, columns_of(kind, office_, who));
    }
    return columns;
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
    job->columns = columns_of(kind, office_, wish.who);
    job->importer = kind.make(office_, wish.who, wish.existing);
    job->told = std::move(told);
    office_.readers.read(
        office_.home,
        [job, file = wish.file, path = path_of(job->id)](db::Connection&) -> Result<std::shared_ptr<const Table>> {
            YH_TRY(auto table, read_table(*job->columns, job->kind->most_rows, *job->importer, file->path()));
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
                    keys_of(*job->columns, *job->table),
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
    job->columns = columns_of(kind, office_, who);
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
            return read_table(*job->columns, job->kind->most_rows, *job->importer, path);
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
    const auto from = static_cast<std::size_t>(job->tally.done);
    const bool all_in = !checks && from >= all.size();
    if (job->cancelled && !all_in) {
        end_job(ImportState::Cancelled, {});
        return;
    }
    if (from >= all.size()) {
        end_job(checks ? ImportState::Checked : ImportState::Done, {});
        return;
    }
    const auto count = std::min(checks && !job->importer->rehearses() ? job->kind->check_portion : job->kind->portion,
                                all.size() - from);
    const auto begin = all.begin() + static_cast<std::ptrdiff_t>(from);
    std::vector<Row> rows{begin, begin + static_cast<std::ptrdiff_t>(count)};
    if (checks && job->importer->rehearses()) {
        rehearse(std::move(rows));
    } else if (checks) {
        look_at(std::move(rows));
    } else if (job->importer->prepares()) {
        prepare(std::move(rows), {});
    } else {
        take_in(std::move(rows), {});
    }
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

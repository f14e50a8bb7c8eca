#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include "office/imports/import_desk.h"

// One portion of rows: looked at, rehearsed, taken in.
namespace yh::office::imports {

namespace {

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
                [portion = Portion{job->id, ImportState::Checking, job->tally, job->table->present},
                 columns = job->columns, rows, fates = *fates](db::Connection& connection) {
                    return note_portion(connection, portion, columns->all, rows, fates);
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

std::vector<std::int64_t> ImportDesk::fresh_ids(std::size_t rows) {
    const auto now = to_ms(office_.clock.wall());
    std::vector<std::int64_t> fresh;
    for (std::size_t id = 0; id < 2 * rows; ++id) {
        fresh.push_back(ids_.make<ImportId>(now).value);
    }
    return fresh;
}

// What rows would become is what they become, and that is taken back: only the fates of the portion are kept.
void ImportDesk::rehearse(std::vector<Row> rows) {
    const auto job = jobs_.front();
    office_.writer.write(
        office_.home,
        [job, rows, fresh = fresh_ids(rows.size()), now = to_ms(office_.clock.wall()),
         portion = Portion{job->id, ImportState::Checking, job->tally, job->table->present}](
            db::Connection& connection) -> Result<Carried> {
            const auto from = static_cast<std::size_t>(portion.before.done);
            YH_TRY(auto rehearsal, connection.begin());
            YH_TRY(auto fates,
                   job->importer->carry_out(connection, once_only(*job->table, from, rows), fresh, {}, now));
            rehearsal.rollback();
            fates = with_twice(*job->table, from, rows.size(), std::move(fates));
            YH_TRY(const auto tally, note_portion(connection, portion, job->columns->all, rows, fates));
            return Carried{std::move(fates), tally};
        },
        [self = shared_from_this(), rows](Result<Carried> carried) {
            if (carried.ok()) {
                self->on_portion(rows, carried->fates, carried->tally);
            } else {
                self->end_job(ImportState::Failed, carried.error());
            }
        });
}

void ImportDesk::take_in(std::vector<Row> rows, std::vector<std::string> secrets) {
    const auto job = jobs_.front();
    const auto now = to_ms(office_.clock.wall());
    auto fresh = fresh_ids(rows.size());
    office_.writer.write(
        office_.home,
        [job, rows, fresh = std::move(fresh), secrets = std::move(secrets), now,
         portion = Portion{job->id, ImportState::Running, job->tally, job->table->present}](
            db::Connection& connection) -> Result<Carried> {
            const auto from = static_cast<std::size_t>(portion.before.done);
            YH_TRY(auto transaction, connection.begin());
            YH_TRY(auto fates,
                   job->importer->carry_out(connection, once_only(*job->table, from, rows), fresh, secrets, now));
            fates = with_twice(*job->table, from, rows.size(), std::move(fates));
            YH_TRY(const auto tally, note_portion(connection, portion, job->columns->all, rows, fates));
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

}  // namespace yh::office::imports

#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

#include "office/customers/customer_creation.h"
#include "office/customers/customer_store.h"
#include "office/customers/dedup/presence.h"
#include "office/imports/kind.h"

namespace yh::office::customers {

/// Of the fields of a draft: "numbers[0].number" is the column numbers.
imports::RowFate failed_at(const http::FieldProblem& problem);
/// What becomes of a row of a file by what became of its object.
imports::RowFate fate_of(Saved saved, imports::Fate done);

/// New objects of a file on their way into the tables: they wait, and are written many with one statement a table.
/// Whatever asks the tables for what may be waiting settles first. When somebody's number came in between, or the
/// database refuses a row, all are written one by one, so that nobody else pays for it. One of a writer's job.
class Intake {
  public:
    /// `fates`: of the rows so far; whoever cannot be written has his changed.
    Intake(db::Connection& connection, const Asker& asker, Presence presence, std::vector<imports::RowFate>& fates,
           std::int64_t now_ms)
        : connection_{connection}, asker_{asker}, presence_{std::move(presence)}, fates_{fates}, now_ms_{now_ms} {}

    const Presence& presence() const { return presence_; }
    /// Whether something that waits may be found by one of these.
    bool holds(const std::vector<Mark>& marks) const;
    /// Its row is the next of the fates.
    void add(NewCustomer fresh);
    /// What stands in the tables from now on by another way.
    void note(const std::vector<Mark>& marks);
    /// The rules gave something away, and whoever comes next must find it counted.
    bool has_counted() const;
    Result<void> settle();

  private:
    db::Connection& connection_;
    const Asker& asker_;
    Presence presence_;
    std::vector<imports::RowFate>& fates_;
    const std::int64_t now_ms_;
    std::vector<NewCustomer> waiting_;
    std::vector<std::size_t> rows_;  // of the fates, by what waits
    std::set<Mark> marks_;           // of all that wait
};

}  // namespace yh::office::customers

#include "office/customers/importing/intake.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "office/customers/dedup/duplicate_store.h"

namespace yh::office::customers {

using imports::failed;
using imports::Fate;
using imports::RowFate;

RowFate failed_at(const http::FieldProblem& problem) {
    return failed(invalid_input(problem.code), std::string_view{problem.field}.substr(0, problem.field.find('[')));
}

RowFate fate_of(Saved saved, Fate done) {
    if (!saved.problems.empty()) {
        return failed_at(saved.problems.front());
    }
    if (saved.refusal) {
        const auto code = saved.refusal->code;
        if (code == "customer.duplicate") {
            return failed(conflict("customer.duplicate", std::move(saved.prompt)));
        }
        const auto field = code == "customer.exists"                                      ? "numbers"
                           : code == "user.unknown" || code == "customer.owner_not_yours" ? "owner"
                                                                                          : "";
        return failed(*std::move(saved.refusal), field);
    }
    return {done, {}, {}, saved.id.value};
}

namespace {

/// The database refuses the row for what it is, and would do so again; all else is trouble of the database.
bool is_of_the_row(const Error& error) {
    return error.code == "db.check" || error.code == "db.bad_value" || error.code == "db.foreign_key";
}

}  // namespace

bool Intake::holds(const std::vector<Mark>& marks) const {
    return std::ranges::any_of(marks, [&](const Mark& mark) { return marks_.contains(mark); });
}

void Intake::add(NewCustomer fresh) {
    const auto marks = marks_of(asker_.book(), fresh.row, fresh.numbers);
    note(marks);
    marks_.insert(marks.begin(), marks.end());
    rows_.push_back(fates_.size());
    waiting_.push_back(std::move(fresh));
}

void Intake::note(const std::vector<Mark>& marks) {
    for (const auto& mark : marks) {
        presence_.add(mark);
    }
}

bool Intake::has_counted() const {
    return !waiting_.empty() && !waiting_.back().placed.empty();
}

Result<void> Intake::settle() {
    const auto waiting = std::exchange(waiting_, {});
    const auto rows = std::exchange(rows_, {});
    marks_.clear();
    if (waiting.empty()) {
        return {};
    }
    const auto written = write_new(connection_, asker_, waiting, now_ms_);
    if (!written.ok() && !is_of_the_row(written.error())) {
        return written.error();
    }
    if (written.ok() && *written == Written::Yes) {
        return {};
    }
    for (std::size_t at = 0; at < waiting.size(); ++at) {
        auto saved = write_one_new(connection_, asker_, waiting[at], now_ms_);
        if (!saved.ok() && !is_of_the_row(saved.error())) {
            return saved.error();
        }
        fates_[rows[at]] = saved.ok() ? fate_of(*std::move(saved), Fate::Added) : failed(saved.error());
    }
    return {};
}

}  // namespace yh::office::customers

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/customers/customer_rows.h"
#include "office/customers/customer_store.h"

// What everything that changes customers, leads and contacts is made of. Thread: the writer's.
namespace yh::office::customers {

Saved refused(Error why, model::CustomerId id = {});
Saved faulty(std::vector<http::FieldProblem> problems);
/// The number is somebody else's already: customer.exists.
Saved taken(model::CustomerId other);

/// The living row that the asker may change; none: there is none for them.
Result<std::optional<CustomerRow>> row_to_change(db::Connection& connection, const Asker& asker, model::CustomerId id);

/// Hidden numbers that came back as they were shown are the ones that stand there, or the call's; tokens are opened.
std::vector<DraftNumber> plain_numbers(const Asker& asker, std::vector<DraftNumber> wanted,
                                       std::vector<NumberRow> stored);
std::vector<NumberRow> rows_of(const CustomerRow& customer, const std::vector<CheckedNumber>& numbers);
bool same_numbers(const std::vector<NumberRow>& one, const std::vector<NumberRow>& other);
/// Somebody else who has one of these numbers and lets nobody share it; a contact's are free.
Result<std::optional<model::CustomerId>> find_other(db::Connection& connection, const CustomerRow& customer,
                                                    const std::vector<NumberRow>& numbers);
/// `Conflict`: the database found a number that somebody has saved in the same moment.
enum class Written { Yes, Conflict };
Result<Written> write_numbers(db::Connection& connection, const std::vector<NumberRow>& numbers);

/// The tags of a row as lists find them.
Result<void> write_tags(db::Connection& connection, const CustomerRow& customer);

struct Owner {
    std::optional<std::int64_t> id;
    std::optional<Error> refusal;
};
/// The owner that a draft asks for. Giving a customer to somebody else is a right of its own.
Result<Owner> wanted_owner(db::Connection& connection, const Asker& asker, const std::string& number,
                           std::optional<std::int64_t> before);

/// Notes a change where there is one.
void note(std::vector<CustomerChange>& changes, std::string_view field, const std::string& before,
          const std::string& after);
Result<std::vector<CustomerChange>> changes_of(db::Connection& connection, const Asker& asker,
                                               const CustomerRow& before, const std::vector<NumberRow>& numbers_before,
                                               const CustomerRow& after, const std::vector<NumberRow>& numbers_after);
HistoryRow history_row(const Asker& asker, const CustomerRow& customer, std::int64_t id, HistoryWhat what,
                       std::vector<CustomerChange> changes, std::int64_t now_ms);
Result<void> write_history(db::Connection& connection, const Asker& asker, const CustomerRow& customer, std::int64_t id,
                           HistoryWhat what, std::vector<CustomerChange> changes, std::int64_t now_ms);

}  // namespace yh::office::customers

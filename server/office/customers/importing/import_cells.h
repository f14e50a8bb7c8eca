#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/crm/book.h"
#include "office/customers/customer.h"
#include "office/customers/importing/import_columns.h"

// What is written in a row of a file, as what a page would save. Pure.
namespace yh::office::customers {

/// "手机:138…;公司：020…" (R136).
std::vector<DraftNumber> numbers_in(std::string text);
/// "男", "female" …; none: it means nothing.
std::optional<Gender> gender_in(const std::string& text);
/// Texts between semicolons, commas and whatever else people put between them.
std::vector<std::string> parts_in(std::string text);

/// A cell that means nothing: the key of its column, and a code.
struct CellProblem {
    std::string field;
    std::string_view code;
};

/// Puts the cells of a row over the draft; an empty cell leaves what is there. Tags are added to those of the draft.
/// Not the owner, the customer of a contact and the numbers: those need the database.
std::optional<CellProblem> read_cells(const ObjectColumns& columns, const crm::Book& book, crm::ObjectKind object,
                                      const imports::Row& row, CustomerDraft& draft);

}  // namespace yh::office::customers

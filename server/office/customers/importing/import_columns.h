#pragma once

#include <memory>
#include <vector>

#include "office/crm/book.h"
#include "office/imports/kind.h"

// What may stand in a file of customers, leads or contacts (R124, R145, R154): what every company has, and its own
// fields. Pure.
namespace yh::office::customers {

enum class Part { Parent, Name, Numbers, Gender, Level, Owner, Pool, Group, Stage, Tags, Note, Own };

struct ObjectColumns {
    imports::ColumnsPtr columns;
    std::vector<Part> parts;         ///< by column
    std::vector<crm::Field> fields;  ///< likewise; of the company's own ones

    /// The cell of this part; empty: the file has none.
    const std::string& cell(const imports::Row& row, Part part) const;
};

/// For somebody who may write the fields; the others are no columns for him.
ObjectColumns columns_of(const crm::Book& book, crm::ObjectKind object, const people::SignedIn& who);

}  // namespace yh::office::customers

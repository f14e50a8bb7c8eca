#pragma once

#include "office/crm/book.h"
#include "office/lists/asked.h"

// A company's own fields as columns and filters of the lists (R122, R141). Pure.
namespace yh::office::customers {

/// The fields of this object that the reader may read. Every one is a column; those of closed kinds (choices, days,
/// people) are filters besides.
lists::ExtraPtr own_columns(const lists::Reader& reader, crm::ObjectKind object);

/// As a list declares it.
template <crm::ObjectKind Object>
lists::ExtraPtr own_columns_of(const lists::Reader& reader) {
    return own_columns(reader, Object);
}

}  // namespace yh::office::customers

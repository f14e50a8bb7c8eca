#pragma once

#include <functional>

#include "office/crm/book.h"
#include "office/office.h"

// The snapshot of the companies' books: how it follows the table. Thread: home.
namespace yh::office::crm {

/// From now on this is the company's book.
void publish(Office& office, model::TenantId tenant, Book book);

/// Reads all books anew, and gives companies that have come meanwhile what every company begins with. `done` runs on
/// home in any case and may be absent.
void refresh_books(Office& office, std::function<void()> done = {});

/// The books as they are; never null.
BooksPtr books_of(const Office& office);

}  // namespace yh::office::crm

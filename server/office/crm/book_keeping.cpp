#include "office/crm/book_keeping.h"

#include <utility>

#include "base/log.h"
#include "office/crm/setting_store.h"

namespace yh::office::crm {

BooksPtr books_of(const Office& office) {
    return office.books ? office.books : std::make_shared<const Books>();
}

void publish(Office& office, model::TenantId tenant, Book book) {
    auto books = std::make_shared<Books>(*books_of(office));
    books->put(tenant, std::move(book));
    office.books = std::move(books);
    if (office.book_changed) {
        office.book_changed(tenant);
    }
}

// On the writer's thread, like every change of a book: so that an older reading never takes the place of a newer one.
void refresh_books(Office& office, std::function<void()> done) {
    office.writer.write(
        office.home,
        [now = to_ms(office.clock.wall())](db::Connection& connection) -> Result<BooksPtr> {
            YH_CHECK(ensure_settings(connection, now));
            return load_books(connection);
        },
        [&office, done = std::move(done)](Result<BooksPtr> books) {
            if (books.ok()) {
                office.books = *std::move(books);
            } else {
                log().error("crm.not_loaded", {{"detail", books.error().detail}});
            }
            if (done) {
                done();
            }
        });
}

}  // namespace yh::office::crm

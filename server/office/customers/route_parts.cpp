#include "office/customers/route_parts.h"

#include <utility>

#include "office/customers/call_part.h"

namespace yh::office::customers {

Asker asker_of(const Office& office, const http::Request& request) {
    Asker asker;
    asker.who = people::asker(request);
    asker.mask = people::mask_for(asker.who, *office.directory);
    asker.seal = office.numbers;
    asker.books = office.books;
    return asker;
}

model::CustomerId id_of(const http::Request& request) {
    const auto id = parse_id(request.param("id"));
    return model::CustomerId{id.ok() ? *id : 0};
}

void with_call(Office& office, Asker asker, std::optional<model::CallId> call, std::function<void(Asker)> then) {
    if (!call) {
        then(std::move(asker));
        return;
    }
    const auto who = asker.who;
    find_call_part(office, who, *call,
                   [asker = std::move(asker), then = std::move(then)](std::optional<CallPart> part) mutable {
                       asker.call = std::move(part);
                       then(std::move(asker));
                   });
}

}  // namespace yh::office::customers

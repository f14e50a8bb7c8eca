#include "office/customers/saving.h"

#include <utility>

#include "office/answer.h"
#include "office/settings/config_body.h"

namespace yh::office::customers {

namespace {

using lists::SharedReply;

struct AsItIs {
    std::optional<CustomerCard> card;
    std::vector<std::string> numbers;
};

}  // namespace

NewIds make_ids(IdMaker& ids, std::int64_t now_ms) {
    return {ids.make<model::CustomerId>(now_ms), ids.make<Id<struct HistoryTag>>(now_ms).value,
            ids.make<Id<struct HistoryTag>>(now_ms).value};
}

http::Handler with_ids(Office& office, const Ids& ids,
                       void (*act)(Office&, const Ids&, const http::Request&, http::Reply)) {
    return on_home(office, [ids, act](Office& at, const http::Request& request, http::Reply reply) {
        act(at, ids, request, std::move(reply));
    });
}

bool answer_refused(const SharedReply& reply, Result<Saved>& saved) {
    if (saved.ok() && saved->refusal) {
        if (saved->other) {
            saved->problems.push_back({"customer", saved->refusal->code, saved->other->text()});
        }
        if (saved->refusal->code == "customer.duplicate") {
            saved->problems.push_back({"rule", "customer.duplicate", std::move(saved->prompt)});
        }
    }
    return settings::answer_refused(*reply, saved);
}

void tell_calls(Office& office, model::TenantId tenant, model::CustomerId id, std::vector<std::string> numbers) {
    office.desk.customer_changed(tenant, id, std::move(numbers));
}

void save(Office& office, Asker asker, const SharedReply& reply, int status, CustomerWrite write) {
    office.writer.write(
        office.home, [asker, write = std::move(write)](db::Connection& connection) { return write(connection, asker); },
        [&office, asker, reply, status](Result<Saved> saved) {
            if (answer_refused(reply, saved)) {
                return;
            }
            const auto id = saved->id;
            office.readers.read(
                office.home,
                [asker, id](db::Connection& connection) -> Result<AsItIs> {
                    AsItIs found;
                    // Whoever saved it sees once what became of it, even if it is somebody else's from now on.
                    YH_TRY(found.card, find_card(connection, asker, id, Whose::AnyOwner));
                    YH_TRY(found.numbers, numbers_of(connection, id));
                    return found;
                },
                [&office, tenant = asker.who.tenant, id, reply, status](Result<AsItIs> found) {
                    if (!found.ok()) {
                        reply->fail(std::move(found).error());
                        return;
                    }
                    tell_calls(office, tenant, id, std::move(found->numbers));
                    if (found->card) {
                        answer(*reply, *found->card, status);
                    } else {
                        reply->fail(not_found("customer.unknown"));  // deleted in the same moment
                    }
                });
        });
}

}  // namespace yh::office::customers

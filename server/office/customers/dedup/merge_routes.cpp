#include "office/customers/dedup/merge_routes.h"

#include <memory>
#include <utility>

#include "office/customers/customer_rows.h"
#include "office/customers/dedup/duplicate_store.h"
#include "office/customers/dedup/merge_store.h"
#include "office/customers/route_parts.h"
#include "office/lists/list_route.h"
#include "office/settings/config_body.h"

namespace yh::office::customers {

namespace {

using lists::share;
using Ids = std::shared_ptr<IdMaker>;

struct MergeWish {
    std::vector<model::CustomerId> others;  ///< they go into the one of the path
};
BOOST_DESCRIBE_STRUCT(MergeWish, (), (others))

Result<std::vector<CustomerCard>> find_alike_cards(db::Connection& connection, const Asker& asker,
                                                   model::CustomerId id) {
    constexpr std::size_t most = 20;
    YH_TRY(const bool seen, may_see(connection, asker, id));
    YH_TRY(const auto row,
           connection.row<CustomerRow>("SELECT * FROM customers WHERE id = ? AND tenant_id = ?", id, asker.who.tenant));
    if (!seen || !row) {
        return not_found("customer.unknown");
    }
    YH_TRY(const auto numbers, number_rows(connection, id.value));
    YH_TRY(const auto alike, find_alike(connection, asker, *row, numbers, most));
    std::vector<CustomerCard> cards;
    for (const auto one : alike) {
        YH_TRY(auto card, find_card(connection, asker, one, Whose::InScope));
        if (card) {
            cards.push_back(*std::move(card));
        }
    }
    return cards;
}

void show_alike(Office& office, const http::Request& request, http::Reply reply) {
    office.readers.read(
        office.home,
        [asker = asker_of(office, request), id = id_of(request)](db::Connection& connection) {
            return find_alike_cards(connection, asker, id);
        },
        [reply = share(std::move(reply))](Result<std::vector<CustomerCard>> cards) {
            if (cards.ok()) {
                settings::answer_items(*reply, *cards);
            } else {
                reply->fail(std::move(cards).error());
            }
        });
}

struct Merged {
    Saved saved;
    std::optional<CustomerCard> card;
    std::vector<std::string> numbers;
};

void merge(Office& office, const Ids& ids, const http::Request& request, http::Reply reply) {
    const auto wish = body_of<MergeWish>(request, reply);
    if (!wish) {
        return;
    }
    const auto now = to_ms(office.clock.wall());
    std::vector<std::int64_t> history;
    for (std::size_t at = 0; at <= wish->others.size() && at <= most_merged; ++at) {
        history.push_back(ids->make<Id<struct HistoryTag>>(now).value);
    }
    const auto asker = asker_of(office, request);
    office.writer.write(
        office.home,
        [asker, id = id_of(request), others = wish->others, history,
         now](db::Connection& connection) -> Result<Merged> {
            Merged merged;
            YH_TRY(merged.saved, merge_customers(connection, asker, id, others, history, now));
            if (!merged.saved.refusal) {
                YH_TRY(merged.card, find_card(connection, asker, id, Whose::AnyOwner));
                YH_TRY(merged.numbers, numbers_of(connection, id));
            }
            return merged;
        },
        [&office, tenant = asker.who.tenant, reply = share(std::move(reply))](Result<Merged> merged) {
            if (!merged.ok()) {
                reply->fail(std::move(merged).error());
            } else if (merged->saved.refusal || !merged->card) {
                reply->fail(merged->saved.refusal.value_or(not_found("customer.unknown")));
            } else {
                // Calls that are up with one of the others are with whoever stays from now on.
                office.desk.customer_changed(tenant, merged->saved.id, std::move(merged->numbers));
                answer(*reply, *merged->card);
            }
        });
}

}  // namespace

void add_merge_routes(http::Router& router, Office& office) {
    const auto ids = std::make_shared<IdMaker>();
    router.add({.pattern = "/api/v1/customers/{id}/duplicates",
                .permission = people::rights::merge_customers,
                .summary = {"Who may be the same: one name, or the same in the fields of a dedup rule", "疑似重复"},
                .response = settings::items_of<CustomerCard>(),
                .handler = on_home(office, show_alike)});
    router.add({.method = http::Method::Post,
                .pattern = "/api/v1/customers/{id}/merge",
                .permission = people::rights::merge_customers,
                .summary = {"Put others together with this one; numbers, follow-ups, services, plans and contacts "
                            "come along",
                            "合并重复的客户、线索或联系人"},
                .request = http::schema_of<MergeWish>(),
                .response = http::schema_of<CustomerCard>(),
                .handler = on_home(office, [ids](Office& at, const http::Request& request, http::Reply reply) {
                    merge(at, ids, request, std::move(reply));
                })});
}

}  // namespace yh::office::customers

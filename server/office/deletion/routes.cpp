#include "office/deletion/routes.h"

#include <memory>
#include <optional>
#include <utility>

#include "base/log.h"
#include "office/lists/list_route.h"

namespace yh::office::deletion {

namespace {

using lists::share;
using people::asker;

/// What shall be deleted; counting it deletes nothing.
struct DeletionQuestion {
    DataKind kind = DataKind::Logs;
    std::int64_t before_ms = 0;
    std::int64_t utc_offset_min = 0;  ///< of the asker, minutes east: where today begins
};
BOOST_DESCRIBE_STRUCT(DeletionQuestion, (), (kind, before_ms, utc_offset_min))

struct DeletionCount {
    std::vector<ErasedCount> counts;  ///< the thing itself first, then what goes with it
    std::int64_t latest_ms = 0;       ///< what is newer cannot be deleted
};
BOOST_DESCRIBE_STRUCT(DeletionCount, (), (counts, latest_ms))

struct DeletionWish : DeletionQuestion {
    std::int64_t counted = 0;  ///< as counting answered: who confirms knows how many
    std::string confirmation;  ///< the company's code
};
BOOST_DESCRIBE_STRUCT(DeletionWish, (DeletionQuestion), (counted, confirmation))

struct DeletionOrdered {
    DeletionId id;
};
BOOST_DESCRIBE_STRUCT(DeletionOrdered, (), (id))

constexpr std::int64_t furthest_offset_min = 14 * 60;

/// What of this kind may go. Refusals are errors: it runs on a reader.
Result<DeletionCount> count(db::Connection& connection, const Eraser& eraser, std::int64_t tenant,
                            const DeletionQuestion& question, std::int64_t now_ms) {
    DeletionCount found;
    YH_TRY(found.latest_ms, latest_ms(connection, tenant, eraser.held, now_ms, question.utc_offset_min));
    if (question.before_ms > found.latest_ms) {
        return conflict("deletion.too_recent", std::to_string(found.latest_ms));
    }
    YH_TRY(found.counts, eraser.count(connection, {tenant, question.before_ms, 0, now_ms}));
    return found;
}

/// The eraser, when the question can be answered; else it is answered why not. What is deleted is the company's: who
/// does not see all of it does not delete it.
const Eraser* eraser_for(const DeletionRunner& runner, const people::SignedIn& who, const DeletionQuestion& question,
                         http::Reply& reply) {
    if (who.data() != people::DataScope::All) {
        reply.fail({ErrorKind::Forbidden, "http.forbidden", {}});
        return nullptr;
    }
    const auto* eraser = runner.find_eraser(question.kind);
    if (eraser == nullptr || question.utc_offset_min < -furthest_offset_min ||
        question.utc_offset_min > furthest_offset_min) {
        reply.fail(invalid_input("offset.malformed", "minutes east of UTC"));
        return nullptr;
    }
    return eraser;
}

void count_data(Office& office, const DeletionRunner& runner, const http::Request& request, http::Reply reply) {
    const auto question = body_of<DeletionQuestion>(request, reply);
    const auto* eraser = question ? eraser_for(runner, asker(request), *question, reply) : nullptr;
    if (eraser != nullptr) {
        lists::answer_found(
            office, std::move(reply),
            [eraser, question = *question, tenant = asker(request).tenant.value, now = to_ms(office.clock.wall())](
                db::Connection& connection) { return count(connection, *eraser, tenant, question, now); });
    }
}

bool is_confirmed(const Office& office, const people::SignedIn& who, const std::string& typed) {
    const auto* tenant = office.directory->find_tenant(who.tenant);
    return tenant != nullptr && tenant->code == typed;
}

void insert(Office& office, DeletionRunner& runner, const Order& order, const lists::SharedReply& reply) {
    office.writer.write(
        office.home, [order](db::Connection& connection) { return insert_order(connection, order); },
        [&runner, order, reply](Result<bool> added) {
            constexpr int accepted = 202;
            if (!added.ok()) {
                reply->fail(std::move(added).error());
            } else if (!*added) {
                reply->fail(conflict("deletion.running"));
            } else {
                log().warn("deletion.ordered", {{"deletion", order.id},
                                                {"kind", enum_text(order.kind)},
                                                {"before_ms", order.before_ms},
                                                {"counted", order.counted},
                                                {"user", order.user_id}});
                answer(*reply, DeletionOrdered{DeletionId{order.id}}, accepted);
                runner.look();
            }
        });
}

void order_deletion(Office& office, DeletionRunner& runner, const http::Request& request, http::Reply reply) {
    const auto wish = body_of<DeletionWish>(request, reply);
    const auto* eraser = wish ? eraser_for(runner, asker(request), *wish, reply) : nullptr;
    if (eraser == nullptr) {
        return;
    }
    const auto& who = asker(request);
    if (!is_confirmed(office, who, wish->confirmation)) {
        reply.fail(invalid_input("deletion.confirmation"));
        return;
    }
    const auto now = to_ms(office.clock.wall());
    const Order order{runner.new_id(), who.tenant.value,     who.user.value, wish->kind,
                      wish->before_ms, request.peer.address, wish->counted,  now};
    office.readers.read(
        office.home,
        [eraser, question = DeletionQuestion{*wish}, tenant = who.tenant.value, now](db::Connection& connection) {
            return count(connection, *eraser, tenant, question, now);
        },
        [&office, &runner, order, shared = share(std::move(reply))](Result<DeletionCount> found) {
            if (!found.ok()) {
                shared->fail(std::move(found).error());
            } else if (found->counts.front().count != order.counted) {
                shared->fail(conflict("deletion.changed"));
            } else if (order.counted == 0) {
                shared->fail(conflict("deletion.nothing"));
            } else {
                insert(office, runner, order, shared);
            }
        });
}

void stop(Office& office, const http::Request& request, http::Reply reply) {
    const auto id = parse_id(request.param("id"));
    office.writer.write(
        office.home,
        [tenant = asker(request).tenant.value, id = id.ok() ? *id : 0,
         now = to_ms(office.clock.wall())](db::Connection& connection) {
            return end_order(connection, tenant, id, DeletionState::Cancelled, {}, now);
        },
        [shared = share(std::move(reply))](Result<bool> ended) {
            if (!ended.ok()) {
                shared->fail(std::move(ended).error());
            } else if (*ended) {
                shared->no_content();
            } else {
                shared->fail(not_found("deletion.ended"));
            }
        });
}

}  // namespace

void add_routes(http::Router& router, Office& office, DeletionRunner& runner) {
    using http::Method;
    lists::add_list(router, office, data_deletions());
    router.add({.method = Method::Post,
                .pattern = "/api/v1/data-deletions/count",
                .permission = people::rights::delete_data,
                .summary = {"How much would be deleted; deletes nothing", "统计将被删除的数据"},
                .request = http::schema_of<DeletionQuestion>(),
                .response = http::schema_of<DeletionCount>(),
                .handler = on_home(office, [&runner](Office& at, const http::Request& request, http::Reply reply) {
                    count_data(at, runner, request, std::move(reply));
                })});
    router.add({.method = Method::Post,
                .pattern = "/api/v1/data-deletions",
                .permission = people::rights::delete_data,
                .summary = {"Delete old data for good; goes on in the background", "删除数据（后台进行）"},
                .request = http::schema_of<DeletionWish>(),
                .response = http::schema_of<DeletionOrdered>(),
                .status = 202,
                .handler = on_home(office, [&runner](Office& at, const http::Request& request, http::Reply reply) {
                    order_deletion(at, runner, request, std::move(reply));
                })});
    router.add({.method = Method::Delete,
                .pattern = "/api/v1/data-deletions/{id}",
                .permission = people::rights::delete_data,
                .summary = {"Stop a deletion; what is deleted stays deleted", "停止删除"},
                .status = 204,
                .handler = on_home(office, stop)});
}

}  // namespace yh::office::deletion

#include "office/jobs/approvals.h"

#include <utility>

#include "base/utf8.h"
#include "http/text.h"
#include "office/jobs/approval_store.h"
#include "office/jobs/approval_views.h"
#include "office/lists/list_route.h"

namespace yh::office::jobs {

namespace {

using people::asker;

constexpr std::size_t longest_reason_bytes = 600;

/// Yes or no, and why; a no always says why.
struct DecisionWish {
    bool approve = false;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(DecisionWish, (), (approve, reason))

bool is_reason(std::string_view text) {
    return text.size() <= longest_reason_bytes && is_clean_utf8(text);
}

/// Who may say yes or no to what people of this company ask for.
std::vector<model::UserId> approvers(const Office& office, model::TenantId tenant) {
    std::vector<model::UserId> people;
    for (const auto& user : office.directory->users) {
        const auto rights = office.chart ? office.chart->rights_of(user.id, user.role) : people::Rights::of(user.role);
        if (user.tenant == tenant && rights.has(people::rights::approve_exports)) {
            people.push_back(user.id);
        }
    }
    return people;
}

void tell(const Office& office, const std::vector<model::UserId>& people, JobId id) {
    for (const auto person : people) {
        if (office.tell_person) {
            office.tell_person(person, "approval", id.value);
        }
    }
}

void answer_asked(Office& office, const lists::Reader& reader, const Result<Asking>& asked,
                  const lists::SharedReply& reply) {
    constexpr int accepted = 202;
    if (!asked.ok() || asked->refusal) {
        reply->fail(asked.ok() ? *asked->refusal : asked.error());
        return;
    }
    if (!asked->known) {
        tell(office, approvers(office, reader.who.tenant), asked->id);
        if (office.tell_person) {
            office.tell_person(reader.who.user, "job", asked->id.value);
        }
    }
    office.readers.read(
        office.home,
        [reader, id = asked->id](db::Connection& connection) {
            return lists::find_row(connection, data_jobs(), reader, id.value);
        },
        [reply](const Result<std::optional<JobView>>& found) {
            if (found.ok() && *found) {
                answer(*reply, **found, accepted);
            } else {
                reply->fail(found.ok() ? not_found("job.unknown") : found.error());
            }
        });
}

void keep_asked(Office& office, const lists::Reader& reader, NewJob facts, const lists::SharedReply& reply) {
    office.writer.write(
        office.home,
        [facts = std::move(facts), people = approvers(office, reader.who.tenant), &ids = *office.writers_ids](
            db::Connection& connection) { return ask_approval(connection, ids, facts, people); },
        [&office, reader, reply](const Result<Asking>& asked) { answer_asked(office, reader, asked, reply); });
}

void decide_about(Office& office, const http::Request& request, http::Reply reply) {
    const auto wish = body_of<DecisionWish>(request, reply);
    if (!wish) {
        return;
    }
    const auto reason = std::string{http::trimmed(wish->reason)};
    if (!is_reason(reason) || (reason.empty() && !wish->approve)) {
        reply.fail(invalid_input("export.reason_needed", "reason"));
        return;
    }
    const auto id = parse_id(request.param("id"));
    const Decision decision{asker(request).tenant, asker(request).user, wish->approve, reason,
                            to_ms(office.clock.wall())};
    office.writer.write(
        office.home,
        [id = JobId{id.ok() ? *id : 0}, decision, &ids = *office.writers_ids](db::Connection& connection) {
            return decide(connection, ids, id, decision);
        },
        [&office, tenant = decision.tenant, reply = lists::share(std::move(reply))](Result<Decided> decided) {
            if (!decided.ok() || decided->refusal) {
                reply->fail(decided.ok() ? *std::move(decided->refusal) : std::move(decided).error());
                return;
            }
            if (auto& job = decided->job) {
                office.jobs->tell_of_decision(*job);
                tell(office, approvers(office, tenant), job->id);
                if (job->state == JobState::Waiting) {
                    office.jobs->take_up(*std::move(job));
                }
            }
            reply->no_content();
        });
}

}  // namespace

void ask_for(Office& office, const lists::Reader& reader, NewJob facts, const Made& made, http::Reply reply) {
    constexpr std::int64_t waits_ms = std::int64_t{7} * 24 * 3600 * 1000;
    facts.why = http::trimmed(facts.why);
    if (facts.why.empty() || !is_reason(facts.why)) {
        reply.fail(invalid_input("export.reason_needed", "reason"));
        return;
    }
    facts.state = JobState::Asked;
    facts.expires_at_ms = facts.created_at_ms + waits_ms;
    office.readers.read(
        office.home, [work = made.work](db::Connection& connection) { return work->count(connection); },
        [&office, reader, facts = std::move(facts),
         reply = lists::share(std::move(reply))](const Result<std::int64_t>& rows) mutable {
            if (!rows.ok()) {
                reply->fail(rows.error());
                return;
            }
            facts.rows_total = *rows;
            keep_asked(office, reader, std::move(facts), reply);
        });
}

void add_approval_routes(http::Router& router, Office& office) {
    lists::add_list(router, office, export_approvals());
    router.add({.method = http::Method::Post,
                .pattern = "/api/v1/data-jobs/{id}/decision",
                .permission = people::rights::approve_exports,
                .summary = {"Approve or refuse an export; a refusal says why", "批准或拒绝导出申请"},
                .request = http::schema_of<DecisionWish>(),
                .status = 204,
                .handler = on_home(office, decide_about)});
}

}  // namespace yh::office::jobs

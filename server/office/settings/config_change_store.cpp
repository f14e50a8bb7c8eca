#include <algorithm>
#include <memory>
#include <utility>

#include "base/log.h"
#include "office/settings/announcement_check.h"
#include "office/settings/config_change.h"
#include "office/settings/config_revision.h"
#include "office/settings/site_store.h"

namespace yh::office::settings {

namespace {

struct Outcome {
    std::vector<std::string> changes;
    std::vector<SiteFault> faults;     ///< not empty: nothing was changed
    std::optional<Error> refusal;      ///< the same, for what is no fault of a field
    std::optional<LaterChange> later;  ///< the same, because somebody else was first
};

bool is_own(const SiteFault& fault, const SiteEdit& edit) {
    return fault.place.list == edit.list && (edit.name.empty() || fault.name == edit.name);
}

/// The same fault, wherever its entry stands now.
bool is_same(const SiteFault& left, const SiteFault& right) {
    return left.place.list == right.place.list && left.name == right.name && left.field == right.field &&
           left.code == right.code && left.what == right.what;
}

Result<Outcome> carry_out_edit(db::Connection& connection, std::int64_t tenant, const Author& author,
                               const SiteEdit& edit, const VoiceTools& tools) {
    YH_TRY(auto transaction, connection.begin());
    Outcome outcome;
    if (edit.seen) {
        YH_TRY(outcome.later,
               find_later_change(connection, tenant, author.value_or(0), edit.list, edit.name, *edit.seen));
        if (outcome.later) {
            return outcome;
        }
    }
    YH_TRY(auto wanted, load_tenant(connection, tenant));
    YH_TRY(const auto voices, load_voice_names(connection, tenant, tools));
    const auto before = find_faults(wanted, voices);
    if (auto made = edit.make(connection, wanted); !made.ok()) {
        if (!is_refusal(made.error())) {
            return std::move(made).error();
        }
        outcome.refusal = std::move(made).error();
        return outcome;
    }
    // What was wrong elsewhere before (a voice that is gone) does not keep anybody from working here.
    for (auto& fault : find_faults(wanted, voices)) {
        const bool known = std::ranges::any_of(before, [&](const SiteFault& old) { return is_same(old, fault); });
        if (is_own(fault, edit) || !known) {
            outcome.faults.push_back(std::move(fault));
        }
    }
    if (edit.list == "options") {
        YH_TRY(auto fault, find_announcement_fault(connection, tenant, wanted));
        if (fault) {
            outcome.faults.push_back(*std::move(fault));
        }
    }
    if (!outcome.faults.empty()) {
        return outcome;
    }
    const SystemClock clock;
    IdMaker ids;
    std::vector<Removal> removals;
    if (edit.removes) {
        removals.push_back({edit.list, edit.name});
    }
    YH_TRY(outcome.changes,
           apply_site(connection, Site{{std::move(wanted)}}, DryRun::No, clock, ids, removals, author));
    if (edit.also) {
        YH_CHECK(edit.also(connection, tenant));
    }
    YH_CHECK(transaction.commit());
    return outcome;
}

/// Inside the entry that was sent: the path of the field. Elsewhere: whose field it is, too.
http::FieldProblem problem_of(const SiteFault& fault, const SiteEdit& edit) {
    const bool in_words = fault.code == "config.flow_fault";
    http::FieldProblem problem{fault.field, fault.code, in_words ? fault.what : std::string{}};
    if (is_own(fault, edit) && edit.name.empty() && fault.place.list != "options") {
        problem.field = "items[" + std::to_string(fault.place.index) + "]." + fault.field;
    } else if (!is_own(fault, edit)) {
        problem.field = std::string{fault.place.list} + ' ' + fault.name + ' ' + fault.field;
    }
    if (edit.removes) {
        problem.code = "config.in_use";
        problem.message.clear();
    }
    return problem;
}

void answer_faults(http::Reply& reply, const std::vector<SiteFault>& faults, const SiteEdit& edit) {
    std::vector<http::FieldProblem> fields;
    for (const auto& fault : faults) {
        fields.push_back(problem_of(fault, edit));
    }
    if (edit.removes) {
        reply.fail({ErrorKind::Conflict, "config.in_use", faults.front().what}, std::move(fields));
    } else {
        refuse_fields(reply, std::move(fields));
    }
}

void write_down(const people::SignedIn& who, const std::vector<std::string>& changes) {
    for (const auto& change : changes) {
        log().info("config.changed", {{"by", who.number}, {"tenant", who.tenant}, {"change", change}});
    }
}

}  // namespace

// An error of a job on the writer's thread counts as trouble with the database; a person's mistake is none.
bool is_refusal(const Error& error) {
    return error.kind == ErrorKind::NotFound || error.kind == ErrorKind::Conflict ||
           error.kind == ErrorKind::InvalidInput || error.kind == ErrorKind::Forbidden;
}

void refuse_fields(http::Reply& reply, std::vector<http::FieldProblem> fields) {
    constexpr int unprocessable = 422;
    reply.send(
        {.status = unprocessable,
         .headers = {},
         .body = http::Failure{{ErrorKind::InvalidInput, "config.invalid", {}}, std::move(fields), unprocessable}});
}

Result<VoiceNames> load_voice_names(db::Connection& connection, std::int64_t tenant, const VoiceTools& tools) {
    if (!tools.shared) {
        return VoiceNames{};
    }
    YH_TRY(auto own, connection.rows<std::string>("SELECT name FROM voices WHERE tenant_id = ?", tenant));
    VoiceNames names{std::in_place, own.begin(), own.end()};
    for (auto& name : tools.shared()) {
        names->insert(std::move(name));
    }
    return names;
}

void change_site(Office& office, const people::SignedIn& who, SiteEdit edit, http::Reply reply, std::string body) {
    const auto tenant = who.tenant.value;
    office.writer.write(
        office.home,
        [edit, tenant, author = who.user.value, &tools = office.voices](db::Connection& connection) {
            return carry_out_edit(connection, tenant, author, edit, tools);
        },
        [&office, who, edit, body = std::move(body),
         reply = std::make_shared<http::Reply>(std::move(reply))](Result<Outcome> outcome) {
            if (!outcome.ok()) {
                reply->fail(std::move(outcome).error());
                return;
            }
            if (outcome->later) {
                answer_later_change(*reply, *outcome->later);
                return;
            }
            if (outcome->refusal) {
                reply->fail(*std::move(outcome->refusal));
                return;
            }
            if (!outcome->faults.empty()) {
                answer_faults(*reply, outcome->faults, edit);
                return;
            }
            const auto tell = [reply, body] {
                if (body.empty()) {
                    reply->no_content();
                } else {
                    reply->json(body);
                }
            };
            write_down(who, outcome->changes);
            if (outcome->changes.empty()) {
                tell();
            } else {
                office.on_site_changed(tell);
            }
        });
}

}  // namespace yh::office::settings

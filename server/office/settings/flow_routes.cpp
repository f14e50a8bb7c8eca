#include <algorithm>
#include <memory>
#include <utility>

#include "base/log.h"
#include "model/flow_check.h"
#include "office/answer.h"
#include "office/people/identity.h"
#include "office/settings/config_body.h"
#include "office/settings/config_change.h"
#include "office/settings/config_routes.h"
#include "office/settings/flow_store.h"
#include "office/settings/site_store.h"

namespace yh::office::settings {

namespace {

struct FlowFindings {
    std::vector<model::FlowProblem> problems;
};
BOOST_DESCRIBE_STRUCT(FlowFindings, (), (problems))

constexpr std::string_view entry_word = "flow";

bool is_code(std::string_view text) {
    constexpr std::size_t longest = 40;
    return !text.empty() && text.size() <= longest &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") ==
               std::string_view::npos;
}

std::shared_ptr<http::Reply> shared(http::Reply reply) {
    return std::make_shared<http::Reply>(std::move(reply));
}

/// Answers with what was read, or why it was not.
template <class T>
auto answer_read(http::Reply reply) {
    return [to = shared(std::move(reply))](Result<T> found) {
        if (found.ok()) {
            answer(*to, *found);
        } else {
            to->fail(std::move(found).error());
        }
    };
}

void show_flows(Office& office, const http::Request& request, http::Reply reply) {
    office.readers.read(
        office.home,
        [tenant = people::asker(request).tenant.value](db::Connection& connection) {
            return list_flows(connection, tenant);
        },
        [to = shared(std::move(reply))](Result<std::vector<FlowSummary>> found) {
            if (found.ok()) {
                answer_items(*to, *found);
            } else {
                to->fail(std::move(found).error());
            }
        });
}

void show_flow(Office& office, const http::Request& request, http::Reply reply) {
    office.readers.read(
        office.home,
        [tenant = people::asker(request).tenant.value, code = std::string{request.param("code")}](
            db::Connection& connection) { return load_flow(connection, tenant, code); },
        answer_read<FlowVersions>(std::move(reply)));
}

/// The flow of the body, if it is called as the path says.
std::optional<model::Flow> named_flow(const http::Request& request, http::Reply& reply) {
    auto flow = config_body<model::Flow>(request, reply);
    if (!flow) {
        return std::nullopt;
    }
    if (!is_code(request.param("code"))) {
        refuse_fields(reply, {{"code", "config.malformed"}});
        return std::nullopt;
    }
    if (flow->code != request.param("code")) {
        refuse_fields(reply, {{"code", "config.name_differs"}});
        return std::nullopt;
    }
    return flow;
}

void put_draft(Office& office, const http::Request& request, http::Reply reply) {
    auto flow = named_flow(request, reply);
    if (!flow) {
        return;
    }
    office.writer.write(
        office.home,
        [tenant = people::asker(request).tenant.value, flow = *std::move(flow),
         now = to_ms(office.clock.wall())](db::Connection& connection) -> Result<bool> {
            YH_CHECK(save_draft(connection, tenant, flow, now));
            return true;
        },
        [to = shared(std::move(reply))](Result<bool> saved) {
            if (saved.ok()) {
                to->no_content();
            } else {
                to->fail(std::move(saved).error());
            }
        });
}

Result<FlowFindings> find_problems(db::Connection& connection, std::int64_t tenant, const model::Flow& flow,
                                   const VoiceTools& tools) {
    YH_TRY(const auto site, load_tenant(connection, tenant));
    YH_TRY(const auto voices, load_voice_names(connection, tenant, tools));
    const auto names_of = [](const auto& list, auto name) {
        std::vector<std::string> names;
        for (const auto& one : list) {
            names.push_back(one.*name);
        }
        return names;
    };
    model::FlowNames names;
    names.queues = names_of(site.queue, &SiteQueue::number);
    names.extensions = names_of(site.user, &SiteUser::extension);
    std::erase(*names.extensions, "");
    names.schedules = names_of(site.schedule, &model::Schedule::code);
    names.flows = names_of(site.flow, &model::Flow::code);
    names.flows->push_back(flow.code);
    if (voices) {
        names.voices.emplace(voices->begin(), voices->end());
    }
    return FlowFindings{model::check_flow(flow, names)};
}

void check(Office& office, const http::Request& request, http::Reply reply) {
    auto flow = config_body<model::Flow>(request, reply);
    if (!flow) {
        return;
    }
    office.readers.read(
        office.home,
        [tenant = people::asker(request).tenant.value, flow = *std::move(flow),
         &tools = office.voices](db::Connection& connection) { return find_problems(connection, tenant, flow, tools); },
        answer_read<FlowFindings>(std::move(reply)));
}

// The body may hold the flow that is to be published; without one it is the draft.
void publish(Office& office, const http::Request& request, http::Reply reply) {
    std::optional<model::Flow> given;
    if (request.body.size() > 2) {
        given = named_flow(request, reply);
        if (!given) {
            return;
        }
    }
    SiteEdit edit{entry_word, std::string{request.param("code")}, {}};
    const auto tenant = people::asker(request).tenant.value;
    edit.make = [tenant, given, code = edit.name](db::Connection& connection, SiteTenant& site) -> Result<void> {
        std::optional<model::Flow> flow = given;
        if (!flow) {
            YH_TRY(const auto versions, load_flow(connection, tenant, code));
            flow = versions.draft;
        }
        if (!flow) {
            return Error{ErrorKind::Conflict, "flow.no_draft", code};
        }
        std::erase_if(site.flow, [&](const model::Flow& one) { return one.code == code; });
        site.flow.push_back(*std::move(flow));
        return {};
    };
    edit.also = [code = edit.name](db::Connection& connection, std::int64_t of) {
        return forget_draft(connection, of, code);
    };
    change_site(office, people::asker(request), std::move(edit), std::move(reply), to_json(FlowFindings{}));
}

void remove(Office& office, const http::Request& request, http::Reply reply) {
    SiteEdit edit{entry_word, std::string{request.param("code")}, {}, true};
    const auto tenant = people::asker(request).tenant.value;
    edit.make = [tenant, code = edit.name](db::Connection& connection, SiteTenant& site) -> Result<void> {
        YH_CHECK(load_flow(connection, tenant, code));
        std::erase_if(site.flow, [&](const model::Flow& one) { return one.code == code; });
        return {};
    };
    change_site(office, people::asker(request), std::move(edit), std::move(reply));
}

}  // namespace

void add_flow_routes(http::Router& router, Office& office) {
    router.add({.pattern = "/api/v1/config/flows",
                .permission = people::rights::configure,
                .summary = {"The voice menus", "语音流程"},
                .response = items_of<FlowSummary>(),
                .handler = on_home(office, show_flows)});
    router.add({.pattern = "/api/v1/config/flows/{code}",
                .permission = people::rights::configure,
                .summary = {"One voice menu, as published and as drawn", "语音流程（已发布与草稿）"},
                .response = http::schema_of<FlowVersions>(),
                .handler = on_home(office, show_flow)});
    router.add({.method = http::Method::Put,
                .pattern = "/api/v1/config/flows/{code}/draft",
                .permission = people::rights::configure,
                .summary = {"Keep a draft, faults and all", "保存草稿"},
                .request = http::schema_of<model::Flow>(),
                .status = 204,
                .handler = on_home(office, put_draft)});
    router.add({.method = http::Method::Post,
                .pattern = "/api/v1/config/flows/check",
                .permission = people::rights::configure,
                .summary = {"What keeps a flow from being published", "检查语音流程"},
                .request = http::schema_of<model::Flow>(),
                .response = http::schema_of<FlowFindings>(),
                .handler = on_home(office, check)});
    router.add({.method = http::Method::Post,
                .pattern = "/api/v1/config/flows/{code}/publish",
                .permission = people::rights::configure,
                .summary = {"Let calls walk the draft, or the flow that is sent", "发布语音流程"},
                .response = http::schema_of<FlowFindings>(),
                .handler = on_home(office, publish)});
    router.add({.method = http::Method::Delete,
                .pattern = "/api/v1/config/flows/{code}",
                .permission = people::rights::configure,
                .summary = {"Delete a flow that nothing leads to", "删除语音流程（未被使用时）"},
                .status = 204,
                .handler = on_home(office, remove)});
}

}  // namespace yh::office::settings

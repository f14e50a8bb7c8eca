#include "main/flow_lookup.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/json_value.h"
#include "base/log.h"
#include "main/http_client.h"

namespace yh::app {

using calls::LookupOutcome;

namespace {

constexpr long give_up_after_s = 5;
constexpr std::size_t most_bytes = 64 * 1024;
constexpr std::size_t most_fields = 50;
constexpr std::size_t waiting_each = 64;

calls::LookupFields fields_of(const JsonValue& answer) {
    calls::LookupFields fields;
    const auto* members = answer.as_object();
    if (members == nullptr) {
        return fields;
    }
    for (const auto& [name, value] : *members) {
        if (fields.size() >= most_fields) {
            break;
        }
        if (const auto* text = value.as_text()) {
            fields.emplace_back(name, *text);
        } else if (const auto* number = value.as_int()) {
            fields.emplace_back(name, std::to_string(*number));
        } else if (const auto* real = value.as_number()) {
            fields.emplace_back(name, fmt::format("{}", *real));
        } else if (const auto* yes = value.as_bool()) {
            fields.emplace_back(name, *yes ? "true" : "false");
        }
    }
    return fields;
}

}  // namespace

Looked look_up_now(const std::string& url, const std::vector<std::string>& hosts_inside) {
    constexpr long ok = 200;
    constexpr long unknown = 404;
    if (!url.starts_with("http://") && !url.starts_with("https://")) {
        return {};
    }
    HttpCall call{"GET", url, {}, {}};
    call.give_up_after_s = give_up_after_s;
    call.most_bytes = most_bytes;
    const bool named = std::ranges::find(hosts_inside, host_of_url(url)) != hosts_inside.end();
    call.inside = named ? Inside::Allowed : Inside::Refused;
    const auto answer = http_call(call);
    if (!answer.ok()) {
        log().warn("flow.lookup_failed", {{"detail", answer.error().detail}});
        return {};
    }
    if (answer->status == unknown) {
        return {LookupOutcome::Missing, {}};
    }
    const auto json = JsonValue::parse(answer->body);
    if (answer->status != ok || !json.ok() || json->as_object() == nullptr) {
        log().warn("flow.lookup_failed", {{"status", answer->status}});
        return {};
    }
    return {LookupOutcome::Found, fields_of(*json)};
}

FlowLookup::FlowLookup(Loop& call_loop, calls::Conductor& conductor, std::vector<std::string> hosts_inside)
    : loop_{call_loop}, conductor_{conductor}, hosts_inside_{std::move(hosts_inside)} {
    for (std::size_t i = 0; i < threads; ++i) {
        hands_.push_back({std::make_unique<Worker>("lookup-" + std::to_string(i), waiting_each, 10)});
    }
}

void FlowLookup::look_up(model::CallId call, std::int64_t question, std::string url) {
    // Whoever has least to do; when all are full the flow goes on through its output for that.
    auto& hand = *std::ranges::min_element(hands_, {}, &Hand::under_way);
    const bool taken = hand.worker->post([this, &hand, call, question, url = std::move(url)] {
        loop_.post([this, &hand, call, question, looked = look_up_now(url, hosts_inside_)] {
            --hand.under_way;
            conductor_.on_looked_up(call, question, looked.outcome, looked.fields);
        });
    });
    hand.under_way += taken ? 1 : 0;
    if (!taken) {
        log().warn("flow.lookup_full");
        loop_.post([this, call, question] { conductor_.on_looked_up(call, question, LookupOutcome::Failed, {}); });
    }
}

}  // namespace yh::app

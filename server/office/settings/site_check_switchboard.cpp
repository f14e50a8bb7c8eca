#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/utf8.h"
#include "model/destination.h"
#include "model/flow_check.h"
#include "office/settings/site_walk.h"
#include "office/settings/tenant_check.h"

// What the whole switchboard added to a site: services of queues, hours, voice menus, rooms, options.
namespace yh::office::settings {

namespace {

constexpr std::string_view keys = "0123456789*#";

std::vector<std::string> list_of(const std::set<std::string>& names) {
    return {names.begin(), names.end()};
}

}  // namespace

void TenantCheck::service(const SiteQueue& queue) {
    for (const auto& [field, key] :
         {std::pair{"voicemail_key", &queue.voicemail_key}, std::pair{"callback_key", &queue.callback_key}}) {
        if (!key->empty() && (key->size() != 1 || keys.find(*key) == std::string_view::npos)) {
            note(field, "config.malformed", fmt::format("{} is one key: 0-9, * or #", field));
        }
    }
    if (!queue.callback_key.empty() && queue.callback_key == queue.voicemail_key) {
        note("callback_key", "config.twice", "voicemail_key and callback_key are the same");
    }
    voice("keys_hint", queue.keys_hint);
    range("callback_attempts", queue.callback_attempts, 1, 20);
    range("callback_spacing_s", queue.callback_spacing_s, 5, 86'400);
    if (queue.overflow_after_s > 0 && queue.overflow_to.empty()) {
        note("overflow_to", "config.required", "overflow_after_s needs overflow_to");
    }
    if (!queue.overflow_to.empty() && (!queues_.contains(queue.overflow_to) || queue.overflow_to == queue.number)) {
        note("overflow_to", "config.unknown_queue", fmt::format("overflow_to {} is no other queue", queue.overflow_to));
    }
    if (!queue.hours.empty() && !schedules_.contains(queue.hours)) {
        note("hours", "config.unknown_schedule", fmt::format("hours '{}' is not a declared schedule", queue.hours));
    }
    destination("when_closed", queue.when_closed);
}

void TenantCheck::schedules() {
    Names codes;
    for (std::size_t i = 0; i < tenant_.schedule.size(); ++i) {
        const auto& schedule = tenant_.schedule[i];
        at("schedule", i, schedule.code);
        once("code", schedule.code, codes);
        for (auto& fault : model::faults(schedule)) {
            note(std::move(fault.field), fault.code, std::move(fault.what));
        }
        // What is no destination at all has been said above.
        for (const auto& [field, text] :
             {std::pair{"when_open", &schedule.when_open}, std::pair{"when_closed", &schedule.when_closed},
              std::pair{"when_holiday", &schedule.when_holiday}}) {
            if (model::parse_destination(*text).ok()) {
                destination(field, *text);
            }
        }
    }
}

void TenantCheck::flows() {
    model::FlowNames names;
    names.queues = list_of(queues_);
    names.extensions = list_of(extensions_);
    names.schedules = list_of(schedules_);
    names.flows = list_of(flows_);
    if (voices_) {
        names.voices.emplace(voices_->begin(), voices_->end());
    }
    Names codes;
    for (std::size_t i = 0; i < tenant_.flow.size(); ++i) {
        const auto& flow = tenant_.flow[i];
        at("flow", i, flow.code);
        once("code", flow.code, codes);
        for (auto& problem : model::check_flow(flow, names)) {
            auto field = problem.node.empty() ? std::string{} : fmt::format("node[{}]", problem.node);
            field += problem.output.empty() ? "" : "." + problem.output;
            note(std::move(field), "config.flow_fault", std::move(problem.message));
        }
    }
}

void TenantCheck::rooms() {
    Names numbers;
    Names names;
    for (std::size_t i = 0; i < tenant_.room.size(); ++i) {
        const auto& room = tenant_.room[i];
        at("room", i, room.number);
        once("number", room.number, numbers);
        once("name", room.name, names);
        if (room.number.find_first_not_of("0123456789") != std::string::npos) {
            note("number", "config.malformed", "a room's number is made of digits");
        }
        const auto& codes = tenant_.options ? tenant_.options->feature : model::FeatureCodes{};
        bool taken = false;
        for_each_field(codes, [&](std::string_view, const std::string& code) {
            taken = taken || (!codes.conference.empty() && code == codes.conference + room.number);
        });
        if (taken) {
            note("number", "config.twice", "with the code of conferences this number is another feature code");
        }
        Names seen;
        for (std::size_t n = 0; n < room.participants.size(); ++n) {
            const auto& user = room.participants[n];
            if (!users_.contains(user)) {
                note(fmt::format("participants[{}]", n), "config.unknown_user",
                     fmt::format("participant {} is not a user", user));
            } else if (!seen.insert(user).second) {
                note(fmt::format("participants[{}]", n), "config.twice",
                     fmt::format("participant {} is named twice", user));
            }
        }
    }
}

void TenantCheck::options() {
    if (!tenant_.options) {
        return;
    }
    const auto& options = *tenant_.options;
    at("options", 0, "options");
    survey(options.survey);
    voice("agent_announcement.start_voice", options.agent_announcement.start_voice);
    voice("agent_announcement.end_voice", options.agent_announcement.end_voice);
    voice("voicemail.greeting", options.voicemail.greeting);
    range("voicemail.max_s", options.voicemail.max_s, 5, 900);
    range("voicemail.min_s", options.voicemail.min_s, 0, 60);
    range("voicemail.silence_s", options.voicemail.silence_s, 0, 60);
    features(options.feature);
    for (std::size_t i = 0; i < options.vip.size(); ++i) {
        const auto field = fmt::format("vip[{}].", i);
        pattern(field + "pattern", options.vip[i].pattern);
        range(field + "priority", options.vip[i].priority, 1, 100);
    }
    threshold("service_level.answer_within_s", options.service_level.answer_within_s);
    threshold("service_level.abandoned_from_s", options.service_level.abandoned_from_s);
    Names levels;
    for (std::size_t i = 0; i < options.customer_level.size(); ++i) {
        const auto field = fmt::format("customer_level[{}].", i);
        const auto& level = options.customer_level[i];
        if (level.name.empty()) {
            note(field + "name", "config.required", "a type of customers has a name");
        } else if (!levels.insert(level.name).second) {
            note(field + "name", "config.twice", fmt::format("the type {} is there twice", level.name));
        }
        range(field + "priority", level.priority, 0, 100);
    }
    for (std::size_t i = 0; i < options.blocked.size(); ++i) {
        pattern(fmt::format("blocked[{}].pattern", i), options.blocked[i].pattern);
    }
}

// Sums are kept for these seconds and for no others (docs/decisions/0018).
void TenantCheck::threshold(std::string_view field, std::int64_t seconds) {
    if (std::ranges::find(model::service_thresholds_s, seconds) == model::service_thresholds_s.end()) {
        note(std::string{field}, "config.no_threshold",
             fmt::format("{} is none of {} s", seconds, fmt::join(model::service_thresholds_s, ", ")));
    }
}

void TenantCheck::survey(const model::SurveyOptions& survey) {
    const auto choices = [&](std::string_view field, const std::vector<model::SurveyChoice>& all) {
        Names seen;
        for (std::size_t i = 0; i < all.size(); ++i) {
            const auto path = fmt::format("survey.{}[{}]", field, i);
            if (all[i].key.size() != 1 || keys.find(all[i].key) == std::string_view::npos) {
                note(path + ".key", "config.malformed", "a choice's key is one of 0-9, * and #");
            } else if (!seen.insert(all[i].key).second) {
                note(path + ".key", "config.twice", fmt::format("key {} stands for two choices", all[i].key));
            }
            if (all[i].name.empty()) {
                note(path + ".name", "config.required", "a choice needs a name");
            }
        }
    };
    choices("level", survey.level);
    choices("reason", survey.reason);
    const bool asks_reason = std::ranges::any_of(survey.level, &model::SurveyChoice::ask_reason);
    if (survey.trigger != model::SurveyTrigger::Off) {
        if (survey.level.empty()) {
            note("survey.level", "config.required", "a survey needs at least one level");
        }
        if (survey.question.empty()) {
            note("survey.question", "config.required", "a survey needs a question");
        }
        if (asks_reason && survey.reason.empty()) {
            note("survey.reason", "config.required", "a level asks for a reason, and none can be chosen");
        }
    }
    voice("survey.question", survey.question);
    voice("survey.reason_question", survey.reason_question);
    voice("survey.thanks", survey.thanks);
    range("survey.timeout_s", survey.timeout_s, 1, 60);
    range("survey.tries", survey.tries, 1, 10);
}

void TenantCheck::features(const model::FeatureCodes& codes) {
    Names seen;
    for_each_field(codes, [&](std::string_view name, const std::string& code) {
        const auto field = "feature." + std::string{name};
        if (code.empty()) {
            return;
        }
        const bool starts_well = code.size() >= 2 && (code[0] == '*' || code[0] == '#');
        if (!starts_well || code.size() > 8 || code.find_first_not_of(keys) != std::string::npos) {
            note(field, "config.malformed", "a feature code begins with * or # and goes on with digits");
        } else if (!seen.insert(code).second) {
            note(field, "config.twice", fmt::format("feature code {} is used twice", code));
        }
    });
}

// Goes into SIP messages: nothing but what a host and a port are made of.
void TenantCheck::address(std::string_view field, const std::string& text) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view{".-_:[]"}.find(c) != std::string_view::npos;
    };
    if (!std::ranges::all_of(text, fits)) {
        note(std::string{field}, "config.malformed", fmt::format("'{}' is no HOST or HOST:PORT", text));
    }
}

void TenantCheck::voice(std::string_view field, const std::string& text) {
    constexpr std::array forms{"prompt:", "say:", "music:", "tone:", "digits:"};
    if (text.empty()) {
        return;
    }
    const auto form = std::ranges::find_if(
        forms, [&](std::string_view start) { return text.starts_with(start) && text.size() > start.size(); });
    if (form == forms.end()) {
        note(std::string{field}, "config.malformed", fmt::format("'{}' is neither prompt:NAME nor say:TEXT", text));
    } else if (voices_ && text.starts_with("prompt:") && !voices_->contains(text.substr(7))) {
        note(std::string{field}, "config.unknown_voice", fmt::format("there is no voice '{}'", text.substr(7)));
    }
}

void TenantCheck::range(std::string_view field, std::int64_t value, std::int64_t least, std::int64_t most) {
    if (value < least || value > most) {
        note(std::string{field}, "config.out_of_range", fmt::format("{} is from {} to {}", field, least, most));
    }
}

void TenantCheck::pattern(std::string_view field, std::string_view text) {
    if (text.empty()) {
        note(std::string{field}, "config.required", fmt::format("{} is missing", field));
    } else if (text.find_first_of(" \t|,;<>\"@") != std::string_view::npos) {
        note(std::string{field}, "config.malformed",
             fmt::format("'{}' is no number or pattern (* for any digits, ? for one)", text));
    }
}

// Whatever the field: texts end up in SIP messages and files, and no count of ours is below nothing.
void TenantCheck::texts_and_numbers() {
    constexpr std::size_t longest = 4000;
    const auto look = [&](const std::string& path, const auto& value) {
        using T = std::remove_cvref_t<decltype(value)>;
        if constexpr (std::is_same_v<T, std::string>) {
            if (place_.list == "mail" && path == "certificate") {
                return;  // it has lines, and a check of its own
            }
            const bool bad = std::ranges::any_of(value, [](char c) { return c >= 0 && c < ' '; });
            if (bad || value.size() > longest || !is_clean_utf8(value)) {
                note(path, "config.malformed", fmt::format("{}: has bytes that are no text, or is too long", path));
            }
        } else if constexpr (std::is_same_v<T, std::int64_t>) {
            // Only places on the editor's canvas may lie left of or above its origin.
            const bool place = place_.list == "flow" && (path.ends_with(".x") || path.ends_with(".y"));
            if (value < 0 && !place) {
                note(path, "config.out_of_range", fmt::format("{} is a whole number from 0", path));
            }
        }
    };
    const auto each = [&](std::string_view list, const auto& entries, auto name) {
        for (std::size_t i = 0; i < entries.size(); ++i) {
            at(list, i, entries[i].*name);
            walk(entries[i], {}, look);
        }
    };
    each("role", tenant_.role, &SiteRole::code);
    each("department", tenant_.department, &SiteDepartment::code);
    each("user", tenant_.user, &SiteUser::number);
    each("trunk", tenant_.trunk, &SiteTrunk::name);
    each("queue", tenant_.queue, &SiteQueue::number);
    each("schedule", tenant_.schedule, &model::Schedule::code);
    each("flow", tenant_.flow, &model::Flow::code);
    each("room", tenant_.room, &SiteRoom::number);
    each("inbound", tenant_.inbound, &SiteInbound::did);
    each("outbound", tenant_.outbound, &SiteOutbound::pattern);
    each("sms_signature", tenant_.sms_signature, &SiteSmsSignature::name);
    each("sms_template", tenant_.sms_template, &SiteSmsTemplate::name);
    at("sms", 0, "sms");
    walk(tenant_.sms, {}, look);
    at("platform", 0, "platform");
    walk(tenant_.platform, {}, look);
    at("popup", 0, "popup");
    walk(tenant_.popup, {}, look);
    at("mail", 0, "mail");
    walk(tenant_.mail, {}, look);
    at("disk_alert", 0, "disk_alert");
    walk(tenant_.disk_alert, {}, look);
    at("options", 0, "options");
    walk(tenant_.options, {}, look);
    at({}, 0, tenant_.code);
    walk(tenant_.name, "name", look);
}

}  // namespace yh::office::settings

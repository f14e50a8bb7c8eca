#include "office/sms/sms_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "office/settings/site_messages_store.h"
#include "office/settings/sms_words.h"
#include "office/sms/segments.h"

namespace yh::office::sms {

namespace {

constexpr std::int64_t a_minute_ms = 60'000;
constexpr std::int64_t a_day_ms = 24 * 60 * a_minute_ms;
constexpr std::int64_t most_segments = 10;

Enqueued refused(ErrorKind kind, std::string_view code, std::string detail = {}) {
    return {{}, Error{kind, code, std::move(detail)}};
}

std::string signed_text(std::string_view signature, std::string_view text) {
    return signature.empty() ? std::string{text} : fmt::format("【{}】{}", signature, text);
}

bool is_sendable(std::string_view number) {
    number.remove_prefix(number.starts_with('+') ? 1 : 0);
    return number.size() >= 3 && number.size() <= 20 &&
           number.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The customer of a call in which this person spoke or was rung.
Result<std::optional<std::string>> customer_of(db::Connection& connection, const SmsRow& row) {
    return connection.row<std::string>(
        "SELECT customer_number FROM calls WHERE id = ? AND tenant_id = ? AND (agent_id = ? OR EXISTS (SELECT 1 FROM "
        "call_legs WHERE call_legs.call_id = calls.id AND call_legs.user_id = ?))",
        row.call_id.value_or(0), row.tenant_id, row.user_id, row.user_id);
}

// What was refused, or never left us, does not keep anybody from trying anew.
Result<std::optional<Error>> over_limit(db::Connection& connection, const SmsRow& row, const settings::SiteSms& sms) {
    const auto count_since = [&](std::int64_t since_ms) {
        return connection.one<std::int64_t>(
            "SELECT COUNT(*) FROM sms_messages WHERE tenant_id = ? AND number = ? AND created_at_ms > ? AND state <> "
            "'failed'",
            row.tenant_id, row.number, since_ms);
    };
    YH_TRY(const auto lately, count_since(row.created_at_ms - sms.same_number_every_s * 1000));
    if (lately > 0 && sms.same_number_every_s > 0) {
        return std::optional{Error{ErrorKind::TooMany, "sms.too_soon", std::to_string(sms.same_number_every_s)}};
    }
    YH_TRY(const auto today, count_since(row.created_at_ms - a_day_ms));
    if (today >= sms.same_number_a_day) {
        return std::optional{Error{ErrorKind::TooMany, "sms.too_many_today", std::to_string(sms.same_number_a_day)}};
    }
    YH_TRY(const auto all,
           connection.one<std::int64_t>("SELECT COUNT(*) FROM sms_messages WHERE tenant_id = ? AND created_at_ms > ?",
                                        row.tenant_id, row.created_at_ms - a_minute_ms));
    if (all >= sms.per_minute) {
        return std::optional{Error{ErrorKind::TooMany, "sms.too_many", std::to_string(sms.per_minute)}};
    }
    return std::optional<Error>{};
}

/// The text as it will be sent, in `row`; or why there is none.
Result<std::optional<Error>> write_text(db::Connection& connection, const SmsWish& wish, const SmsNames& names,
                                        const settings::SiteSms& sms, SmsRow& row) {
    if (!wish.template_ || wish.template_->empty()) {
        if (!sms.free_text) {
            return std::optional{Error{ErrorKind::Forbidden, "sms.no_free_text", {}}};
        }
        const auto text = wish.text.value_or("");
        row.text = text.empty() ? text : signed_text(sms.signature, text);
        return std::optional<Error>{};
    }
    YH_TRY(const auto templates, settings::load_sms_templates(connection, row.tenant_id));
    const auto found = std::ranges::find(templates, *wish.template_, &settings::SiteSmsTemplate::name);
    if (found == templates.end()) {
        return std::optional{Error{ErrorKind::NotFound, "sms.template_unknown", *wish.template_}};
    }
    if (!found->approved) {
        return std::optional{Error{ErrorKind::Forbidden, "sms.not_approved", *wish.template_}};
    }
    row.template_ = found->name;
    row.text = filled_template(*found, names, row.number);
    return std::optional<Error>{};
}

}  // namespace

std::string filled_template(const settings::SiteSmsTemplate& one, const SmsNames& names, const std::string& number) {
    return signed_text(one.signature, settings::fill_words(one.text, {{"customer", names.customer},
                                                                      {"agent", names.agent},
                                                                      {"agent_number", names.agent_number},
                                                                      {"company", names.company},
                                                                      {"number", number}}));
}

Result<Enqueued> enqueue(db::Connection& connection, SmsRow row, const SmsWish& wish, const SmsNames& names) {
    YH_TRY(const auto sms, settings::load_sms(connection, row.tenant_id));
    if (!sms || !sms->enabled) {
        return refused(ErrorKind::Conflict, "sms.no_gateway");
    }
    if (row.number.empty() && row.call_id) {
        YH_TRY(const auto number, customer_of(connection, row));
        row.number = number.value_or("");
    }
    if (!is_sendable(row.number)) {
        return refused(ErrorKind::InvalidInput, "sms.no_number");
    }
    YH_TRY(auto problem, write_text(connection, wish, names, *sms, row));
    if (problem) {
        return Enqueued{{}, std::move(problem)};
    }
    row.segments = size_of_sms(row.text).segments;
    if (row.text.find_first_not_of(" \t\r\n") == std::string::npos) {
        return refused(ErrorKind::InvalidInput, "sms.empty");
    }
    if (row.segments > most_segments) {
        return refused(ErrorKind::InvalidInput, "sms.too_long", std::to_string(row.segments));
    }
    YH_TRY(auto limit, over_limit(connection, row, *sms));
    if (limit) {
        return Enqueued{{}, std::move(limit)};
    }
    YH_CHECK(connection.insert("sms_messages", row));
    return Enqueued{std::move(row), {}};
}

Result<SmsDue> due_messages(db::Connection& connection, std::int64_t now_ms) {
    SmsDue due;
    YH_TRY(due.rows, connection.rows<SmsRow>("SELECT * FROM sms_messages WHERE state = 'queued' AND next_at_ms <= ? "
                                             "ORDER BY next_at_ms, id LIMIT 100",
                                             now_ms));
    YH_TRY(due.next_at_ms, connection.row<std::int64_t>("SELECT next_at_ms FROM sms_messages WHERE state = 'queued' "
                                                        "AND next_at_ms > ? ORDER BY next_at_ms LIMIT 1",
                                                        now_ms));
    return due;
}

Result<std::optional<Claimed>> claim(db::Connection& connection, std::int64_t id) {
    YH_TRY(const auto taken, connection.run("UPDATE sms_messages SET state = 'sending', attempts = attempts + 1 WHERE "
                                            "id = ? AND state = 'queued'",
                                            id));
    if (taken != 1) {
        return std::optional<Claimed>{};
    }
    Claimed claimed;
    YH_TRY(claimed.row, connection.one<SmsRow>("SELECT * FROM sms_messages WHERE id = ?", id));
    YH_TRY(claimed.gateway, settings::load_sms(connection, claimed.row.tenant_id));
    return std::optional{std::move(claimed)};
}

Result<void> settle(db::Connection& connection, const Claimed& claimed, const SmsDelivery& delivery,
                    std::int64_t now_ms) {
    const auto attempts = claimed.gateway ? claimed.gateway->attempts : 0;
    if (delivery.outcome == SmsOutcome::NotReached && claimed.row.attempts < attempts) {
        constexpr std::int64_t first_pause_ms = 1000;
        return put_back(connection, claimed.row.id, now_ms + first_pause_ms * claimed.row.attempts, Attempt::Counts);
    }
    const auto state = delivery.outcome == SmsOutcome::Sent      ? SmsState::Sent
                       : delivery.outcome == SmsOutcome::Unclear ? SmsState::Unknown
                                                                 : SmsState::Failed;
    return connection.change(
        "UPDATE sms_messages SET state = ?, reason = ?, detail = ?, ended_at_ms = ? WHERE id = ? "
        "AND state = 'sending'",
        enum_text(state), delivery.reason, delivery.detail, now_ms, claimed.row.id);
}

Result<void> put_back(db::Connection& connection, std::int64_t id, std::int64_t next_at_ms, Attempt attempt) {
    return connection.change(
        "UPDATE sms_messages SET state = 'queued', next_at_ms = ?, attempts = attempts - ? WHERE "
        "id = ? AND state = 'sending'",
        next_at_ms, std::int64_t{attempt == Attempt::Counts ? 0 : 1}, id);
}

Result<std::int64_t> give_up_unfinished(db::Connection& connection, std::int64_t now_ms) {
    return connection.run(
        "UPDATE sms_messages SET state = 'unknown', reason = 'sms.restarted', ended_at_ms = ? WHERE "
        "state = 'sending'",
        now_ms);
}

}  // namespace yh::office::sms

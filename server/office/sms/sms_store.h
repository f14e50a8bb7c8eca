#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/result.h"
#include "db/connection.h"
#include "model/ids.h"
#include "office/settings/site_messages.h"
#include "office/sms/gateway.h"

// Texts in the database. Thread of all: one that may block.
namespace yh::office::sms {

/// queued → sending → sent, failed or unknown. From `sending` none goes back unless nothing had left us.
enum class SmsState { Queued, Sending, Sent, Failed, Unknown };
BOOST_DESCRIBE_ENUM(SmsState, Queued, Sending, Sent, Failed, Unknown)

struct SmsRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::int64_t user_id = 0;
    std::optional<std::int64_t> call_id;
    std::string number;
    std::string text;
    std::string template_;  ///< empty: written freely
    std::int64_t segments = 0;
    SmsState state = SmsState::Queued;
    std::string reason;  ///< a code of ours: "sms.refused"
    std::string detail;  ///< in the gateway's words
    std::int64_t attempts = 0;
    std::int64_t created_at_ms = 0;
    std::int64_t next_at_ms = 0;  ///< not before this
    std::optional<std::int64_t> ended_at_ms;
};
BOOST_DESCRIBE_STRUCT(SmsRow, (),
                      (id, tenant_id, user_id, call_id, number, text, template_, segments, state, reason, detail,
                       attempts, created_at_ms, next_at_ms, ended_at_ms))

/// What somebody wants sent.
struct SmsWish {
    std::optional<std::string> number;  ///< or the token that stands for one
    std::optional<model::CallId> call;  ///< without a number: its customer's
    std::optional<std::string> template_;
    std::optional<std::string> text;
    std::optional<std::string> customer;  ///< the name that stands for {customer}
};
BOOST_DESCRIBE_STRUCT(SmsWish, (), (number, call, template_, text, customer))

/// The names behind the words of a template.
struct SmsNames {
    std::string customer;
    std::string agent;
    std::string agent_number;
    std::string company;
};

/// The text of a template with its signature.
std::string filled_template(const settings::SiteSmsTemplate& one, const SmsNames& names, const std::string& number);

/// Either a row that is queued now, or why nothing is sent.
struct Enqueued {
    std::optional<SmsRow> row;
    std::optional<Error> refusal;  ///< a value, because a person's mistake is no trouble of the database
};

/// Makes the text and checks everything that must hold before it is sent: gateway, template, limits (R203). `row` has
/// who, when, and the number or the call. Refusals: sms.no_gateway, sms.no_number, sms.template_unknown,
/// sms.not_approved, sms.no_free_text, sms.empty, sms.too_long, sms.too_soon, sms.too_many_today, sms.too_many.
Result<Enqueued> enqueue(db::Connection& connection, SmsRow row, const SmsWish& wish, const SmsNames& names);

/// What may be sent next.
struct SmsDue {
    std::vector<SmsRow> rows;
    std::optional<std::int64_t> next_at_ms;  ///< of the next one that is not due yet
};
Result<SmsDue> due_messages(db::Connection& connection, std::int64_t now_ms);

/// The row as `sending`, with its gateway; nothing when somebody else has it or it is over.
struct Claimed {
    SmsRow row;
    std::optional<settings::SiteSms> gateway;
};
Result<std::optional<Claimed>> claim(db::Connection& connection, std::int64_t id);
/// Writes down what became of it. NotReached below the gateway's number of attempts: queued again, later.
Result<void> settle(db::Connection& connection, const Claimed& claimed, const SmsDelivery& delivery,
                    std::int64_t now_ms);
enum class Attempt { Counts, DoesNotCount };
/// Back to the queue, because nothing has left us.
Result<void> put_back(db::Connection& connection, std::int64_t id, std::int64_t next_at_ms, Attempt attempt);
/// What a process that died left as `sending` may have been delivered. Returns how many.
Result<std::int64_t> give_up_unfinished(db::Connection& connection, std::int64_t now_ms);

}  // namespace yh::office::sms

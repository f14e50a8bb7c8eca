#include "office/sms/gateway_request.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json_value.h"
#include "base/utf8.h"
#include "http/text.h"
#include "office/settings/sms_words.h"

namespace yh::office::sms {

namespace {

std::string json_escaped(std::string_view text) {
    std::string quoted;
    append_json(quoted, text);
    return quoted.substr(1, quoted.size() - 2);
}

std::string one_line(std::string_view text) {
    std::string line{text};
    std::erase_if(line, [](char c) { return c >= 0 && c < ' '; });
    return line;
}

std::string content_type(const settings::SiteSms& gateway) {
    for (const auto& header : gateway.headers) {
        if (http::same_text(header.name, "content-type")) {
            return header.value;
        }
    }
    return {};
}

/// The member at "result.code"; null: there is none.
const JsonValue* member_at(const JsonValue& answer, std::string_view path) {
    const JsonValue* at = &answer;
    for (const auto name : http::split(path, '.')) {
        at = at == nullptr ? nullptr : at->find(name);
    }
    return at;
}

std::string text_of(const JsonValue* value) {
    if (value == nullptr || value->is_null()) {
        return {};
    }
    if (const auto* text = value->as_text()) {
        return *text;
    }
    std::string text;
    append_json(text, *value);
    return text;
}

std::string shortened(std::string_view text) {
    constexpr std::size_t longest = 200;
    std::size_t end = 0;
    while (end < text.size() && end < longest) {
        const auto length = utf8_length(text.substr(end));
        end += length == 0 ? 1 : length;
    }
    return one_line(clean_utf8(text.substr(0, end)));
}

SmsDelivery judge_status(long status, std::string detail) {
    // A proxy that lost the gateway in the middle of it tells nothing of the text.
    constexpr long bad_gateway = 502;
    constexpr long gateway_timeout = 504;
    const bool unclear = status == bad_gateway || status == gateway_timeout;
    return {unclear ? SmsOutcome::Unclear : SmsOutcome::Refused, unclear ? "sms.no_answer" : "sms.refused",
            fmt::format("HTTP {} {}", status, detail)};
}

}  // namespace

GatewayRequest request_for(const SmsToSend& sms) {
    const auto& gateway = sms.gateway;
    const settings::WordValues values{
        {"number", sms.number}, {"text", sms.text}, {"sender", gateway.sender}, {"secret", gateway.secret}};
    GatewayRequest made;
    made.method = gateway.method == settings::SmsMethod::Get   ? "GET"
                  : gateway.method == settings::SmsMethod::Put ? "PUT"
                                                               : "POST";
    made.url = settings::fill_words(gateway.url, values, http::url_encode);
    for (const auto& header : gateway.headers) {
        made.headers.push_back(header.name + ": " + settings::fill_words(header.value, values, one_line));
    }
    if (gateway.method == settings::SmsMethod::Get) {
        return made;
    }
    const auto type = content_type(gateway);
    std::function<std::string(std::string_view)> encode;
    if (type.find("json") != std::string::npos) {
        encode = json_escaped;
    } else if (type.find("urlencoded") != std::string::npos) {
        encode = http::url_encode;
    }
    made.body = settings::fill_words(gateway.body, values, encode);
    return made;
}

SmsDelivery judge(const settings::SiteSms& gateway, long status, const std::string& body) {
    const auto json = JsonValue::parse(body);
    std::string detail;
    if (json.ok() && !gateway.problem_field.empty()) {
        detail = text_of(member_at(*json, gateway.problem_field));
    }
    detail = shortened(detail.empty() ? body : detail);
    if (status < 200 || status > 299) {
        return judge_status(status, std::move(detail));
    }
    if (gateway.success_field.empty()) {
        const bool said = gateway.success_value.empty() || body.find(gateway.success_value) != std::string::npos;
        return said ? SmsDelivery{SmsOutcome::Sent, {}, {}}
                    : SmsDelivery{SmsOutcome::Refused, "sms.refused", std::move(detail)};
    }
    const auto* said = json.ok() ? member_at(*json, gateway.success_field) : nullptr;
    if (said == nullptr) {
        return {SmsOutcome::Unclear, "sms.not_understood", std::move(detail)};
    }
    return text_of(said) == gateway.success_value ? SmsDelivery{SmsOutcome::Sent, {}, {}}
                                                  : SmsDelivery{SmsOutcome::Refused, "sms.refused", std::move(detail)};
}

}  // namespace yh::office::sms

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "office/settings/sms_words.h"
#include "office/settings/tenant_check.h"

// What a site says of texts and of the management platform.
namespace yh::office::settings {

namespace {

bool is_web_address(const std::string& text) {
    const auto start = text.starts_with("https://") ? 8U : text.starts_with("http://") ? 7U : 0U;
    return start != 0 && text.size() > start && text.find_first_of(" \t\"<>\\^`|") == std::string::npos;
}

// Header names are tokens (RFC 9110 §5.6.2).
bool is_token(const std::string& text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
    });
}

}  // namespace

void TenantCheck::messages() {
    Names signatures;
    for (std::size_t i = 0; i < tenant_.sms_signature.size(); ++i) {
        const auto& signature = tenant_.sms_signature[i];
        at("sms_signature", i, signature.name);
        once("name", signature.name, signatures);
        if (signature.name.find_first_of("【】[]/") != std::string::npos) {
            note("name", "config.malformed", "a signature has no brackets of its own");
        }
    }
    Names templates;
    for (std::size_t i = 0; i < tenant_.sms_template.size(); ++i) {
        const auto& one = tenant_.sms_template[i];
        at("sms_template", i, one.name);
        once("name", one.name, templates);
        if (one.text.empty()) {
            note("text", "config.required", "a template needs a text");
        }
        if (const auto word = find_unknown_word(one.text, template_words)) {
            note("text", "config.unknown_word", fmt::format("{{{}}} is no word of a template", *word));
        }
        if (!signatures.contains(one.signature)) {
            note("signature", one.signature.empty() ? "config.required" : "config.unknown_signature",
                 fmt::format("signature '{}' is not declared", one.signature));
        }
    }
    if (tenant_.sms) {
        gateway(*tenant_.sms, signatures);
    }
    if (tenant_.platform) {
        at("platform", 0, "platform");
        const auto& address = tenant_.platform->address;
        if (!address.empty() && !is_web_address(address)) {
            note("address", "config.malformed", "the platform's address begins with http:// or https://");
        } else if (tenant_.platform->enabled && address.empty()) {
            note("address", "config.required", "a platform needs an address");
        }
    }
}

void TenantCheck::gateway(const SiteSms& sms, const Names& signatures) {
    at("sms", 0, "sms");
    if (sms.url.empty() && sms.enabled) {
        note("url", "config.required", "a gateway needs a URL");
    } else if (!sms.url.empty() && !is_web_address(sms.url)) {
        note("url", "config.malformed", "the URL begins with http:// or https://");
    }
    std::string all = sms.url + sms.body;
    for (std::size_t i = 0; i < sms.headers.size(); ++i) {
        all += sms.headers[i].value;
        if (!is_token(sms.headers[i].name)) {
            note(fmt::format("headers[{}].name", i), "config.malformed", "no name of a header");
        }
    }
    for (const std::string_view word : {"{number}", "{text}"}) {
        if (sms.enabled && all.find(word) == std::string::npos) {
            note("body", "config.word_missing", fmt::format("neither URL nor body holds {}", word));
        }
    }
    range("timeout_s", sms.timeout_s, 1, 60);
    range("attempts", sms.attempts, 1, 10);
    range("per_minute", sms.per_minute, 1, 10'000);
    range("same_number_every_s", sms.same_number_every_s, 0, 86'400);
    range("same_number_a_day", sms.same_number_a_day, 1, 10'000);
    if (!sms.signature.empty() && !signatures.contains(sms.signature)) {
        note("signature", "config.unknown_signature", fmt::format("signature '{}' is not declared", sms.signature));
    }
}

}  // namespace yh::office::settings

#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string>
#include <vector>

// What a site says of texts to customers (短信) and of the management platform above it.
namespace yh::office::settings {

enum class SmsMethod { Get, Post, Put };
BOOST_DESCRIBE_ENUM(SmsMethod, Get, Post, Put)

struct SiteHeader {
    std::string name;
    std::string value;

    bool operator==(const SiteHeader&) const = default;
};
BOOST_DESCRIBE_STRUCT(SiteHeader, (), (name, value))

/// The HTTP gateway that texts are handed to. URL, headers and body may hold {number}, {text}, {sender} and {secret}.
struct SiteSms {
    bool enabled = false;
    std::string url;
    SmsMethod method = SmsMethod::Post;
    std::vector<SiteHeader> headers = {{"Content-Type", "application/json"}};
    std::string body = R"({"to":"{number}","text":"{text}","from":"{sender}"})";
    std::string secret;  ///< empty: keeps the old one; never shown again
    std::string sender;
    /// What in the answer means success: a member of its JSON ("result.code") that equals `success_value`. Without a
    /// field, text that the answer holds; without both, every 2xx does.
    std::string success_field;
    std::string success_value;
    std::string problem_field;  ///< member of the JSON that says why not
    std::int64_t timeout_s = 10;
    std::int64_t attempts = 3;  ///< how often a gateway that cannot be reached is tried
    std::int64_t per_minute = 60;
    std::int64_t same_number_every_s = 60;  ///< R203
    std::int64_t same_number_a_day = 10;
    bool free_text = true;  ///< not only templates may be sent
    std::string signature;  ///< of what is sent without a template; empty: none

    bool operator==(const SiteSms&) const = default;
};
BOOST_DESCRIBE_STRUCT(SiteSms, (),
                      (enabled, url, method, headers, body, secret, sender, success_field, success_value, problem_field,
                       timeout_s, attempts, per_minute, same_number_every_s, same_number_a_day, free_text, signature))

/// R206: "应和客服" stands before the text as 【应和客服】.
struct SiteSmsSignature {
    std::string name;
    std::string remark;

    bool operator==(const SiteSmsSignature&) const = default;
};
BOOST_DESCRIBE_STRUCT(SiteSmsSignature, (), (name, remark))

/// R205: a text with {customer}, {agent}, {agent_number}, {company} and {number}. Only an approved one can be sent.
struct SiteSmsTemplate {
    std::string name;
    std::string text;
    std::string signature;
    bool approved = false;

    bool operator==(const SiteSmsTemplate&) const = default;
};
BOOST_DESCRIBE_STRUCT(SiteSmsTemplate, (), (name, text, signature, approved))

/// R035: the central management platform, which may read and apply this company's configuration with a key.
struct SitePlatform {
    bool enabled = false;
    std::string address;  ///< of its console: http or https

    bool operator==(const SitePlatform&) const = default;
};
BOOST_DESCRIBE_STRUCT(SitePlatform, (), (enabled, address))

}  // namespace yh::office::settings

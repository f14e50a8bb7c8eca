#include "main/smtp_mail.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <utility>

#include "base/clock.h"
#include "base/random.h"
#include "main/http_client.h"
#include "office/alerts/mail_text.h"

namespace yh::app {

using office::alerts::MailDelivery;
using office::alerts::MailToSend;
using office::settings::MailSecurity;

namespace {

constexpr long give_up_after_s = 30;
constexpr std::size_t longest_detail = 200;

struct FreeCurl {
    void operator()(CURL* handle) const { ::curl_easy_cleanup(handle); }
};
struct FreeList {
    void operator()(curl_slist* list) const { ::curl_slist_free_all(list); }
};

/// The message on its way out, and what the server says meanwhile.
struct Talk {
    std::string message;
    std::size_t sent = 0;
    std::string last_line;
    std::array<char, CURL_ERROR_SIZE> problem{};  ///< in curl's words
    bool inside = false;                          ///< an address was refused because it is one of our own network
};

extern "C" std::size_t give_message(char* into, std::size_t size, std::size_t count, void* from) noexcept {
    auto& talk = *static_cast<Talk*>(from);
    const auto bytes = std::min(size * count, talk.message.size() - talk.sent);
    std::memcpy(into, talk.message.data() + talk.sent, bytes);
    talk.sent += bytes;
    return bytes;
}

extern "C" std::size_t keep_mail_line(char* data, std::size_t size, std::size_t count, void* into) noexcept {
    constexpr std::string_view good_bye = "221";  // also after a refusal: it tells nothing
    try {
        const std::string_view line{data, std::min(size * count, longest_detail)};
        if (!line.starts_with(good_bye)) {
            static_cast<Talk*>(into)->last_line = line;
        }
    } catch (...) {
        return 0;  // curl then fails the transfer
    }
    return size * count;
}

std::string text_of(const sockaddr& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const void* bytes = address.sa_family == AF_INET6
                            ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in6&>(address).sin6_addr)
                            : static_cast<const void*>(&reinterpret_cast<const sockaddr_in&>(address).sin_addr);
    const auto* made = ::inet_ntop(address.sa_family, bytes, text.data(), static_cast<socklen_t>(text.size()));
    return made == nullptr ? std::string{} : std::string{made};
}

// The address that is really connected to, whatever a name server says from one moment to the next.
extern "C" curl_socket_t open_mail_socket(void* talk, curlsocktype, curl_sockaddr* address) noexcept {
    try {
        if (is_inside(text_of(address->addr))) {
            static_cast<Talk*>(talk)->inside = true;
            return CURL_SOCKET_BAD;
        }
    } catch (...) {
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::string clean_line(std::string_view line) {
    std::string clean;
    for (const char c : line) {
        if (static_cast<unsigned char>(c) >= ' ' && c != '\x7f') {
            clean += c;
        }
    }
    return clean;
}

std::string_view reason_of(CURLcode failed) {
    switch (failed) {
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_CONNECT:
        case CURLE_URL_MALFORMAT:
            return "mail.unreachable";
        case CURLE_PEER_FAILED_VERIFICATION:
            return "mail.untrusted";
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_USE_SSL_FAILED:
        case CURLE_SSL_CACERT_BADFILE:
            return "mail.tls";
        case CURLE_LOGIN_DENIED:
            return "mail.login";
        case CURLE_OPERATION_TIMEDOUT:
            return "mail.no_answer";
        default:
            return "mail.refused";
    }
}

void set_up(CURL* handle, const MailToSend& mail, Talk& talk, bool may_be_inside) {
    const auto& server = mail.server;
    const auto scheme = server.security == MailSecurity::Tls ? "smtps" : "smtp";
    ::curl_easy_setopt(handle, CURLOPT_URL, fmt::format("{}://{}:{}", scheme, server.host, server.port).c_str());
    ::curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    ::curl_easy_setopt(handle, CURLOPT_PROXY, "");
    ::curl_easy_setopt(handle, CURLOPT_TIMEOUT, give_up_after_s);
    ::curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);  // a signal would hit any thread
    ::curl_easy_setopt(handle, CURLOPT_USE_SSL,
                       server.security == MailSecurity::None ? CURLUSESSL_NONE : CURLUSESSL_ALL);
    // Besides the system's authorities, which curl looks up in their folder. A server's own certificate is trusted as
    // it is, whoever signed it; its names must be right all the same.
    if (!server.certificate.empty()) {
        curl_blob trusted{};
        trusted.data = const_cast<char*>(server.certificate.data());
        trusted.len = server.certificate.size();
        trusted.flags = CURL_BLOB_COPY;
        ::curl_easy_setopt(handle, CURLOPT_CAINFO_BLOB, &trusted);
    }
    ::curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, talk.problem.data());
    if (!server.username.empty()) {
        ::curl_easy_setopt(handle, CURLOPT_USERNAME, server.username.c_str());
        ::curl_easy_setopt(handle, CURLOPT_PASSWORD, server.secret.c_str());
    }
    ::curl_easy_setopt(handle, CURLOPT_MAIL_FROM, ("<" + server.sender + ">").c_str());
    ::curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
    ::curl_easy_setopt(handle, CURLOPT_READFUNCTION, &give_message);
    ::curl_easy_setopt(handle, CURLOPT_READDATA, &talk);
    ::curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &keep_mail_line);
    ::curl_easy_setopt(handle, CURLOPT_HEADERDATA, &talk);
    if (!may_be_inside) {
        ::curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, &open_mail_socket);
        ::curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, &talk);
    }
}

}  // namespace

MailDelivery send_mail_now(const MailToSend& mail, const std::vector<std::string>& hosts_inside, std::int64_t at_ms) {
    const std::unique_ptr<CURL, FreeCurl> handle{::curl_easy_init()};
    std::unique_ptr<curl_slist, FreeList> recipients;
    for (const auto& one : mail.to) {
        if (auto* longer = ::curl_slist_append(recipients.get(), ("<" + one + ">").c_str()); longer != nullptr) {
            static_cast<void>(recipients.release());  // the first one stays the head of the longer list
            recipients.reset(longer);
        }
    }
    if (!handle || !recipients || mail.server.host.empty()) {
        return {false, "mail.no_server", {}};
    }
    Talk talk;
    talk.message = office::alerts::message_of(mail, at_ms, random_hex(12));
    const auto host = host_of_url("http://" + mail.server.host);
    set_up(handle.get(), mail, talk, std::ranges::find(hosts_inside, host) != hosts_inside.end());
    ::curl_easy_setopt(handle.get(), CURLOPT_MAIL_RCPT, recipients.get());
    const auto failed = ::curl_easy_perform(handle.get());
    if (failed == CURLE_OK) {
        return {true, {}, clean_line(talk.last_line)};
    }
    if (talk.inside) {
        return {false, "mail.inside", mail.server.host};
    }
    // What the server said last is no reason where it was not even listened to.
    const auto reason = reason_of(failed);
    const auto said =
        clean_line(reason == "mail.tls" || reason == "mail.untrusted" ? talk.problem.data() : talk.last_line);
    return {false, std::string{reason}, said.empty() ? ::curl_easy_strerror(failed) : said};
}

bool SmtpMail::send(MailToSend mail, std::function<void(MailDelivery)> done) {
    return worker_.post([this, mail = std::move(mail), done = std::move(done)] {
        const SystemClock clock;
        home_.post([done, delivery = send_mail_now(mail, hosts_inside_, to_ms(clock.wall()))] { done(delivery); });
    });
}

}  // namespace yh::app

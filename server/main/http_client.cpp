#include "main/http_client.h"

#include <curl/curl.h>

#include <memory>

namespace yh::app {

namespace {

struct Body {
    std::string& text;
    std::size_t most_bytes;
};

extern "C" std::size_t take_body(char* data, std::size_t size, std::size_t count, void* into) noexcept {
    auto& body = *static_cast<Body*>(into);
    if (body.most_bytes != 0 && body.text.size() + size * count > body.most_bytes) {
        return 0;  // curl then fails the transfer
    }
    try {
        body.text.append(data, size * count);
        return size * count;
    } catch (...) {
        return 0;  // curl then fails the transfer
    }
}

struct FreeCurl {
    void operator()(CURL* handle) const { ::curl_easy_cleanup(handle); }
};
struct FreeList {
    void operator()(curl_slist* list) const { ::curl_slist_free_all(list); }
};

}  // namespace

Result<HttpAnswer> http_call(const HttpCall& call) {
    const std::unique_ptr<CURL, FreeCurl> handle{::curl_easy_init()};
    if (!handle) {
        return Error{ErrorKind::Internal, "url.unreachable", "libcurl failed to start"};
    }
    HttpAnswer answer;
    std::unique_ptr<curl_slist, FreeList> headers;
    if (!call.token.empty()) {
        headers.reset(::curl_slist_append(nullptr, ("Authorization: Bearer " + call.token).c_str()));
    }
    ::curl_easy_setopt(handle.get(), CURLOPT_URL, call.url.c_str());
    ::curl_easy_setopt(handle.get(), CURLOPT_CUSTOMREQUEST, call.method.c_str());
    ::curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers.get());
    ::curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT, call.give_up_after_s);
    ::curl_easy_setopt(handle.get(), CURLOPT_PROTOCOLS_STR, "http,https");
    ::curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);  // a signal would hit any thread
    ::curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, &take_body);
    Body body{answer.body, call.most_bytes};
    ::curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &body);
    if (!call.body.empty()) {
        ::curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.body.size()));
        ::curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDS, call.body.c_str());
    }
    if (const auto failed = ::curl_easy_perform(handle.get()); failed != CURLE_OK) {
        return unavailable("url.unreachable", call.url + ": " + ::curl_easy_strerror(failed));
    }
    ::curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &answer.status);
    return answer;
}

}  // namespace yh::app

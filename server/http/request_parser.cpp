#include "http/request_parser.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include "http/text.h"

namespace yh::http {

namespace beast = boost::beast;
namespace bh = beast::http;
using beast::error_code;

namespace {

std::string_view view(beast::string_view text) {
    return {text.data(), text.size()};
}

enum class BodyPlace { Memory, File, Nowhere };

/// RFC 9112 §3.2: an absolute target is accepted and its authority ignored, as every server must.
std::string_view without_authority(std::string_view target) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (target.size() > scheme.size() && same_text(target.substr(0, scheme.size()), scheme)) {
            const auto slash = target.find('/', scheme.size());
            return slash == std::string_view::npos ? std::string_view{"/"} : target.substr(slash);
        }
    }
    return target;
}

}  // namespace

struct RequestParser::Impl final : bh::basic_parser<true> {
    explicit Impl(const ParserLimits& set) : limits{set} {
        header_limit(static_cast<std::uint32_t>(set.header_bytes));
        body_limit(boost::none);  // ours, because it depends on the route
    }

    void refuse(int status, std::string_view code, error_code& error) {
        problem = {status, code};
        error = bh::error::bad_value;
    }

    void on_request_impl(bh::verb, beast::string_view method, beast::string_view target, int version,
                         error_code& error) override {
        http_version = version;
        const auto known = find_method(view(method));
        if (!known) {
            return refuse(501, "http.method", error);
        }
        request.method = *known;
        request.target = view(target);
        auto rest = without_authority(request.target);
        if (rest == "*" && *known == Method::Options) {
            rest = "/";
        }
        const auto mark = rest.find('?');
        request.path = rest.substr(0, mark);
        if (request.path.empty() || request.path.front() != '/') {
            return refuse(400, "http.malformed", error);
        }
        if (mark != std::string_view::npos) {
            auto query = parse_query(rest.substr(mark + 1));
            if (!query) {
                return refuse(400, "http.malformed", error);
            }
            request.query = std::move(*query);
        }
    }

    void on_field_impl(bh::field name, beast::string_view word, beast::string_view value, error_code& error) override {
        if (trailer) {
            return;  // RFC 9112 §7.1.2: trailers may be thrown away, and nothing here wants one
        }
        if (request.headers.size() == limits.headers) {
            return refuse(431, "http.header_too_large", error);
        }
        if (name == bh::field::host) {
            ++hosts;
        } else if (name == bh::field::transfer_encoding) {
            // RFC 9112 §6.1, §6.3: any coding but a single "chunked" leaves two readers of one stream with two
            // opinions about where the next request begins; so does one sent by HTTP/1.0.
            if (++encodings > 1 || !same_text(trimmed(view(value)), "chunked") || http_version < 11) {
                return refuse(400, "http.malformed", error);
            }
        } else if (name == bh::field::content_length) {
            if (++lengths > 1 || view(value).find(',') != std::string_view::npos) {
                return refuse(400, "http.malformed", error);
            }
        }
        request.headers.push_back({std::string{view(word)}, std::string{view(value)}});
    }

    void on_header_impl(error_code& error) override {
        // RFC 9112 §3.2: exactly one Host in HTTP/1.1. §6.1: length and coding together are an attack.
        if ((http_version >= 11 && hosts != 1) || hosts > 1 || (encodings > 0 && lengths > 0)) {
            return refuse(400, "http.malformed", error);
        }
        trailer = true;
    }

    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
    std::size_t on_body_impl(beast::string_view piece, error_code& error) override { return take(piece, error); }
    void on_chunk_header_impl(std::uint64_t, beast::string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view piece, error_code& error) override {
        return take(piece, error);
    }
    void on_finish_impl(error_code&) override {
        if (request.upload) {
            request.upload->finish();
        }
    }
    void on_response_impl(int, beast::string_view, int, error_code&) override {}

    std::size_t take(beast::string_view piece, error_code& error) {
        if (piece.size() > body_left) {
            refuse(413, "http.body_too_large", error);
            return 0;
        }
        body_left -= piece.size();
        if (place == BodyPlace::Memory) {
            request.body.append(piece.data(), piece.size());
        } else if (place == BodyPlace::File && !request.upload->append(view(piece))) {
            refuse(503, "http.upload_failed", error);
            return 0;
        }
        return piece.size();
    }

    ParserLimits limits;
    Request request;
    Problem problem;
    BodyPlace place = BodyPlace::Memory;
    std::uint64_t body_left = 0;
    int http_version = 0;
    std::size_t hosts = 0;
    std::size_t encodings = 0;
    std::size_t lengths = 0;
    bool trailer = false;
    bool header_told = false;
};

RequestParser::RequestParser(const ParserLimits& limits) : impl_{std::make_unique<Impl>(limits)}, limits_{limits} {}
RequestParser::~RequestParser() = default;

RequestParser::Fed RequestParser::feed(std::string_view bytes) {
    Fed fed;
    error_code error;
    while (fed.consumed < bytes.size() || (impl_->is_header_done() && !impl_->header_told)) {
        if (!impl_->is_done()) {
            const auto rest = bytes.substr(fed.consumed);
            error = {};
            const auto used = impl_->put(boost::asio::const_buffer{rest.data(), rest.size()}, error);
            fed.consumed += used;
            if (error && error != bh::error::need_more) {
                fed.progress = Progress::Failed;
                problem_ = impl_->problem;
                if (error == bh::error::header_limit) {
                    problem_ = {431, "http.header_too_large"};
                }
                return fed;
            }
            if (!impl_->header_told && impl_->is_header_done()) {
                impl_->header_told = true;
                fed.progress = Progress::HeaderDone;
                return fed;
            }
            if (used == 0 && !impl_->is_done()) {
                break;
            }
        }
        if (impl_->is_done()) {
            fed.progress = Progress::Done;
            return fed;
        }
    }
    if (impl_->is_done() && impl_->header_told) {
        fed.progress = Progress::Done;
    } else if (bytes.size() - fed.consumed > limits_.header_bytes) {
        // A chunk header or trailer that never ends.
        fed.progress = Progress::Failed;
        problem_ = {431, "http.header_too_large"};
    }
    return fed;
}

Request& RequestParser::request() {
    return impl_->request;
}
bool RequestParser::keep_alive() const {
    return impl_->keep_alive();
}
bool RequestParser::wants_upgrade() const {
    return impl_->upgrade();
}
bool RequestParser::started() const {
    return impl_->got_some();
}

std::optional<std::uint64_t> RequestParser::content_length() const {
    if (impl_->chunked()) {
        return std::nullopt;
    }
    const auto length = impl_->content_length();
    return length ? *length : 0;
}

void RequestParser::keep_body(std::uint64_t limit_bytes) {
    impl_->place = BodyPlace::Memory;
    impl_->body_left = limit_bytes;
}

void RequestParser::keep_body(std::uint64_t limit_bytes, std::unique_ptr<UploadedFile> file) {
    impl_->request.upload = std::move(file);
    impl_->place = BodyPlace::File;
    impl_->body_left = limit_bytes;
}

void RequestParser::discard_body(std::uint64_t limit_bytes) {
    impl_->place = BodyPlace::Nowhere;
    impl_->body_left = limit_bytes;
}

void RequestParser::reset() {
    impl_ = std::make_unique<Impl>(limits_);
    problem_ = {};
}

}  // namespace yh::http

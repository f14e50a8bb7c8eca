#include "http/reply.h"

#include <fmt/format.h>

#include "base/log.h"
#include "base/metrics.h"

namespace yh::http {

namespace {

class FunctionTarget final : public Reply::Target {
  public:
    explicit FunctionTarget(std::function<void(Response)> receiver) : receiver_{std::move(receiver)} {}
    void complete(Response response) noexcept override { receiver_(std::move(response)); }

  private:
    std::function<void(Response)> receiver_;
};

}  // namespace

Reply Reply::to(std::function<void(Response)> receiver) {
    return Reply{std::make_unique<FunctionTarget>(std::move(receiver))};
}

Reply& Reply::operator=(Reply&& other) noexcept {
    if (this != &other) {
        drop();
        target_ = std::move(other.target_);
    }
    return *this;
}

Reply::~Reply() {
    drop();
}

void Reply::drop() noexcept {
    if (!target_) {
        return;
    }
    // A reference that the metrics keep until the process ends; looked up once because that takes a lock.
    static auto& dropped = metrics::counter("yinghe_http_no_answer_total", "Requests whose handler dropped the reply");
    dropped.add();
    log().error("http.no_answer");
    fail({ErrorKind::Internal, "http.no_answer", {}});
}

void Reply::send(Response response) {
    if (const auto target = std::move(target_)) {
        target->complete(std::move(response));
    }
}

void Reply::json(std::string text, int status) {
    send({.status = status, .headers = {{"Content-Type", "application/json"}}, .body = std::move(text)});
}

void Reply::text(std::string text, int status) {
    send({.status = status, .headers = {{"Content-Type", "text/plain; charset=utf-8"}}, .body = std::move(text)});
}

void Reply::no_content() {
    send({.status = 204, .headers = {}, .body = std::string{}});
}

void Reply::file(FileBody file, Headers headers) {
    send({.status = 200, .headers = std::move(headers), .body = std::move(file)});
}

void Reply::fail(Error error, std::vector<FieldProblem> fields) {
    send({.status = 0, .headers = {}, .body = Failure{std::move(error), std::move(fields), 0, {}}});
}

void Reply::fail_for(Error error, std::chrono::seconds time) {
    send({.status = 0,
          .headers = {{"Retry-After", std::to_string(time.count())}},
          .body = Failure{std::move(error), {}, 0, time}});
}

Header session_cookie(std::string_view name, std::string_view value, std::int64_t max_age_s, bool over_tls) {
    return {"Set-Cookie", fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{}", name, value, max_age_s,
                                      over_tls ? "; Secure" : "")};
}

}  // namespace yh::http

#include "http/errors.h"

#include "base/json_value.h"

namespace yh::http {

int status_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::InvalidInput:
            return 400;
        case ErrorKind::NotFound:
            return 404;
        case ErrorKind::Conflict:
            return 409;
        case ErrorKind::Unauthenticated:
            return 401;
        case ErrorKind::Forbidden:
            return 403;
        case ErrorKind::Locked:
            return 423;
        case ErrorKind::TooMany:
            return 429;
        case ErrorKind::Full:
        case ErrorKind::Unavailable:
            return 503;
        case ErrorKind::Timeout:
            return 504;
        case ErrorKind::Unsupported:
            return 501;
        case ErrorKind::Internal:
            return 500;
    }
    return 500;
}

namespace {

struct KindText {
    std::string_view chinese;
    std::string_view english;
};

KindText kind_text(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::InvalidInput:
            return {"提交的内容有误，请检查后重试", "The request is not valid; please check it"};
        case ErrorKind::NotFound:
            return {"您要找的内容不存在或已被删除", "What you are looking for does not exist"};
        case ErrorKind::Conflict:
            return {"当前状态下不能进行此操作", "This is not possible in the current state"};
        case ErrorKind::Unauthenticated:
            return {"请先登录", "Please sign in first"};
        case ErrorKind::Forbidden:
            return {"您没有进行此操作的权限", "You are not allowed to do this"};
        case ErrorKind::Locked:
            return {"失败次数过多，已被暂时锁定，请稍后再试", "Locked after too many failures; please wait"};
        case ErrorKind::TooMany:
            return {"操作过于频繁，请稍后再试", "Too many requests; please wait a moment"};
        case ErrorKind::Full:
            return {"系统繁忙，请稍后再试", "The system is busy; please try again later"};
        case ErrorKind::Unavailable:
            return {"服务暂时不可用，请稍后再试", "The service is unavailable; please try again later"};
        case ErrorKind::Timeout:
            return {"等待超时，请重试", "Nobody answered in time; please try again"};
        case ErrorKind::Unsupported:
            return {"暂不支持此操作", "This is not supported"};
        case ErrorKind::Internal:
            return {"系统内部错误，请联系管理员", "Internal error; please tell your administrator"};
    }
    return {};
}

}  // namespace

Messages::Messages() {
    add("http.no_route", "访问的地址不存在", "There is nothing at this address");
    add("http.method", "此地址不支持该请求方式", "This address does not support the method");
    add("http.body_too_large", "提交的内容过大", "The request body is too large");
    add("http.header_too_large", "请求头过大", "The request header is too large");
    add("http.malformed", "请求格式错误", "The request is malformed");
    add("http.cross_site", "已拒绝来自其他网站的请求", "A request from another site was refused");
    add("http.range", "请求的范围超出文件大小", "The requested range is outside the file");
    add("http.too_slow", "接收请求超时", "The request took too long to arrive");
    add("http.file_missing", "文件不存在", "The file does not exist");
    add("http.upload_failed", "保存上传文件失败，请稍后再试", "The upload could not be stored; please try again later");
    add("http.upgrade_required", "此地址只接受 WebSocket 连接", "This address only accepts WebSocket connections");
    add("http.no_protocol", "不支持所请求的子协议", "None of the offered sub-protocols is supported");
}

void Messages::add(std::string_view code, std::string_view chinese, std::string_view english) {
    texts_[code] = {chinese, english};
}

std::string_view Messages::find(std::string_view code, ErrorKind kind, Language language) const {
    if (const auto it = texts_.find(code); it != texts_.end()) {
        return language == Language::English ? it->second.english : it->second.chinese;
    }
    const auto text = kind_text(kind);
    return language == Language::English ? text.english : text.chinese;
}

std::string error_body(const Failure& failure, const Messages& messages, Language language,
                       std::string_view request_id) {
    const auto kind = failure.error.kind;
    std::string out = R"({"error":{"code":)";
    append_json(out, failure.error.code);
    out += R"(,"message":)";
    append_json(out, messages.find(failure.error.code, kind, language));
    if (!failure.fields.empty()) {
        out += R"(,"fields":[)";
        for (const auto& problem : failure.fields) {
            out += out.back() == '[' ? R"({"field":)" : R"(,{"field":)";
            append_json(out, std::string_view{problem.field});
            out += R"(,"code":)";
            append_json(out, problem.code);
            out += R"(,"message":)";
            append_json(out, problem.message.empty() ? messages.find(problem.code, ErrorKind::InvalidInput, language)
                                                     : std::string_view{problem.message});
            out += '}';
        }
        out += ']';
    }
    if (failure.retry_after.count() > 0) {
        out += R"(,"retry_after_s":)";
        append_json(out, std::int64_t{failure.retry_after.count()});
    }
    out += R"(,"request_id":)";
    append_json(out, request_id);
    out += "}}";
    return out;
}

}  // namespace yh::http

#include "http/openapi.h"

#include <map>

#include "base/assert.h"
#include "base/json_value.h"
#include "base/log.h"
#include "http/text.h"

namespace yh::http {

namespace {

std::string quoted(std::string_view text) {
    std::string out;
    append_json(out, text);
    return out;
}

std::string lower(std::string_view word) {
    std::string out{word};
    for (auto& c : out) {
        c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    return out;
}

std::string parameters(const Route& route) {
    std::string out;
    const auto add = [&](std::string_view name, std::string_view place, std::string_view type, bool required) {
        out += out.empty() ? "" : ",";
        out += R"({"name":)" + quoted(name) + R"(,"in":)" + quoted(place) + R"(,"required":)" +
               (required ? "true" : "false") + R"(,"schema":{"type":)" + quoted(type) + "}}";
    };
    for (const auto segment : split(std::string_view{route.pattern}.substr(1), '/')) {
        if (segment.size() > 2 && segment.front() == '{') {
            add(segment.substr(1, segment.size() - 2), "path", "string", true);
        }
    }
    for (const auto& arg : route.query) {
        add(arg.name, "query", arg.type, false);
    }
    return out;
}

std::string content(const Schema& schema) {
    return R"("content":{)" + quoted(schema.content_type) + R"(:{"schema":)" + schema.text + "}}";
}

std::string operation(const Route& route) {
    std::string out = R"({"summary":)" + quoted(route.summary.english) + R"(,"x-summary-zh":)" +
                      quoted(route.summary.chinese) + R"(,"x-permission":)" + quoted(route.permission);
    if (const auto all = parameters(route); !all.empty()) {
        out += R"(,"parameters":[)" + all + "]";
    }
    if (route.request) {
        out += R"(,"requestBody":{"required":true,)" + content(route.request) + "}";
    }
    if (route.permission == everyone) {
        out += R"(,"security":[])";
    }
    out += R"(,"responses":{")" + std::to_string(route.status) + R"(":{"description":"success")";
    if (route.response) {
        out += "," + content(route.response);
    }
    return out + R"(},"default":{"$ref":"#/components/responses/Error"}}})";
}

// Two types of one name would silently describe each other: a mistake in our own table, found at the first start.
void merge(std::map<std::string, std::string>& into, const std::map<std::string, std::string>& parts) {
    for (const auto& [name, schema] : parts) {
        if (const auto [it, is_new] = into.emplace(name, schema); !is_new && it->second != schema) {
            log().error("http.schema_name_taken", {{"name", name}});
            flush_log();
            YH_ASSERT(it->second == schema);
        }
    }
}

constexpr std::string_view error_schema =
    R"({"type":"object","properties":{"error":{"type":"object","properties":{"code":{"type":"string"},)"
    R"("message":{"type":"string"},"fields":{"type":"array","items":{"type":"object","properties":{"field":)"
    R"({"type":"string"},"code":{"type":"string"},"message":{"type":"string"}},"required":["field","code","message"]}},)"
    R"("retry_after_s":{"type":"integer"},"request_id":{"type":"string"}},)"
    R"("required":["code","message","request_id"]}},"required":["error"]})";

constexpr std::string_view error_response =
    R"("responses":{"Error":{"description":"error","content":{"application/json":{"schema":)"
    R"({"$ref":"#/components/schemas/ErrorAnswer"}}}}})";

constexpr std::string_view security_schemes =
    R"("securitySchemes":{"session":{"type":"apiKey","in":"cookie","name":"yinghe_session"},)"
    R"("token":{"type":"http","scheme":"bearer"}})";

}  // namespace

std::string openapi_document(const Router& router, const ApiInfo& info) {
    std::map<std::string, std::string> paths;
    std::map<std::string, std::string> parts{{"ErrorAnswer", std::string{error_schema}}};
    for (const auto& route : router.routes()) {
        if (route->websocket) {
            merge(parts, route->response.parts);  // OpenAPI knows no sockets; their messages are named all the same
            continue;
        }
        if (!route->pattern.starts_with("/api/")) {
            continue;
        }
        auto& path = paths[route->pattern];
        path += path.empty() ? "" : ",";
        path += quoted(lower(text(route->method))) + ":" + operation(*route);
        merge(parts, route->request.parts);
        merge(parts, route->response.parts);
    }
    std::string out = R"({"openapi":"3.1.0","info":{"title":)" + quoted(info.title) + R"(,"version":)" +
                      quoted(info.version) + R"(},"security":[{"session":[]},{"token":[]}],"paths":{)";
    bool first = true;
    for (const auto& [pattern, operations] : paths) {
        out += (first ? "" : ",") + quoted(pattern) + ":{" + operations + "}";
        first = false;
    }
    out += R"(},"components":{"schemas":{)";
    first = true;
    for (const auto& [name, schema] : parts) {
        out += (first ? "" : ",") + quoted(name) + ":" + schema;
        first = false;
    }
    out += "},";
    out += error_response;
    out += ",";
    out += security_schemes;
    return out + "}}";
}

void add_openapi_route(Router& router, const ApiInfo& info) {
    Route route;
    route.pattern = "/api/openapi.json";
    route.permission = everyone;
    route.summary = {"This document", "接口文档"};
    route.response = {"{}", {}, "application/json"};
    auto document = std::make_shared<std::string>();
    route.handler = [document](const Request&, Reply reply) { reply.json(*document); };
    router.add(std::move(route));
    *document = openapi_document(router, info);
}

}  // namespace yh::http

#include "main/front_page.h"

namespace yh::app {

namespace {

constexpr const char* page = R"(<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>应和 Yinghe</title>
<h1>应和 Yinghe</h1>
<p>呼叫中心正在运行。此安装未包含网页。<br>The call centre is running. This installation has no web pages.</p>
<ul>
<li><a href="/healthz">健康检查 Health</a></li>
<li><a href="/api/openapi.json">接口文档 API (OpenAPI)</a></li>
<li><a href="/metrics">指标 Metrics</a></li>
</ul>
</html>
)";

}  // namespace

void add_front_page(http::Router& router) {
    router.add({.method = http::Method::Get,
                .pattern = "/",
                .permission = http::everyone,
                .summary = {"Front page", "首页"},
                .handler = [](http::Request, http::Reply reply) {
                    reply.send({200, {{"Content-Type", "text/html; charset=utf-8"}}, std::string{page}});
                }});
}

}  // namespace yh::app

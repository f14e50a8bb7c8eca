#include <gtest/gtest.h>

#include <filesystem>

#include "http/static_files.h"
#include "http/test_client.h"
#include "http/test_server.h"

namespace yh::http {
namespace {

std::string numbered(std::size_t size) {
    std::string content;
    for (std::size_t i = 0; content.size() < size; ++i) {
        content += std::to_string(i) + ",";
    }
    content.resize(size);
    return content;
}

class FileTest : public testing::TestWithParam<TestTls> {
  protected:
    FileTest() {
        folder_.write("site/index.html", "<html>");
        folder_.write("site/assets/index-4f3a9c1b.js", "plain script");
        folder_.write("site/assets/index-4f3a9c1b.js.gz", "gzip script");
        folder_.write("site/assets/index-4f3a9c1b.js.br", "brotli script");
        folder_.write("site/favicon.ico", "icon");
        folder_.write("secret.txt", "secret");
        std::filesystem::create_symlink("../secret.txt", folder_.path() + "/site/link.txt");
        const auto path = folder_.write("call.wav", content_);
        Router router;
        const auto file = [&](std::string pattern, FileBody body) {
            Route route;
            route.pattern = std::move(pattern);
            route.permission = everyone;
            route.handler = [body = std::move(body)](const Request&, Reply reply) { reply.file(body); };
            router.add(std::move(route));
        };
        file("/audio", {.path = path, .offset = 0, .length = {}, .content_type = "", .download_name = ""});
        file("/part",
             {.path = path, .offset = 1000, .length = 500, .content_type = "text/x", .download_name = "录.wav"});
        file("/missing", {.path = path + "x", .offset = 0, .length = {}, .content_type = "", .download_name = ""});
        file("/folder", {.path = folder_.path(), .offset = 0, .length = {}, .content_type = "", .download_name = ""});
        StaticFilesConfig site;
        site.root = folder_.path() + "/site";
        router.set_fallback(std::move(static_files(site)).value());
        server_ =
            std::make_unique<TestServer>(std::move(router), Hooks{}, ServerConfig{}, TestServer::Serves::HttpAndHttps);
        client_ = std::make_unique<TestClient>(GetParam() == TestTls::Yes ? server_->tls_port() : server_->port(),
                                               GetParam());
    }

    TestResponse get(std::string_view path, const Headers& headers = {}) { return client_->get(path, headers); }

    TestFolder folder_;
    const std::string content_ = numbered(3 * 1000 * 1000);
    std::unique_ptr<TestServer> server_;
    std::unique_ptr<TestClient> client_;
};

INSTANTIATE_TEST_SUITE_P(PlainAndTls, FileTest, testing::Values(TestTls::No, TestTls::Yes));

TEST_P(FileTest, StreamsWholeFiles) {
    const auto response = get("/audio");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.header("Content-Type"), "audio/wav");
    EXPECT_EQ(response.header("Accept-Ranges"), "bytes");
    EXPECT_TRUE(response.body == content_);
    const auto head = client_->request("HEAD", "/audio");
    EXPECT_EQ(head.header("Content-Length"), "3000000");
    EXPECT_EQ(get("/missing").status, 404);
    EXPECT_EQ(get("/folder").status, 404);
}

TEST_P(FileTest, AnswersRanges) {
    const auto middle = get("/audio", {{"Range", "bytes=70000-270000"}});
    EXPECT_EQ(middle.status, 206);
    EXPECT_EQ(middle.header("Content-Range"), "bytes 70000-270000/3000000");
    EXPECT_TRUE(middle.body == content_.substr(70000, 200001));
    const auto suffix = get("/audio", {{"Range", "bytes=-10"}});
    EXPECT_EQ(suffix.status, 206);
    EXPECT_EQ(suffix.body, content_.substr(content_.size() - 10));
    const auto outside = get("/audio", {{"Range", "bytes=3000000-"}});
    EXPECT_EQ(outside.status, 416);
    EXPECT_EQ(outside.header("Content-Range"), "bytes */3000000");
    EXPECT_EQ(get("/audio", {{"Range", "bytes=0-1,5-6"}}).status, 200);
}

TEST_P(FileTest, APartOfAFileIsAFileOfItsOwn) {
    const auto part = get("/part");
    EXPECT_EQ(part.body, content_.substr(1000, 500));
    EXPECT_EQ(part.header("Content-Type"), "text/x");
    EXPECT_NE(part.header("Content-Disposition").find("filename*=UTF-8''%E5%BD%95.wav"), std::string::npos);
    EXPECT_EQ(get("/part", {{"Range", "bytes=499-"}}).body, content_.substr(1499, 1));
    EXPECT_EQ(get("/part", {{"Range", "bytes=500-"}}).status, 416);
}

TEST_P(FileTest, KnowsWhatTheClientHas) {
    const auto first = get("/audio", {{"Range", "bytes=0-0"}});
    const std::string etag{first.header("ETag")};
    const auto same = get("/audio", {{"If-None-Match", "\"other\", " + etag}});
    EXPECT_EQ(same.status, 304);
    EXPECT_TRUE(same.body.empty());
    EXPECT_EQ(same.header("ETag"), etag);
    EXPECT_EQ(get("/audio", {{"If-None-Match", "\"other\""}, {"Range", "bytes=0-0"}}).status, 206);
    EXPECT_EQ(get("/audio", {{"If-Range", etag}, {"Range", "bytes=0-0"}}).status, 206);
    EXPECT_EQ(get("/audio", {{"If-Range", std::string{first.header("Last-Modified")}}, {"Range", "bytes=0-0"}}).status,
              206);
    EXPECT_EQ(get("/audio", {{"If-Range", "\"other\""}, {"Range", "bytes=0-0"}}).status, 200);
}

TEST_P(FileTest, ServesTheSite) {
    EXPECT_EQ(get("/").body, "<html>");
    EXPECT_EQ(get("/").header("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(get("/").header("Cache-Control"), "no-cache");
    EXPECT_EQ(get("/calls/today?x=1").body, "<html>") << "the page's own addresses";
    EXPECT_EQ(get("/api/v1/nothing").status, 404);
    EXPECT_EQ(get("/assets/old-12345678.js").status, 404);
    EXPECT_EQ(get("/favicon.ico").body, "icon");
    const auto script = get("/assets/index-4f3a9c1b.js");
    EXPECT_EQ(script.body, "plain script");
    EXPECT_EQ(script.header("Cache-Control"), "public, max-age=31536000, immutable");
    const auto gzip = get("/assets/index-4f3a9c1b.js", {{"Accept-Encoding", "deflate, gzip"}});
    EXPECT_EQ(gzip.body, "gzip script");
    EXPECT_EQ(gzip.header("Content-Encoding"), "gzip");
    EXPECT_EQ(gzip.header("Content-Type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(get("/assets/index-4f3a9c1b.js", {{"Accept-Encoding", "gzip, br"}}).body, "brotli script");
    EXPECT_EQ(client_->request("POST", "/favicon.ico", {}, "x").status, 404);
}

TEST_P(FileTest, NoPathLeadsOut) {
    for (const auto* path : {"/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/assets/../../secret.txt",
                             "/./../secret.txt", "//../secret.txt", "/..\\secret.txt", "/link.txt",
                             "/assets/%2e%2e%2f%2e%2e%2fsecret.txt", "/%252e%252e/secret.txt"}) {
        const auto response = get(path);
        EXPECT_EQ(response.body.find("secret\n"), std::string::npos) << path;
        EXPECT_NE(response.body, "secret") << path;
    }
    EXPECT_EQ(get("/a%00b").status, 404);
}

}  // namespace
}  // namespace yh::http

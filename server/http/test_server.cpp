#include "http/test_server.h"

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include "http/self_signed.h"

namespace yh::http {

TestFolder::TestFolder() {
    auto path = (std::filesystem::temp_directory_path() / "yinghe-test-XXXXXX").string();
    path_ = ::mkdtemp(path.data());
}

TestFolder::~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string TestFolder::write(const std::string& name, std::string_view content) const {
    const auto path = std::filesystem::path{path_} / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream{path, std::ios::binary} << content;
    return path.string();
}

TestCertificate make_test_certificate(const TestFolder& folder) {
    TestCertificate made{folder.path() + "/cert.pem", folder.path() + "/key.pem"};
    const auto written = make_self_signed(made.cert_file, made.key_file, {"localhost", "127.0.0.1"});
    YH_ASSERT(written.ok());
    return made;
}

struct TestServer::Impl {
    TestFolder folder;
    Loop first{"web1"};
    Loop second{"web2"};
    std::unique_ptr<Server> server;
    std::vector<std::thread> threads;
    bool drained = false;
};

TestServer::TestServer(Router router, Hooks hooks, ServerConfig config, Serves serves, Messages messages)
    : impl_{std::make_unique<Impl>()} {
    if (serves == Serves::HttpAndHttps) {
        const auto certificate = make_test_certificate(impl_->folder);
        config.https = Endpoint{};
        config.cert_file = certificate.cert_file;
        config.key_file = certificate.key_file;
    }
    config.upload_folder = impl_->folder.path();
    auto server = Server::create(std::move(config), std::move(router), std::move(hooks), std::move(messages),
                                 {&impl_->first, &impl_->second});
    YH_ASSERT(server.ok());
    impl_->server = std::move(server).value();
    impl_->server->start();
    impl_->threads.emplace_back([this] { impl_->first.run(); });
    impl_->threads.emplace_back([this] { impl_->second.run(); });
}

TestServer::~TestServer() {
    if (!impl_->drained) {
        drain(std::chrono::milliseconds{50});
    }
    impl_->first.stop();
    impl_->second.stop();
    for (auto& thread : impl_->threads) {
        thread.join();
    }
    impl_->server.reset();
}

void TestServer::drain(Duration at_most) {
    std::promise<void> done;
    impl_->server->drain(at_most, [&done] { done.set_value(); });
    done.get_future().wait();
    impl_->drained = true;
}

std::uint16_t TestServer::port() const {
    return impl_->server->http_port();
}
std::uint16_t TestServer::tls_port() const {
    return impl_->server->https_port();
}
Server& TestServer::server() {
    return *impl_->server;
}
Loop& TestServer::loop() {
    return impl_->first;
}

}  // namespace yh::http

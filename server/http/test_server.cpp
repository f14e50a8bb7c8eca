#include "http/test_server.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

namespace yh::http {

namespace {

struct FreeKey {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeCertificate {
    void operator()(X509* certificate) const { X509_free(certificate); }
};
struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

}  // namespace

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
    const std::unique_ptr<EVP_PKEY, FreeKey> key{EVP_EC_gen("P-256")};
    const std::unique_ptr<X509, FreeCertificate> certificate{X509_new()};
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 24L * 60 * 60);
    X509_set_pubkey(certificate.get(), key.get());
    auto* name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1, -1,
                               0);
    X509_set_issuer_name(certificate.get(), name);
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    TestCertificate made{folder.path() + "/cert.pem", folder.path() + "/key.pem"};
    const File cert_file{std::fopen(made.cert_file.c_str(), "w")};
    PEM_write_X509(cert_file.get(), certificate.get());
    const File key_file{std::fopen(made.key_file.c_str(), "w")};
    PEM_write_PrivateKey(key_file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
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

#include "http/self_signed.h"

#include <fcntl.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <cstdio>
#include <memory>

namespace yh::http {

namespace {

template <auto free>
struct FreeWith {
    template <class T>
    void operator()(T* object) const {
        free(object);  // NOLINT(cppcoreguidelines-owning-memory): the name of a template argument
    }
};
using Key = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, FreeWith<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, FreeWith<X509_EXTENSION_free>>;
using File = std::unique_ptr<std::FILE, FreeWith<std::fclose>>;

bool is_address(const std::string& host) {
    return host.find_first_not_of("0123456789.") == std::string::npos || host.find(':') != std::string::npos;
}

bool add_extension(X509& certificate, int what, const std::string& value) {
    X509V3_CTX context{};
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, &certificate, &certificate, nullptr, nullptr, 0);
    const Extension extension{X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str())};
    return extension && X509_add_ext(&certificate, extension.get(), -1) == 1;
}

Certificate make_certificate(EVP_PKEY& key, const std::vector<std::string>& hosts) {
    constexpr long valid_s = 825L * 24 * 60 * 60;
    Certificate certificate{X509_new()};
    auto* made = certificate.get();
    std::uint32_t serial = 1;
    RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial);
    X509_set_version(made, 2);
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(made), std::uint64_t{serial} + 1);
    X509_gmtime_adj(X509_getm_notBefore(made), -60L * 60);
    X509_gmtime_adj(X509_getm_notAfter(made), valid_s);
    X509_set_pubkey(made, &key);
    auto* name = X509_get_subject_name(made);
    const auto* common = reinterpret_cast<const unsigned char*>(hosts.front().c_str());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, common, -1, -1, 0);
    X509_set_issuer_name(made, name);
    std::string names;
    for (const auto& host : hosts) {
        names += names.empty() ? "" : ",";
        names += (is_address(host) ? "IP:" : "DNS:") + host;
    }
    const bool complete = add_extension(*made, NID_subject_alt_name, names) &&
                          add_extension(*made, NID_ext_key_usage, "serverAuth") &&
                          X509_sign(made, &key, EVP_sha256()) != 0;
    return complete ? std::move(certificate) : nullptr;
}

File open_for_us(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
    return File{descriptor < 0 ? nullptr : ::fdopen(descriptor, "w")};
}

}  // namespace

Result<void> make_self_signed(const std::string& cert_file, const std::string& key_file,
                              const std::vector<std::string>& hosts) {
    const Key key{EVP_EC_gen("P-256")};
    const auto certificate = key && !hosts.empty() ? make_certificate(*key, hosts) : nullptr;
    const auto key_out = open_for_us(key_file);
    const auto cert_out = open_for_us(cert_file);
    if (!certificate || !key_out || !cert_out ||
        PEM_write_PrivateKey(key_out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1 ||
        PEM_write_X509(cert_out.get(), certificate.get()) != 1) {
        return Error{ErrorKind::Internal, "http.certificate_written", cert_file + ": cannot be written"};
    }
    return {};
}

}  // namespace yh::http

#include "http/certificate.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <memory>

namespace yh::http {
namespace {

template <auto free>
struct FreeWith {
    template <class T>
    void operator()(T* object) const {
        free(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, FreeWith<X509_free>>;
using Bytes = std::unique_ptr<BIO, FreeWith<BIO_free_all>>;

constexpr std::int64_t day_ms = 24 * 3600 * std::int64_t{1000};
constexpr std::int64_t now_ms = 20'000 * day_ms;

/// A key with a certificate; made for one test.
struct Issued {
    Key key;
    Certificate certificate;
    std::string key_pem(const char* pass_phrase = nullptr) const {
        const Bytes out{BIO_new(BIO_s_mem())};
        std::string phrase = pass_phrase == nullptr ? "" : pass_phrase;
        PEM_write_bio_PrivateKey(out.get(), key.get(), phrase.empty() ? nullptr : EVP_aes_256_cbc(),
                                 phrase.empty() ? nullptr : reinterpret_cast<unsigned char*>(phrase.data()),
                                 static_cast<int>(phrase.size()), nullptr, nullptr);
        return text_in(out);
    }
    std::string pem() const {
        const Bytes out{BIO_new(BIO_s_mem())};
        PEM_write_bio_X509(out.get(), certificate.get());
        return text_in(out);
    }
    static std::string text_in(const Bytes& bytes) {
        char* data = nullptr;
        const auto length = BIO_get_mem_data(bytes.get(), &data);
        return {data, static_cast<std::size_t>(length)};
    }
};

struct Wish {
    std::string common = "call.example.com";
    std::string names = "DNS:call.example.com,IP:192.168.1.100";
    std::int64_t from_ms = now_ms - day_ms;
    std::int64_t to_ms = now_ms + 90 * day_ms;
    unsigned rsa_bits = 0;  ///< 0: a curve
    const Issued* issuer = nullptr;
    bool authority = false;
};

void add(X509& to, int what, const std::string& value) {
    const std::unique_ptr<X509_EXTENSION, FreeWith<X509_EXTENSION_free>> extension{
        X509V3_EXT_conf_nid(nullptr, nullptr, what, value.c_str())};
    X509_add_ext(&to, extension.get(), -1);
}

Issued make(const Wish& wish) {
    Issued made{Key{wish.rsa_bits == 0 ? EVP_EC_gen("P-256") : EVP_RSA_gen(wish.rsa_bits)}, Certificate{X509_new()}};
    auto* one = made.certificate.get();
    X509_set_version(one, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(one), 1);
    ASN1_TIME_set(X509_getm_notBefore(one), wish.from_ms / 1000);
    ASN1_TIME_set(X509_getm_notAfter(one), wish.to_ms / 1000);
    X509_set_pubkey(one, made.key.get());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(one), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(wish.common.c_str()), -1, -1, 0);
    X509_set_issuer_name(one, X509_get_subject_name(wish.issuer == nullptr ? one : wish.issuer->certificate.get()));
    if (!wish.names.empty()) {
        add(*one, NID_subject_alt_name, wish.names);
    }
    if (wish.authority) {
        add(*one, NID_basic_constraints, "critical,CA:TRUE");
    }
    X509_sign(one, wish.issuer == nullptr ? made.key.get() : wish.issuer->key.get(), EVP_sha256());
    return made;
}

std::string refusal(const std::string& chain, const std::string& key) {
    const auto checked = check_certificate({chain, key}, now_ms);
    return checked.ok() ? "" : std::string{checked.error().code};
}

// R034: what a certificate says of itself is shown before and after it is used.
TEST(CertificateTest, SaysWhoseItIsAndHowLong) {
    const auto root = make({.common = "Example CA", .names = {}, .authority = true});
    const auto own = make({.issuer = &root});
    const auto facts = check_certificate({own.pem() + root.pem(), own.key_pem()}, now_ms);
    ASSERT_TRUE(facts.ok()) << facts.error().code;
    EXPECT_EQ(facts->subject, "call.example.com");
    EXPECT_EQ(facts->names, (std::vector<std::string>{"call.example.com", "192.168.1.100"}));
    EXPECT_EQ(facts->issuer, "Example CA");
    EXPECT_EQ(facts->key, "EC 256");
    EXPECT_EQ(facts->not_after_ms, now_ms + 90 * day_ms);
    EXPECT_FALSE(facts->self_signed);
    EXPECT_EQ(facts->in_chain, 2);
    EXPECT_EQ(facts->fingerprint.size(), 32 * 3 - 1U);
    const auto alone = make({});
    EXPECT_TRUE(check_certificate({alone.pem(), alone.key_pem()}, now_ms)->self_signed);
}

TEST(CertificateTest, R034_PairThatIsNoGoodIsRefusedWithItsReason) {
    const auto own = make({});
    const auto other = make({});
    EXPECT_EQ(refusal(own.pem(), own.key_pem()), "");
    EXPECT_EQ(refusal(own.pem(), other.key_pem()), "certificate.key_differs");
    EXPECT_EQ(refusal("", own.key_pem()), "certificate.none");
    EXPECT_EQ(refusal(own.key_pem(), own.key_pem()), "certificate.none");
    EXPECT_EQ(refusal(own.pem().substr(0, 200), own.key_pem()), "certificate.malformed");
    EXPECT_EQ(refusal(own.pem(), own.pem()), "certificate.no_key");
    EXPECT_EQ(refusal(own.pem(), own.key_pem().substr(0, 80) + "\n-----END PRIVATE KEY-----\n"),
              "certificate.key_malformed");
    EXPECT_EQ(refusal(own.pem(), own.key_pem("secret")), "certificate.key_locked");
    const auto weak = make({.rsa_bits = 1024});
    EXPECT_EQ(refusal(weak.pem(), weak.key_pem()), "certificate.key_weak");
    const auto strong = make({.rsa_bits = 2048});
    EXPECT_EQ(refusal(strong.pem(), strong.key_pem()), "");
    const auto nameless = make({.names = {}});
    EXPECT_EQ(refusal(nameless.pem(), nameless.key_pem()), "certificate.no_names");
}

TEST(CertificateTest, R034_TimesOfTheWholeChainCount) {
    const auto gone = make({.from_ms = now_ms - 10 * day_ms, .to_ms = now_ms - day_ms});
    EXPECT_EQ(refusal(gone.pem(), gone.key_pem()), "certificate.expired");
    const auto to_come = make({.from_ms = now_ms + day_ms});
    EXPECT_EQ(refusal(to_come.pem(), to_come.key_pem()), "certificate.too_early");
    const auto old_root = make({.common = "Old CA", .to_ms = now_ms - day_ms, .authority = true});
    const auto own = make({.issuer = &old_root});
    EXPECT_EQ(refusal(own.pem() + old_root.pem(), own.key_pem()), "certificate.expired");
}

TEST(CertificateTest, R034_EachIsVouchedForByTheOneBehindIt) {
    const auto root = make({.common = "Example CA", .names = {}, .authority = true});
    const auto middle = make({.common = "Issuing CA", .names = {}, .issuer = &root, .authority = true});
    const auto own = make({.issuer = &middle});
    EXPECT_EQ(refusal(own.pem() + middle.pem() + root.pem(), own.key_pem()), "");
    EXPECT_EQ(refusal(own.pem() + middle.pem(), own.key_pem()), "") << "the root itself need not be sent";
    EXPECT_EQ(refusal(own.pem() + root.pem() + middle.pem(), own.key_pem()), "certificate.chain_broken");
    // Same name, another key: only the signature tells.
    const auto impostor = make({.common = "Issuing CA", .names = {}, .issuer = &root, .authority = true});
    EXPECT_EQ(refusal(own.pem() + impostor.pem(), own.key_pem()), "certificate.chain_broken");
    EXPECT_EQ(refusal(middle.pem() + own.pem(), own.key_pem()), "certificate.key_differs");
}

}  // namespace
}  // namespace yh::http

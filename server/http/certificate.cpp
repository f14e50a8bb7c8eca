#include "http/certificate.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>
#include <cstdio>
#include <ctime>
#include <memory>
#include <string_view>

#include "http/stream.h"

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
using Bytes = std::unique_ptr<BIO, FreeWith<BIO_free_all>>;
using Names = std::unique_ptr<GENERAL_NAMES, FreeWith<GENERAL_NAMES_free>>;

// A chain of more is no chain of a web server.
constexpr std::size_t most_in_chain = 10;

Bytes reading(const std::string& text) {
    return Bytes{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
}

std::string utf8_of(const ASN1_STRING* text) {
    unsigned char* bytes = nullptr;
    const int length = text == nullptr ? -1 : ASN1_STRING_to_UTF8(&bytes, text);
    if (length < 0) {
        return {};
    }
    std::string made{reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length)};
    OPENSSL_free(bytes);
    return made;
}

std::string part_of(const X509_NAME* name, int what) {
    const int at = X509_NAME_get_index_by_NID(name, what, -1);
    return at < 0 ? std::string{} : utf8_of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
}

std::string shown(const X509_NAME* name) {
    auto common = part_of(name, NID_commonName);
    return common.empty() ? part_of(name, NID_organizationName) : common;
}

std::int64_t ms_of(const ASN1_TIME* time) {
    std::tm parts{};
    return time != nullptr && ASN1_TIME_to_tm(time, &parts) == 1 ? std::int64_t{timegm(&parts)} * 1000 : 0;
}

std::string address_of(const ASN1_OCTET_STRING* bytes) {
    const auto* data = ASN1_STRING_get0_data(bytes);
    std::string text;
    if (ASN1_STRING_length(bytes) == 4) {
        for (int i = 0; i < 4; ++i) {
            text += (i == 0 ? "" : ".") + std::to_string(data[i]);
        }
    } else if (ASN1_STRING_length(bytes) == 16) {
        std::array<char, 8> group{};
        for (int i = 0; i < 16; i += 2) {
            std::snprintf(group.data(), group.size(), "%s%x", i == 0 ? "" : ":", data[i] << 8 | data[i + 1]);
            text += group.data();
        }
    }
    return text;
}

std::vector<std::string> names_of(const X509& certificate) {
    std::vector<std::string> found;
    const Names names{
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr))};
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        const auto* name = sk_GENERAL_NAME_value(names.get(), i);
        if (name->type == GEN_DNS) {
            found.push_back(utf8_of(name->d.dNSName));
        } else if (name->type == GEN_IPADD) {
            found.push_back(address_of(name->d.iPAddress));
        }
    }
    return found;
}

std::string fingerprint_of(const X509& certificate) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> sum{};
    unsigned length = 0;
    std::string text;
    if (X509_digest(&certificate, EVP_sha256(), sum.data(), &length) == 1) {
        std::array<char, 4> byte{};
        for (unsigned i = 0; i < length; ++i) {
            std::snprintf(byte.data(), byte.size(), "%s%02X", i == 0 ? "" : ":", sum[i]);
            text += byte.data();
        }
    }
    return text;
}

std::string key_words(const EVP_PKEY& key) {
    const int kind = EVP_PKEY_get_base_id(&key);
    const std::string name = kind == EVP_PKEY_RSA  ? "RSA "
                             : kind == EVP_PKEY_EC ? "EC "
                                                   : std::string{OBJ_nid2sn(kind)} + ' ';
    return name + std::to_string(EVP_PKEY_get_bits(&key));
}

bool is_own_issuer(X509& certificate) {
    return X509_check_issued(&certificate, &certificate) == X509_V_OK;
}

/// All certificates of the text in their order.
Result<std::vector<Certificate>> read_chain(const std::string& text) {
    constexpr std::string_view begin = "-----BEGIN CERTIFICATE-----";
    std::size_t announced = 0;
    for (auto at = text.find(begin); at != std::string::npos; at = text.find(begin, at + begin.size())) {
        ++announced;
    }
    if (announced == 0) {
        return invalid_input("certificate.none");
    }
    const auto from = reading(text);
    std::vector<Certificate> chain;
    while (from && chain.size() < announced) {
        Certificate one{PEM_read_bio_X509(from.get(), nullptr, nullptr, nullptr)};
        if (!one) {
            break;
        }
        chain.push_back(std::move(one));
    }
    ERR_clear_error();
    if (chain.size() != announced || announced > most_in_chain) {
        return invalid_input("certificate.malformed");
    }
    return chain;
}

CertificateFacts facts_of(const std::vector<Certificate>& chain) {
    auto& own = *chain.front();
    CertificateFacts facts;
    facts.names = names_of(own);
    facts.subject = shown(X509_get_subject_name(&own));
    if (facts.subject.empty() && !facts.names.empty()) {
        facts.subject = facts.names.front();
    }
    facts.issuer = shown(X509_get_issuer_name(&own));
    if (const auto* key = X509_get0_pubkey(&own)) {
        facts.key = key_words(*key);
    }
    facts.not_before_ms = ms_of(X509_get0_notBefore(&own));
    facts.not_after_ms = ms_of(X509_get0_notAfter(&own));
    facts.fingerprint = fingerprint_of(own);
    facts.self_signed = is_own_issuer(own);
    facts.in_chain = static_cast<std::int64_t>(chain.size());
    return facts;
}

// Asked for a pass phrase: we have none, and a server has no terminal to ask at.
extern "C" int notice_lock(char*, int, int, void* locked) noexcept {
    *static_cast<bool*>(locked) = true;
    return -1;
}

Result<Key> read_key(const std::string& text) {
    if (text.find("-----BEGIN ") == std::string::npos || text.find("PRIVATE KEY-----") == std::string::npos) {
        return invalid_input("certificate.no_key");
    }
    bool locked = false;
    const auto from = reading(text);
    Key key{PEM_read_bio_PrivateKey(from.get(), nullptr, &notice_lock, &locked)};
    ERR_clear_error();
    if (key) {
        return key;
    }
    return invalid_input(locked ? "certificate.key_locked" : "certificate.key_malformed");
}

// What browsers refuse: RSA below 2048 bits, curves below 224.
bool is_weak(const EVP_PKEY& key) {
    constexpr int least_strength = 112;
    return EVP_PKEY_get_security_bits(&key) < least_strength;
}

Result<void> check_chain(const std::vector<Certificate>& chain, std::int64_t now_ms) {
    for (std::size_t i = 0; i < chain.size(); ++i) {
        if (ms_of(X509_get0_notAfter(chain[i].get())) <= now_ms) {
            return invalid_input("certificate.expired");
        }
        if (ms_of(X509_get0_notBefore(chain[i].get())) > now_ms) {
            return invalid_input("certificate.too_early");
        }
        const bool vouched =
            i + 1 == chain.size() || (X509_check_issued(chain[i + 1].get(), chain[i].get()) == X509_V_OK &&
                                      X509_verify(chain[i].get(), X509_get0_pubkey(chain[i + 1].get())) == 1);
        ERR_clear_error();
        if (!vouched) {
            return invalid_input("certificate.chain_broken");
        }
    }
    return {};
}

}  // namespace

Result<CertificateFacts> read_certificate(const std::string& chain) {
    YH_TRY(const auto read, read_chain(chain));
    return facts_of(read);
}

Result<CertificateFacts> check_certificate(const PemPair& pair, std::int64_t now_ms) {
    YH_TRY(const auto chain, read_chain(pair.chain));
    YH_TRY(const auto key, read_key(pair.key));
    const bool fits = X509_check_private_key(chain.front().get(), key.get()) == 1;
    ERR_clear_error();
    if (!fits) {
        return invalid_input("certificate.key_differs");
    }
    if (is_weak(*key)) {
        return invalid_input("certificate.key_weak");
    }
    YH_CHECK(check_chain(chain, now_ms));
    auto facts = facts_of(chain);
    if (facts.names.empty()) {
        // Browsers look at these names alone (RFC 9110 §4.3.4), whatever the common name says.
        return invalid_input("certificate.no_names");
    }
    return facts;
}

Result<void> try_certificate(const std::string& cert_file, const std::string& key_file) {
    YH_TRY([[maybe_unused]] const auto context, TlsContext::create(cert_file, key_file));
    return {};
}

}  // namespace yh::http

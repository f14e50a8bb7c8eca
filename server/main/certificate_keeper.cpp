#include "main/certificate_keeper.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "http/self_signed.h"
#include "http/server.h"

namespace yh::app {

using office::certificate::CertificateSource;

namespace {

Result<std::string> text_of(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    return file && text ? Result<std::string>{text.str()} : Result<std::string>{unavailable("certificate.unreadable")};
}

Result<http::PemPair> pair_in(const CertificateKeeper::Files& files) {
    http::PemPair pair;
    YH_TRY(pair.chain, text_of(files.certificate));
    YH_TRY(pair.key, text_of(files.key));
    return pair;
}

/// Whole and on the disk, readable by us only, or not at all.
Result<void> write_for_us(const std::string& path, const std::string& text) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) {
        return unavailable("certificate.not_written", path);
    }
    const bool written =
        ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
    return ::close(file) == 0 && written ? Result<void>{} : Result<void>{unavailable("certificate.not_written", path)};
}

void forget(const std::string& path) {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
}

}  // namespace

CertificateKeeper::CertificateKeeper(Loop& home, const ServeOptions& options, std::string folder)
    : home_{home},
      options_{options},
      folder_{std::move(folder)},
      uploaded_{folder_ + "/certificate.pem"},
      worker_{std::make_unique<Worker>("certificate", 4, 10)} {}

// Browsers give the microphone only to pages that came over TLS, or from this machine: without a certificate of its own
// a server makes one.
Result<CertificateKeeper::Files> CertificateKeeper::self_signed() const {
    Files files{folder_ + "/self_signed.pem", folder_ + "/self_signed_key.pem"};
    if (std::filesystem::exists(files.certificate) && std::filesystem::exists(files.key)) {
        return files;
    }
    std::vector<std::string> hosts{"localhost", "127.0.0.1"};
    if (const auto listen = http::Endpoint::parse(options_.https); listen.ok() && listen->address != hosts.back()) {
        hosts.push_back(listen->address);
    }
    if (!options_.advertised_address.empty()) {
        hosts.push_back(options_.advertised_address);
    }
    log().warn("https.self_signed", {{"file", files.certificate}});
    YH_CHECK(http::make_self_signed(files.certificate, files.key, hosts));
    return files;
}

Result<CertificateKeeper::Files> CertificateKeeper::choose() {
    if (!speaks_tls()) {
        return Files{};
    }
    if (!options_.certificate_file.empty()) {
        return Files{options_.certificate_file, options_.certificate_key_file};
    }
    if (std::filesystem::exists(uploaded_)) {
        const auto good = http::try_certificate(uploaded_, uploaded_);
        if (good.ok()) {
            return Files{uploaded_, uploaded_};
        }
        // Whoever looks after the server can only get at the page when there is one.
        log().error("certificate.unusable", {{"file", uploaded_}, {"why", good.error().detail}});
    }
    return self_signed();
}

void CertificateKeeper::post(std::function<Result<View>()> job, Done done) {
    const bool taken = worker_ && worker_->post([this, job = std::move(job), done] {
        home_.post([done, view = job()]() mutable { done(std::move(view)); });
    });
    if (!taken) {
        done(Error{ErrorKind::TooMany, "certificate.busy", {}});
    }
}

Result<CertificateKeeper::View> CertificateKeeper::view() const {
    View view;
    if (!speaks_tls()) {
        view.fixed = "certificate.no_tls";
        return view;
    }
    auto file = options_.certificate_file;
    if (!file.empty()) {
        view.source = CertificateSource::Operator;
        view.fixed = "certificate.by_operator";
    } else if (std::filesystem::exists(uploaded_)) {
        view.source = CertificateSource::Uploaded;
        file = uploaded_;
    } else {
        view.source = CertificateSource::SelfSigned;
        file = folder_ + "/self_signed.pem";
    }
    YH_TRY(const auto text, text_of(file));
    if (auto facts = http::read_certificate(text); facts.ok()) {
        view.facts = *std::move(facts);
    }
    return view;
}

void CertificateKeeper::look(Done done) {
    post([this] { return view(); }, std::move(done));
}

// Tried before it takes the place of the old one: what is no good leaves no trace.
Result<void> CertificateKeeper::keep(const http::PemPair& pair) const {
    const auto part = uploaded_ + ".part";
    if (auto written = write_for_us(part, pair.key + '\n' + pair.chain + '\n'); !written.ok()) {
        forget(part);
        return written;
    }
    if (const auto good = http::try_certificate(part, part); !good.ok()) {
        forget(part);
        return invalid_input("certificate.refused", good.error().detail);
    }
    std::error_code failed;
    std::filesystem::rename(part, uploaded_, failed);
    if (failed) {
        forget(part);
        return unavailable("certificate.not_written", failed.message());
    }
    return {};
}

void CertificateKeeper::use(http::PemPair pair, Done done) {
    post(
        [this, pair = std::move(pair)]() -> Result<View> {
            YH_TRY(const auto now, view());
            if (!now.fixed.empty()) {
                return conflict(now.source == CertificateSource::Operator ? "certificate.by_operator"
                                                                          : "certificate.no_tls");
            }
            const SystemClock clock;
            YH_TRY([[maybe_unused]] const auto facts, http::check_certificate(pair, to_ms(clock.wall())));
            YH_CHECK(keep(pair));
            YH_CHECK(show_(Files{uploaded_, uploaded_}, pair));
            return view();
        },
        std::move(done));
}

void CertificateKeeper::drop(Done done) {
    post(
        [this]() -> Result<View> {
            YH_TRY(const auto now, view());
            if (now.source != CertificateSource::Uploaded) {
                return not_found("certificate.not_uploaded");
            }
            YH_TRY(const auto files, self_signed());
            YH_TRY(const auto pair, pair_in(files));
            forget(uploaded_);
            YH_CHECK(show_(files, pair));
            return view();
        },
        std::move(done));
}

}  // namespace yh::app

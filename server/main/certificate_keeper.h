#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/loop.h"
#include "base/worker.h"
#include "main/options.h"
#include "office/certificate/keeper.h"

namespace yh::app {

/// Which certificate a server shows: the one that its configuration names; else one that was uploaded (DATA/
/// certificate.pem: key and chain in one file, so that they change together); else one that it makes for itself. Reads
/// and writes files on a thread of its own. Owned by main. Thread: home.
class CertificateKeeper final : public office::certificate::CertificateKeeper {
  public:
    struct Files {
        std::string certificate;
        std::string key;
    };
    /// Carries a certificate to the listeners; called on the keeper's thread. The texts are what the files hold.
    using Show = std::function<Result<void>(const Files&, const http::PemPair&)>;

    CertificateKeeper(Loop& home, const ServeOptions& options, std::string folder);

    /// What to begin with, made where there is none. Both empty: nothing speaks TLS. Error: http.certificate_written.
    Result<Files> choose();
    void on_change(Show show) { show_ = std::move(show); }
    /// Waits for what is under way; afterwards nothing is shown any more.
    void close() { worker_.reset(); }

    void look(Done done) override;
    void use(http::PemPair pair, Done done) override;
    void drop(Done done) override;

  private:
    using View = office::certificate::CertificateView;

    void post(std::function<Result<View>()> job, Done done);
    Result<View> view() const;
    Result<void> keep(const http::PemPair& pair) const;
    Result<Files> self_signed() const;
    bool speaks_tls() const { return !options_.https.empty() || !options_.sip_tls.empty(); }

    Loop& home_;
    const ServeOptions options_;  ///< as configured
    const std::string folder_;
    const std::string uploaded_;
    Show show_;
    std::unique_ptr<Worker> worker_;  // last: it ends first
};

}  // namespace yh::app

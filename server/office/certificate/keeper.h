#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <functional>
#include <optional>

#include "http/certificate.h"

// The certificate that the server shows to browsers and telephones (R034), as the office sees it.
namespace yh::office::certificate {

/// Where it comes from.
enum class CertificateSource {
    None,        ///< nothing here speaks TLS
    SelfSigned,  ///< made by the server itself
    Uploaded,
    Operator,  ///< named in the configuration file
};
BOOST_DESCRIBE_ENUM(CertificateSource, None, SelfSigned, Uploaded, Operator)

struct CertificateView {
    CertificateSource source = CertificateSource::None;
    std::optional<http::CertificateFacts> facts;
    std::string fixed;  ///< why it cannot be changed here: certificate.by_operator …; empty: it can
};
BOOST_DESCRIBE_STRUCT(CertificateView, (), (source, facts, fixed))

/// Keeps the certificate. Implemented by main (main/certificate_keeper.h). Thread: home; `done` runs there, too.
class CertificateKeeper {
  public:
    using Done = std::function<void(Result<CertificateView>)>;

    virtual ~CertificateKeeper() = default;
    virtual void look(Done done) = 0;
    /// Checks the pair, keeps it, and shows it to whoever connects from now on. Nothing is kept and nothing changes
    /// when it is no good: errors of http::check_certificate, certificate.not_written, certificate.refused.
    virtual void use(http::PemPair pair, Done done) = 0;
    /// Back to the server's own. Error: certificate.not_uploaded.
    virtual void drop(Done done) = 0;
};

}  // namespace yh::office::certificate

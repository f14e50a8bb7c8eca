#pragma once

#include <functional>
#include <string>
#include <vector>

#include "office/settings/site_advanced.h"

// E-mail as the office sees it.
namespace yh::office::alerts {

/// A file that goes with a message.
struct MailFile {
    std::string name;  ///< as people read it, in any script
    std::string type;  ///< "text/csv"
    std::string bytes;
};

struct MailToSend {
    settings::SiteMail server;
    std::vector<std::string> to;
    std::string subject;
    std::string text;
    std::vector<MailFile> files{};
};

/// What became of a message.
struct MailDelivery {
    bool sent = false;   ///< the server took it for everybody; what becomes of it there we do not hear
    std::string reason;  ///< a code of ours, "mail.login"; empty when sent
    std::string detail;  ///< in the server's words, shortened
};

/// Hands messages to mail servers. Implemented by main over SMTP (main/smtp_mail.h). Thread: home.
class MailPort {
  public:
    virtual ~MailPort() = default;
    /// False when it has too much to do. Else `done` runs on home, once, whatever happens.
    virtual bool send(MailToSend mail, std::function<void(MailDelivery)> done) = 0;
};

}  // namespace yh::office::alerts

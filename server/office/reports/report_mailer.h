#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "office/office.h"
#include "office/reports/schedule_store.h"

namespace yh::office::reports {

/// A report on its way, as main hands it to the company's mail server.
struct ReportMail {
    std::vector<std::string> to;
    std::string subject;
    std::string text;
    std::string file_name;
    std::string file_type;
    std::string file;
};
/// `done` hears once: empty when the server took it, else a code of ours. Thread: home.
using ReportDoor = std::function<void(model::TenantId, ReportMail, std::function<void(std::string problem)> done)>;

/// Sends the reports that are due, one after the other: made with the rights that their owner has at that moment. A
/// mail that fails is tried again, then its owner is told by a system message; of somebody who has left nothing is sent
/// any more. Owned by main. Thread: home.
class ReportMailer {
  public:
    /// Without a door nothing is sent.
    ReportMailer(Office& office, ReportDoor door) : office_{office}, door_{std::move(door)} {}

    void start() { later(); }

  private:
    struct Sheet;

    void later();
    void look();
    void make(DueReport due);
    void step(const std::shared_ptr<Sheet>& sheet);
    void send(const std::shared_ptr<Sheet>& sheet);
    void note(DueReport due, Sending sending);

    Office& office_;
    ReportDoor door_;
};

}  // namespace yh::office::reports

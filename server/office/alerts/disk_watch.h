#pragma once

#include <string>
#include <vector>

#include "base/id.h"
#include "office/alerts/disk_alert_store.h"
#include "office/alerts/mail.h"
#include "office/office.h"

namespace yh::office::alerts {

/// Looks every few seconds how much room the disk with the recordings has, and tells the companies that want to know by
/// e-mail: once for each time that it fills up (R266). What was told stands in the database, so that a restart does not
/// tell it again. Owned by main. Thread: home.
class DiskWatch {
  public:
    /// Without a port nothing is sent.
    DiskWatch(Office& office, MailPort* mail) : office_{office}, mail_{mail} {}

    void start() { later(); }
    /// One message outside of all alerts: an administrator's test.
    void try_mail(MailToSend mail, std::function<void(MailDelivery)> done);

  private:
    void look();
    void note(std::vector<Crossing> crossings, const DiskRoom& room);
    void send(std::vector<DueAlert> due);
    void later();

    Office& office_;
    MailPort* mail_;
    IdMaker writers_ids_;  ///< for rows that jobs on the writer's thread make
};

}  // namespace yh::office::alerts

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include "base/id.h"
#include "office/office.h"
#include "office/sms/gateway.h"
#include "office/sms/sms_store.h"

namespace yh::office::sms {

/// Sends what is queued, each text once: a row becomes `sending` in the database before the gateway is asked, and one
/// that was found so after a restart is unknown, never sent again. Only what demonstrably never left us is tried anew.
/// At most `most_at_once` are under way, and `most_of_one` of one company, so that a slow gateway keeps nobody else
/// waiting. Owned by main. Thread: home.
class Outbox {
  public:
    /// Told when a text of this person has come to its end.
    using Tell = std::function<void(model::UserId, std::int64_t id)>;

    Outbox(Office& office, SmsGateway* gateway, Tell tell = {});

    /// Settles what the process before left behind, then sends what it had queued.
    void start();
    std::int64_t new_id() { return ids_.make<Id<struct SmsTag>>(to_ms(office_.clock.wall())).value; }
    /// Something is queued.
    void look();
    /// One text by this gateway, outside of the queue: an administrator's test.
    void try_gateway(SmsToSend sms, std::function<void(SmsDelivery)> done);

  private:
    static constexpr std::size_t most_at_once = 4;
    static constexpr int most_of_one = 2;

    void take(const SmsDue& due);
    void send(Claimed claimed);
    void finish(const Claimed& claimed, const SmsDelivery& delivery);
    void release(const SmsRow& row);
    void look_after(Duration delay);

    Office& office_;
    SmsGateway* gateway_;
    Tell tell_;
    IdMaker ids_;
    std::map<std::int64_t, int> of_tenant_;  ///< how many are under way
    std::set<std::int64_t> in_hand_;
    bool looking_ = false;
    bool look_again_ = false;
    std::optional<TimerId> timer_;
};

}  // namespace yh::office::sms

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "office/office.h"
#include "office/tasks/announcement_store.h"

namespace yh::office::tasks {

/// Reminds people of their plans and memos, once each, at its time; what came due while we were away, at the start.
/// Owned by main. Thread: home.
class Reminders {
  public:
    /// Tells a person that something of his is new: "task" or "announcement".
    using Tell = std::function<void(model::UserId, std::string_view about, std::int64_t id)>;

    explicit Reminders(Office& office, Tell tell = {});

    void start() { look(); }
    /// A task was made or changed: its time may be the next one.
    void look();
    void tell(model::UserId user, std::string_view about, std::int64_t id);
    /// For rows that jobs on the writer's thread make, and for nothing else.
    IdMaker& writers_ids() { return *office_.writers_ids; }
    std::int64_t new_id() { return ids_.make<Id<struct TaskTag>>(to_ms(office_.clock.wall())).value; }

  private:
    void look_after(Duration delay);

    Office& office_;
    Tell tell_;
    IdMaker ids_;
    bool looking_ = false;
    bool look_again_ = false;
    std::optional<TimerId> timer_;
};

}  // namespace yh::office::tasks

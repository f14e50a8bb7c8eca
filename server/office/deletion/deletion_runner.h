#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/id.h"
#include "office/deletion/deletion_store.h"
#include "office/eraser.h"
#include "office/office.h"

namespace yh::office::deletion {

/// Carries out what was ordered, in portions, with a pause between two of them, so that calls are written down in
/// between. The order stands in the database: a restart goes on where it was. Files go when their rows are gone. Owned
/// by main. Thread: home.
class DeletionRunner {
  public:
    /// Told that this person's order is further on, or at its end.
    using Tell = std::function<void(model::UserId, std::int64_t id)>;

    DeletionRunner(Office& office, std::vector<const Eraser*> erasers, Tell tell = {});

    /// Goes on with what the process before us left.
    void start() { look(); }
    /// Something was ordered.
    void look();
    const Eraser* find_eraser(DataKind kind) const;
    std::int64_t new_id() { return ids_.make<DeletionId>(to_ms(office_.clock.wall())).value; }

  private:
    struct Found;

    void take(const Order& order);
    void remove_files(std::vector<std::string> paths);
    void look_after(Duration delay);
    void on_step(const Order& order, const Result<bool>& more);

    Office& office_;
    const std::vector<const Eraser*> erasers_;
    Tell tell_;
    IdMaker ids_;
    bool looking_ = false;
    bool look_again_ = false;
};

}  // namespace yh::office::deletion

#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "office/office.h"
#include "office/persons/person_store.h"

namespace yh::office::persons {

/// Forgets persons as it was ordered: in portions, so that calls are written down in between, also after a restart;
/// what the law keeps goes when its days are over. Owned by its routes. Thread: home.
class PersonDesk : public std::enable_shared_from_this<PersonDesk> {
  public:
    /// `remove_files`: told when rows are gone whose files shall go.
    PersonDesk(Office& office, Parts parts, std::function<void()> remove_files)
        : office_{office}, parts_{std::move(parts)}, remove_files_{std::move(remove_files)} {}

    /// From now on it looks by itself, too.
    void start();
    /// Something was ordered.
    void look();
    const Parts& parts() const { return parts_; }
    std::int64_t new_id() { return ids_.make<RequestId>(to_ms(office_.clock.wall())).value; }

  private:
    void take(const PersonRequest& request);
    void look_after(Duration delay);
    void tick();

    Office& office_;
    const Parts parts_;
    const std::function<void()> remove_files_;
    IdMaker ids_;
    bool looking_ = false;
    bool ticking_ = false;
};

}  // namespace yh::office::persons

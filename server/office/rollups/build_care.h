#pragma once

#include "office/office.h"

namespace yh::office::rollups {

/// Makes the sums that have to be made, one day after the other beside the writer's work: of companies whose facts are
/// older than their sums, and of those whose zone has changed. Owned by main. Thread: home.
class BuildCare {
  public:
    explicit BuildCare(Office& office) : office_{office} {}

    void start() { look(); }
    /// A company may have come, or have changed its zone.
    void set_directory() { look(); }

  private:
    void look();
    void later(Duration after);

    Office& office_;
    bool looking_ = false;
    bool again_ = false;
    std::int64_t days_ = 0;
};

}  // namespace yh::office::rollups

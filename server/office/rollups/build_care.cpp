#include "office/rollups/build_care.h"

#include <utility>

#include "base/log.h"
#include "office/rollups/rebuild.h"

namespace yh::office::rollups {

namespace {

// The writer's other work goes on between two days.
constexpr auto breath = std::chrono::milliseconds{20};
constexpr auto after_trouble = std::chrono::seconds{10};

}  // namespace

void BuildCare::look() {
    if (looking_) {
        again_ = true;
        return;
    }
    looking_ = true;
    office_.writer.write(
        office_.home,
        [now = to_ms(office_.clock.wall())](db::Connection& connection) -> Result<bool> {
            YH_CHECK(plan_builds(connection, Plan::WhereNeeded));
            return build_one_day(connection, now);
        },
        [this](const Result<bool>& built) {
            looking_ = false;
            if (!built.ok()) {
                log().error("reports.not_built", {{"detail", built.error().detail}});
                later(after_trouble);
            } else if (*built) {
                ++days_;
                later(breath);
            } else {
                if (const auto days = std::exchange(days_, 0); days > 0) {
                    log().info("reports.built", {{"days", days}});
                }
                if (std::exchange(again_, false)) {
                    look();
                }
            }
        });
}

void BuildCare::later(Duration after) {
    office_.home.after(after, [this] { look(); });
}

}  // namespace yh::office::rollups

#include "sip/registrar_lockout.h"

#include <algorithm>

namespace yh::sip {

LockOut::Source& LockOut::source(const Address& address) {
    if (sources_.size() >= max_sources) {
        forget_idle();
    }
    const auto [at, is_new] = sources_.try_emplace(address.host());
    if (is_new) {
        at->second.allowance = config_.unauthenticated_burst;
        at->second.refilled = clock_.now();
        at->second.window_began = clock_.now();
    }
    return at->second;
}

void LockOut::forget_idle() {
    const auto now = clock_.now();
    std::erase_if(sources_, [&](const auto& entry) {
        return entry.second.locked_until <= now && now - entry.second.refilled > config_.lockout_window;
    });
    if (sources_.size() >= max_sources) {
        sources_.clear();
    }
}

bool LockOut::is_locked(const Address& address) {
    const auto at = sources_.find(address.host());
    return at != sources_.end() && at->second.locked_until > clock_.now();
}

bool LockOut::on_failure(const Address& address) {
    auto& from = source(address);
    const auto now = clock_.now();
    if (now - from.window_began > config_.lockout_window) {
        from.failures = 0;
        from.window_began = now;
    }
    if (++from.failures < config_.lockout_failures) {
        return false;
    }
    from.failures = 0;
    from.locked_until = now + config_.lockout_time;
    return true;
}

void LockOut::on_success(const Address& address) {
    if (const auto at = sources_.find(address.host()); at != sources_.end()) {
        at->second.failures = 0;
    }
}

bool LockOut::allow_unauthenticated(const Address& address) {
    auto& from = source(address);
    const auto now = clock_.now();
    const auto elapsed_s = std::chrono::duration<double>(now - from.refilled).count();
    from.allowance =
        std::min<double>(config_.unauthenticated_burst, from.allowance + elapsed_s * config_.unauthenticated_per_s);
    from.refilled = now;
    if (from.allowance < 1) {
        return false;
    }
    from.allowance -= 1;
    return true;
}

}  // namespace yh::sip

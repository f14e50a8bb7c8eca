#include "office/deletion/deletion_runner.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

#include "base/log.h"

namespace yh::office::deletion {

namespace {

// A portion takes the writer a few milliseconds; a call with everything around it is a dozen rows.
constexpr std::int64_t portion = 100;
constexpr auto between_portions = std::chrono::milliseconds{20};
constexpr auto after_trouble = std::chrono::seconds{10};

}  // namespace

struct DeletionRunner::Found {
    std::vector<std::string> files;
    std::optional<Order> order;
};

DeletionRunner::DeletionRunner(Office& office, std::vector<const Eraser*> erasers, Tell tell)
    : office_{office}, erasers_{std::move(erasers)}, tell_{std::move(tell)} {}

const Eraser* DeletionRunner::find_eraser(DataKind kind) const {
    const auto at = std::ranges::find(erasers_, kind, &Eraser::kind);
    return at == erasers_.end() ? nullptr : *at;
}

void DeletionRunner::look_after(Duration delay) {
    office_.home.after(delay, [this] {
        looking_ = false;
        look();
    });
}

void DeletionRunner::look() {
    if (looking_) {
        look_again_ = true;
        return;
    }
    looking_ = true;
    look_again_ = false;
    office_.readers.read(
        office_.home,
        [](db::Connection& connection) -> Result<Found> {
            Found found;
            YH_TRY(found.files, doomed_files(connection, portion));
            YH_TRY(found.order, next_order(connection));
            return found;
        },
        [this](Result<Found> found) {
            if (!found.ok()) {
                log().warn("deletion.not_read", {{"code", found.error().code}});
                look_after(after_trouble);
            } else if (!found->files.empty()) {
                remove_files(std::move(found->files));
            } else if (found->order) {
                take(*found->order);
            } else {
                looking_ = false;
                if (look_again_) {
                    look();
                }
            }
        });
}

void DeletionRunner::take(const Order& order) {
    const auto* eraser = find_eraser(order.kind);
    if (eraser == nullptr) {
        log().error("deletion.no_eraser", {{"kind", enum_text(order.kind)}});
        looking_ = false;
        return;
    }
    office_.writer.write(
        office_.home,
        [order, eraser, now = to_ms(office_.clock.wall())](db::Connection& connection) {
            return take_step(connection, order, *eraser, portion, now);
        },
        [this, order](const Result<bool>& more) { on_step(order, more); });
}

void DeletionRunner::on_step(const Order& order, const Result<bool>& more) {
    const auto tell = [this, order] {
        if (tell_) {
            tell_(model::UserId{order.user_id}, order.id);
        }
    };
    if (more.ok()) {
        if (!*more) {
            log().info("deletion.ended", {{"deletion", order.id}, {"kind", enum_text(order.kind)}});
            tell();
        }
        look_after(between_portions);
        return;
    }
    // What fails once will fail again: its person decides, and nothing else waits behind it.
    log().error("deletion.failed", {{"deletion", order.id}, {"code", more.error().code}});
    office_.writer.write(
        office_.home,
        [order, code = std::string{more.error().code}, now = to_ms(office_.clock.wall())](db::Connection& connection) {
            return end_order(connection, order.tenant_id, order.id, DeletionState::Failed, code, now);
        },
        [this, tell](const Result<bool>&) {
            tell();
            look_after(after_trouble);
        });
}

// A file that is not there is as good as removed.
void DeletionRunner::remove_files(std::vector<std::string> paths) {
    const auto shared = std::make_shared<const std::vector<std::string>>(std::move(paths));
    office_.readers.read(
        office_.home,
        [shared, root = office_.recordings_root](db::Connection&) -> Result<bool> {
            for (const auto& path : *shared) {
                std::error_code ignored;
                std::filesystem::remove(root + '/' + path, ignored);
            }
            return true;
        },
        [this, shared](const Result<bool>& removed) {
            if (!removed.ok()) {
                look_after(after_trouble);
                return;
            }
            office_.writer.write(
                office_.home, [shared](db::Connection& connection) { return forget_files(connection, *shared); },
                [this](const Result<void>& forgotten) {
                    look_after(forgotten.ok() ? Duration{between_portions} : Duration{after_trouble});
                });
        });
}

}  // namespace yh::office::deletion

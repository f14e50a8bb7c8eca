#include <algorithm>
#include <chrono>
#include <filesystem>
#include <set>
#include <utility>

#include "office/imports/import_desk.h"

// What is given up, what a restart left, and what is too old.
namespace yh::office::imports {

namespace fs = std::filesystem;

void ImportDesk::cancel(model::UserId who, ImportId id, std::function<void(Result<bool>)> told) {
    const auto found =
        std::ranges::find_if(jobs_, [&](const auto& job) { return job->id == id && job->who.user == who; });
    if (found != jobs_.end()) {
        const auto job = *found;
        const bool first = !std::exchange(job->cancelled, true);
        if (!job->started) {
            jobs_.erase(found);
            drop(job);
        }
        told(first);
        return;
    }
    office_.writer.write(
        office_.home,
        [id, who, now = to_ms(office_.clock.wall())](db::Connection& connection) {
            return give_up(connection, id, who, now);
        },
        [self = shared_from_this(), who, id, told = std::move(told)](Result<bool> gone) {
            if (gone.ok() && *gone) {
                self->remove_files({id.value});
                if (self->office_.tell_person) {
                    self->office_.tell_person(who, "import", id.value);
                }
            }
            told(std::move(gone));
        });
}

/// One that has not begun.
void ImportDesk::drop(const JobPtr& job) {
    office_.writer.write(
        office_.home,
        [id = job->id, now = to_ms(office_.clock.wall())](db::Connection& connection) {
            return note_end(connection, id, ImportState::Cancelled, {}, now);
        },
        [self = shared_from_this(), job](const Result<void>&) {
            self->remove_files({job->id.value});
            self->tell(*job, job->id);
            self->tell_page(*job, true);
        });
}

void ImportDesk::remove_files(std::vector<std::int64_t> ids) {
    office_.readers.read(
        office_.home,
        [ids = std::move(ids), self = shared_from_this()](db::Connection&) -> Result<bool> {
            std::error_code ignored;
            for (const auto id : ids) {
                fs::remove(self->path_of(ImportId{id}), ignored);
            }
            return true;
        },
        [](const Result<bool>&) {});
}

void ImportDesk::start() {
    office_.home.post([self = shared_from_this()] {
        const auto now = to_ms(self->office_.clock.wall());
        // Ids rise: what was made before this one is not of this process.
        const auto first = self->ids_.make<ImportId>(now).value;
        self->office_.writer.write(
            self->office_.home, [now](db::Connection& connection) { return stop_interrupted(connection, now); },
            [self, first](Result<std::set<std::int64_t>> wanted) {
                if (!wanted.ok() || self->office_.imports_root.empty()) {
                    return;
                }
                self->office_.readers.read(
                    self->office_.home,
                    [root = self->office_.imports_root, wanted = *wanted, first](db::Connection&) -> Result<bool> {
                        std::error_code ignored;
                        for (const auto& file : fs::directory_iterator{root, ignored}) {
                            const auto id = parse_id(file.path().stem().string());
                            const bool old = !id.ok() || *id < first;
                            if (old && !(id.ok() && wanted.contains(*id))) {
                                fs::remove(file.path(), ignored);
                            }
                        }
                        return true;
                    },
                    [](const Result<bool>&) {});
            });
        self->sweep();
    });
}

void ImportDesk::sweep() {
    office_.writer.write(
        office_.home,
        [now = to_ms(office_.clock.wall())](db::Connection& connection) { return expire(connection, now); },
        [self = shared_from_this()](Result<std::vector<std::int64_t>> old) {
            if (old.ok() && !old->empty()) {
                self->remove_files(*std::move(old));
            }
        });
    office_.home.after(std::chrono::hours{1}, [weak = weak_from_this()] {
        if (const auto self = weak.lock()) {
            self->sweep();
        }
    });
}

}  // namespace yh::office::imports

#include "office/jobs/job_runner.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <utility>

#include "base/log.h"
#include "office/jobs/approval_store.h"
#include "office/people/person_now.h"

namespace yh::office::jobs {

namespace {

constexpr std::int64_t kept_ms = std::int64_t{7} * 24 * 3600 * 1000;

std::string part_of(const std::string& path) {
    return path + ".part";
}

/// Puts a finished file in its place, or takes a half one away; says how large it is. Thread: one that may block.
std::int64_t settle_file(const std::string& path, JobState state) {
    std::error_code ignored;
    if (state != JobState::Done) {
        std::filesystem::remove(part_of(path), ignored);
        return 0;
    }
    std::filesystem::rename(part_of(path), path, ignored);
    const auto size = std::filesystem::file_size(path, ignored);
    return ignored ? 0 : static_cast<std::int64_t>(size);
}

/// Halves of files that a process before us left. Thread: one that may block.
void clear_parts(const std::string& root) {
    std::error_code ignored;
    std::filesystem::create_directories(root, ignored);
    for (const auto& file : std::filesystem::directory_iterator{root, ignored}) {
        if (file.path().extension() == ".part") {
            std::filesystem::remove(file.path(), ignored);
        }
    }
}

}  // namespace

JobRunner::JobRunner(Office& office)
    : office_{office}, makers_{{{Format::Csv, {}}, make_export}, {{Format::Xlsx, {}}, make_export}} {}

void JobRunner::set_maker(Format format, Maker maker, std::string list) {
    makers_[{format, std::move(list)}] = std::move(maker);
}

Result<Made> JobRunner::make(const lists::Reader& reader, const FileWish& wish) const {
    const auto own = makers_.find({wish.format, wish.list});
    const auto maker = own != makers_.end() ? own : makers_.find({wish.format, {}});
    return maker == makers_.end() ? Result<Made>{not_found("list.unknown", wish.list)}
                                  : maker->second(office_, reader, wish);
}

JobId JobRunner::new_id() {
    return ids_.make<JobId>(to_ms(office_.clock.wall()));
}

// What was approved is done again, when the halves of files are away.
void JobRunner::start() {
    office_.home.post([self = shared_from_this()] {
        self->office_.writer.write(
            self->office_.home,
            [now = to_ms(self->office_.clock.wall())](db::Connection& connection) -> Result<std::vector<NewJob>> {
                YH_CHECK(fail_interrupted(connection, now));
                return take_up_approved(connection);
            },
            [self](Result<std::vector<NewJob>> approved) {
                self->office_.readers.read(
                    self->office_.home,
                    [root = self->office_.exports_root](db::Connection&) -> Result<bool> {
                        clear_parts(root);
                        return true;
                    },
                    [self, approved = std::move(approved)](const Result<bool>&) mutable {
                        for (auto& job : approved.ok() ? *approved : std::vector<NewJob>{}) {
                            self->take_up(std::move(job));
                        }
                    });
            });
        self->sweep();
    });
}

void JobRunner::sweep() {
    struct Old {
        std::vector<std::string> files;
        std::vector<NewJob> lapsed;
    };
    office_.writer.write(
        office_.home,
        [now = to_ms(office_.clock.wall()), &ids = *office_.writers_ids](db::Connection& connection) -> Result<Old> {
            Old old;
            YH_TRY(old.files, expire(connection, now));
            YH_TRY(old.lapsed, lapse(connection, ids, now));
            return old;
        },
        [self = shared_from_this()](Result<Old> old) {
            if (!old.ok()) {
                return;
            }
            for (const auto& job : old->lapsed) {
                self->tell_of_decision(job);
            }
            self->office_.readers.read(
                self->office_.home,
                [root = self->office_.exports_root, files = std::move(old->files)](db::Connection&) -> Result<bool> {
                    std::error_code ignored;
                    for (const auto& file : files) {
                        std::filesystem::remove(root + '/' + file, ignored);
                    }
                    return true;
                },
                [](const Result<bool>&) {});
        });
    office_.home.after(std::chrono::hours{1}, [weak = weak_from_this()] {
        if (const auto self = weak.lock()) {
            self->sweep();
        }
    });
}

void JobRunner::tell_of_decision(const NewJob& job) {
    if (office_.tell_person) {
        office_.tell_person(job.user, "job", job.id.value);
        office_.tell_person(job.user, "approval", job.id.value);
    }
}

void JobRunner::add(NewJob facts, Made made, Told told) {
    constexpr auto most_each = 6;
    constexpr auto at_once = std::chrono::milliseconds{1500};
    if (office_.exports_root.empty()) {
        told(unavailable("jobs.no_folder"));
        return;
    }
    if (std::ranges::count_if(jobs_, [&](const auto& job) { return job->facts.user == facts.user; }) >= most_each) {
        told(Error{ErrorKind::TooMany, "jobs.too_many", {}});
        return;
    }
    auto job = std::make_shared<Job>();
    job->facts = std::move(facts);
    job->made = std::move(made);
    job->told = std::move(told);
    office_.writer.write(
        office_.home, [facts = job->facts](db::Connection& connection) { return insert_job(connection, facts); },
        [self = shared_from_this(), job, at_once](const Result<void>& kept) {
            if (!kept.ok()) {
                std::exchange(job->told, nullptr)(kept.error());
                return;
            }
            self->office_.home.after(
                at_once, [self, job] { self->tell(*job, job->running ? JobState::Running : JobState::Waiting, {}); });
            self->queue(job);
        });
}

void JobRunner::take_up(NewJob facts) {
    auto job = std::make_shared<Job>();
    job->facts = std::move(facts);
    const auto who = people::person_now(office_, job->facts.user);
    const auto language = job->facts.language == Language::English ? http::Language::English : http::Language::Chinese;
    auto made = who ? make(lists::reader_for(office_, *who, language),
                           {job->facts.list, job->facts.format, job->facts.query, job->facts.address})
                    : Result<Made>{not_found("user.unknown")};
    if (made.ok()) {
        job->made = *std::move(made);
        queue(job);
        return;
    }
    log().info("job.not_allowed_any_more", {{"job", job->facts.id}, {"code", made.error().code}});
    JobEnd end;
    end.state = JobState::Failed;
    end.problem = "no_right";
    end.progress.total = job->facts.rows_total;
    end.ended_at_ms = to_ms(office_.clock.wall());
    office_.writer.write(
        office_.home, [id = job->facts.id, end](db::Connection& connection) { return note_end(connection, id, end); },
        [self = shared_from_this(), job](const Result<void>&) { self->tell_page(*job, true); });
}

void JobRunner::queue(const std::shared_ptr<Job>& job) {
    jobs_.push_back(job);
    tell_page(*job, true);
    if (jobs_.size() == 1) {
        run_next();
    }
}

void JobRunner::run_next() {
    if (jobs_.empty()) {
        return;
    }
    jobs_.front()->running = true;
    if (jobs_.front()->made.on_start) {
        jobs_.front()->made.on_start();
    }
    log().info("job.started", {{"job", jobs_.front()->facts.id}, {"list", jobs_.front()->facts.list}});
    office_.writer.write(
        office_.home,
        [id = jobs_.front()->facts.id, now = to_ms(office_.clock.wall())](db::Connection& connection) {
            return note_running(connection, id, now);
        },
        [self = shared_from_this(), job = jobs_.front()](const Result<void>&) { self->tell_page(*job, true); });
    step();
}

// The work is used on one reader at a time: the next step is asked for when this one has come home.
void JobRunner::step() {
    const auto& job = jobs_.front();
    office_.readers.read(
        office_.home,
        [work = job->made.work, path = part_of(path_of(job->facts.id, job->facts.format))](db::Connection& connection) {
            return work->step(connection, path);
        },
        [self = shared_from_this()](Result<Progress> progress) { self->on_step(std::move(progress)); });
}

void JobRunner::on_step(Result<Progress> progress) {
    auto& job = *jobs_.front();
    if (!progress.ok()) {
        close_up(JobState::Failed, std::string{progress.error().code});
        return;
    }
    const auto before = job.progress.done;
    job.progress = *progress;
    if (job.cancelled) {
        close_up(JobState::Cancelled, {});
    } else if (progress->at_end) {
        close_up(JobState::Done, {});
    } else {
        constexpr std::int64_t worth_telling = 5000;
        if (before == 0 || before / worth_telling != progress->done / worth_telling) {
            office_.writer.write(
                office_.home,
                [id = job.facts.id, progress = *progress](db::Connection& connection) {
                    return note_progress(connection, id, progress);
                },
                [self = shared_from_this(), job = jobs_.front()](const Result<void>&) {
                    self->tell_page(*job, false);
                });
        }
        step();
    }
}

void JobRunner::close_up(JobState state, std::string problem) {
    const auto job = jobs_.front();
    job->made = {};
    JobEnd end;
    end.state = state;
    end.problem = std::move(problem);
    end.progress = job->progress;
    office_.readers.read(
        office_.home,
        [path = path_of(job->facts.id, job->facts.format), state](db::Connection&) -> Result<std::int64_t> {
            return settle_file(path, state);
        },
        [self = shared_from_this(), job, end](Result<std::int64_t> size) mutable {
            end.size_bytes = size.ok() ? *size : 0;
            self->note_end_of(*job, std::move(end));
        });
}

void JobRunner::note_end_of(const Job& job, JobEnd end) {
    end.ended_at_ms = to_ms(office_.clock.wall());
    if (end.state == JobState::Done) {
        end.expires_at_ms = end.ended_at_ms + kept_ms;
    }
    log().info("job.ended", {{"job", job.facts.id}, {"state", enum_text(end.state)}, {"rows", end.progress.done}});
    office_.writer.write(
        office_.home,
        [facts = job.facts, end, &ids = *office_.writers_ids](db::Connection& connection) -> Result<void> {
            if (end.state == JobState::Done) {
                YH_CHECK(log_made(connection, ids, facts, end.progress.done, end.ended_at_ms));
            }
            return note_end(connection, facts.id, end);
        },
        [self = shared_from_this(), end](const Result<void>&) {
            const auto ended = self->jobs_.front();
            self->jobs_.pop_front();
            self->tell(*ended, end.state, end.problem);
            self->tell_page(*ended, true);
            self->run_next();
        });
}

void JobRunner::tell(Job& job, JobState state, std::string_view problem) {
    if (!job.told) {
        return;
    }
    JobView view;
    view.id = job.facts.id;
    view.list = job.facts.list;
    view.format = job.facts.format;
    view.file_name = job.facts.file_name;
    view.state = state;
    view.problem = problem;
    view.rows_done = job.progress.done;
    view.rows_total = job.progress.total;
    view.created_at_ms = job.facts.created_at_ms;
    view.mine = true;
    std::exchange(job.told, nullptr)(view);
}

// The page looks again when the database says so, twice a second at most.
void JobRunner::tell_page(Job& job, bool at_once) {
    constexpr auto often_enough = std::chrono::milliseconds{500};
    const auto now = office_.clock.now();
    if (office_.tell_person && (at_once || now - job.told_page_at >= often_enough)) {
        job.told_page_at = now;
        office_.tell_person(job.facts.user, "job", job.facts.id.value);
    }
}

bool JobRunner::cancel(model::UserId who, JobId id) {
    const auto found = std::ranges::find_if(
        jobs_, [&](const auto& job) { return job->facts.id == id && job->facts.user == who && !job->cancelled; });
    if (found == jobs_.end()) {
        return false;
    }
    (*found)->cancelled = true;
    if (!(*found)->running) {
        const auto job = *found;
        jobs_.erase(found);
        JobEnd end;
        end.state = JobState::Cancelled;
        end.ended_at_ms = to_ms(office_.clock.wall());
        office_.writer.write(
            office_.home, [id, end](db::Connection& connection) { return note_end(connection, id, end); },
            [self = shared_from_this(), job](const Result<void>&) { self->tell_page(*job, true); });
        tell(*job, JobState::Cancelled, {});
    }
    return true;
}

std::string JobRunner::path_of(JobId id, Format format) const {
    return office_.exports_root + '/' + file_of(id, format);
}

}  // namespace yh::office::jobs

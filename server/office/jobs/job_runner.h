#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/id.h"
#include "office/jobs/job_store.h"
#include "office/jobs/maker.h"
#include "office/jobs/work.h"
#include "office/office.h"

namespace yh::office::jobs {

/// Carries jobs out, one at a time in their order: each step on a reader, so that pages are answered between two
/// steps. Half a dozen waiting are enough for one person. A result is kept for seven days (R215). What a process before
/// us left half done has failed. Owned by the office. Thread: home.
class JobRunner : public std::enable_shared_from_this<JobRunner> {
  public:
    using Told = std::function<void(Result<JobView>)>;

    explicit JobRunner(Office& office);

    /// Who makes what goes into files of this format; said while routes are added.
    /// With a name of a list: for that list alone.
    void set_maker(Format format, Maker maker, std::string list = {});
    Result<Made> make(const lists::Reader& reader, const FileWish& wish) const;

    /// Looks after what the process before left, and from then on every hour after what is too old.
    void start();
    /// `told` hears once: when the job has ended, or after a moment how far it is. Error: jobs.too_many,
    /// jobs.no_folder.
    void add(NewJob facts, Made made, Told told);
    /// It was approved: made with what its person may now. It fails when that is nothing any more.
    void take_up(NewJob facts);
    /// What waits or runs is given up. False: it does neither, or is somebody else's.
    bool cancel(model::UserId who, JobId id);
    std::string path_of(JobId id, Format format) const;
    JobId new_id();
    /// The open pages of who asked look again at the job, and at what the system told them.
    void tell_of_decision(const NewJob& job);

  private:
    struct Job {
        NewJob facts;
        Made made;
        Told told;
        Progress progress{};
        MonoTime told_page_at{};
        bool running = false;
        bool cancelled = false;
    };

    void queue(const std::shared_ptr<Job>& job);
    void run_next();
    void step();
    void on_step(Result<Progress> progress);
    void close_up(JobState state, std::string problem);
    void note_end_of(const Job& job, JobEnd end);
    void tell(Job& job, JobState state, std::string_view problem);
    void tell_page(Job& job, bool at_once);
    void sweep();

    Office& office_;
    IdMaker ids_;
    std::map<std::pair<Format, std::string>, Maker> makers_;
    std::deque<std::shared_ptr<Job>> jobs_;  // the first one runs
};

}  // namespace yh::office::jobs

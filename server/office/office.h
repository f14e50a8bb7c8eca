#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/loop.h"
#include "base/worker.h"
#include "calls/desk.h"
#include "db/readers.h"
#include "db/writer.h"
#include "http/router.h"
#include "model/directory.h"
#include "model/live_trunk.h"
#include "model/stuck.h"
#include "office/crm/book.h"
#include "office/people/chart.h"
#include "office/people/number_mask.h"
#include "office/voice_tools.h"

namespace yh::office {

namespace lists {
struct List;
}
namespace jobs {
class JobRunner;
}
namespace imports {
class ImportDesk;
}

/// What the watchdog has healed (B24), the newest last.
struct HealedLog {
    std::int64_t since_start = 0;
    std::vector<model::Healed> last{};
};

/// What every room of the office rests on; all of it outlives them. Rooms do their work on `home`, one loop for all
/// of them, so that what they keep in memory needs no lock: a handler's first step is `home.post`.
struct Office {
    Loop& home;
    const Clock& clock;
    db::Readers& readers;
    db::Writer& writer;
    Worker& hashing;  ///< passwords: bounded, because each hash takes 19 MiB
    calls::Desk& desk;
    std::string recordings_root;
    model::DirectoryPtr directory;  ///< replaced on `home` when the configuration changed
    /// Asks main to reload the directory; `done` runs on `home` when the telephones work from it.
    std::function<void(std::function<void()> done)> on_site_changed;
    /// Told when somebody signs out: the sockets of that session close. Set by main.
    std::function<void(std::string_view session_hash)> on_session_ended;
    VoiceTools voices{};
    /// Asks the telephones how their trunks are; `done` runs on `home`. Set by main.
    std::function<void(std::function<void(std::vector<model::LiveTrunk>)> done)> look_at_trunks{};
    /// `done` runs on `home` when all that the telephones have said so far is in the database. Set by main.
    std::function<void(std::function<void()> done)> when_recorded{};
    /// Who belongs where and may what: replaced together with the directory. Null only in tests: base roles as they
    /// are.
    people::ChartPtr chart{};
    /// The companies' books of rules for customers, leads and contacts; replaced on `home` when a page changed one.
    /// Null only in tests: everybody's is the first book.
    crm::BooksPtr books{};
    HealedLog healed{};            ///< main writes it down, on home
    people::NumberSeal numbers{};  ///< hidden numbers that somebody may dial; main gives it the key of the data folder
    std::string avatars_root{};    ///< pictures of people; empty: none are kept
    std::string exports_root{};    ///< where files that people asked for are kept until they are fetched
    /// Every list that has been declared, for who writes lists into files. Grows while routes are added, then is fixed.
    std::vector<const lists::List*> lists{};
    std::shared_ptr<jobs::JobRunner> jobs{};  ///< made with its routes; shared, because its header is not for everybody
    /// Sends one short text of this company by its gateway, signed, kept in no list; what becomes of it is in the log.
    /// Set with the routes of texts.
    std::function<void(model::TenantId tenant, const std::string& number, const std::string& text)> send_text{};
    std::string imports_root{};                      ///< where files wait whose rows shall be taken in; empty: none are
    std::shared_ptr<imports::ImportDesk> imports{};  ///< likewise
    /// Tells the open pages of a person that something of theirs is new: what it is about, and its id. Set by main; may
    /// be absent in tests. Thread: home.
    std::function<void(model::UserId, std::string_view about, std::int64_t id)> tell_person{};
    /// The book of a company is another one: its open pages are told, and what they see of numbers follows the pools.
    /// Set by main; may be absent in tests. Thread: home.
    std::function<void(model::TenantId)> book_changed{};
    /// What people read for an error's code, where it stands in a file or a row and not in an answer. Set by main; may
    /// be absent in tests. Thread: any.
    std::function<std::string(const Error&, http::Language)> sentence_of{};
    /// For ids that are made inside of a job of the writer: one maker, so that none is made twice. Thread: the
    /// writer's.
    std::shared_ptr<IdMaker> writers_ids = std::make_shared<IdMaker>();
};

/// A handler that does its work on the office's loop.
inline http::Handler on_home(Office& office, std::function<void(Office&, const http::Request&, http::Reply)> act) {
    return [&office, act = std::move(act)](http::Request request, http::Reply reply) {
        office.home.post([&office, act, request = std::move(request), reply = std::move(reply)]() mutable {
            act(office, request, std::move(reply));
        });
    };
}

/// Has the conductor carry a command out, and answers 204 or why not. Thread: home.
void carry_out(Office& office, model::Command command, http::Reply reply);

}  // namespace yh::office

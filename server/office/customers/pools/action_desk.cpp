#include "office/customers/pools/action_desk.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/describe.h"
#include "base/log.h"
#include "office/customers/pools/action_rows.h"

namespace yh::office::customers {

namespace {

constexpr std::size_t portion_size = 50;
constexpr std::size_t most_failures = 100;
constexpr auto at_once = std::chrono::milliseconds{1500};

}  // namespace

struct ActionDesk::Portion {
    struct Changed {
        model::CustomerId id;
        std::vector<std::string> numbers;
    };
    ActionView view;
    std::vector<Changed> changed;
    std::optional<Error> refusal;  ///< the last one
};

void ActionDesk::start() {
    office_.writer.submit(
        [now = to_ms(office_.clock.wall())](db::Connection& connection) { return tidy_actions(connection, now); });
}

void ActionDesk::add(Asker asker, http::Language language, ActionWish wish, std::vector<model::CustomerId> ids,
                     Told told) {
    constexpr auto most_each = 4;
    const auto mine = [&](const auto& one) { return one.second->asker.who.user == asker.who.user; };
    if (std::ranges::count_if(runs_, mine) >= most_each) {
        told(Error{ErrorKind::TooMany, "action.too_many", {}});
        return;
    }
    auto run = std::make_shared<Run>();
    const auto now = to_ms(office_.clock.wall());
    run->view.id = ids_.make<ActionId>(now);
    run->view.action = wish.action;
    run->view.total = static_cast<std::int64_t>(ids.size());
    run->view.created_at_ms = now;
    run->asker = std::move(asker);
    run->language = language;
    run->wish = std::move(wish);
    run->ids = std::move(ids);
    run->told = std::move(told);
    runs_.emplace(run->view.id.value, run);
    begin(run);
}

void ActionDesk::begin(const RunPtr& run) {
    office_.writer.write(
        office_.home,
        [run, now = to_ms(office_.clock.wall())](db::Connection& connection) -> Result<Prepared> {
            YH_TRY(auto prepared, prepare(connection, run->asker, run->wish, now));
            if (!prepared.refusal) {
                YH_CHECK(insert_action(connection, run->view, run->asker.who.tenant, run->asker.who.user));
            }
            return prepared;
        },
        [self = shared_from_this(), run](Result<Prepared> prepared) {
            if (!prepared.ok() || prepared->refusal) {
                self->runs_.erase(run->view.id.value);
                if (run->told) {
                    std::exchange(run->told, nullptr)(prepared.ok() ? *prepared->refusal : prepared.error());
                }
                return;
            }
            run->prepared = *std::move(prepared);
            // Not before it can be asked for by its id; whether a single object refuses is waited for.
            if (run->view.total > 1) {
                self->office_.home.after(at_once, [run] { tell(*run); });
            }
            self->next(run);
        });
}

// What the writer reads of the run does not change while a portion is under way.
void ActionDesk::next(const RunPtr& run) {
    if (run->cancelled || run->view.done == run->view.total) {
        end(run, run->cancelled ? ActionState::Cancelled : ActionState::Done);
        return;
    }
    office_.writer.write(
        office_.home,
        [run, &ids = *office_.writers_ids, sentence = office_.sentence_of,
         now = to_ms(office_.clock.wall())](db::Connection& connection) -> Result<Portion> {
            Portion portion{run->view, {}, {}};
            auto& view = portion.view;
            YH_TRY(auto transaction, connection.begin());
            for (std::size_t count = 0; count < portion_size && view.done < view.total; ++count, ++view.done) {
                const auto id = run->ids[static_cast<std::size_t>(view.done)];
                YH_TRY(auto acted, act(connection, run->asker, run->wish, run->prepared, id, ids, now));
                if (!acted.refusal) {
                    portion.changed.push_back({id, std::move(acted.numbers)});
                    continue;
                }
                ++view.failed;
                portion.refusal = *std::move(acted.refusal);
                if (view.failures.size() < most_failures) {
                    view.failures.push_back({id, std::move(acted.name), std::string{portion.refusal->code},
                                             sentence ? sentence(*portion.refusal, run->language) : std::string{}});
                }
            }
            YH_CHECK(note_action(connection, view));
            YH_CHECK(transaction.commit());
            return portion;
        },
        [self = shared_from_this(), run](Result<Portion> portion) {
            if (portion.ok()) {
                self->on_portion(run, *std::move(portion));
            } else {
                log().error("action.failed", {{"action", run->view.id}, {"detail", portion.error().detail}});
                run->refusal = portion.error();
                self->end(run, ActionState::Failed);
            }
        });
}

void ActionDesk::on_portion(const RunPtr& run, Portion portion) {
    run->view = std::move(portion.view);
    run->refusal = std::move(portion.refusal);
    for (auto& one : portion.changed) {
        // The telephones route by owners, and calls that are up show whose they are.
        office_.desk.customer_changed(run->asker.who.tenant, one.id, std::move(one.numbers));
    }
    tell_page(*run);
    next(run);
}

void ActionDesk::end(const RunPtr& run, ActionState state) {
    run->view.state = state;
    run->view.ended_at_ms = to_ms(office_.clock.wall());
    log().info("action.ended", {{"action", run->view.id},
                                {"what", enum_text(run->view.action)},
                                {"state", enum_text(state)},
                                {"done", run->view.done},
                                {"failed", run->view.failed}});
    office_.writer.write(
        office_.home, [view = run->view](db::Connection& connection) { return note_action(connection, view); },
        [self = shared_from_this(), run](const Result<void>&) {
            self->runs_.erase(run->view.id.value);
            tell(*run);
            self->tell_page(*run);
        });
}

void ActionDesk::tell(Run& run) {
    if (!run.told) {
        return;
    }
    const auto told = std::exchange(run.told, nullptr);
    const bool failed = run.view.state == ActionState::Failed || (run.view.total == 1 && run.view.failed == 1);
    if (failed && run.refusal) {
        told(*run.refusal);
    } else {
        told(run.view);
    }
}

void ActionDesk::tell_page(const Run& run) const {
    if (office_.tell_person && run.view.total > 1) {
        office_.tell_person(run.asker.who.user, "action", run.view.id.value);
    }
}

bool ActionDesk::cancel(model::UserId who, ActionId id) {
    const auto found = runs_.find(id.value);
    if (found == runs_.end() || found->second->asker.who.user != who) {
        return false;
    }
    found->second->cancelled = true;
    return true;
}

}  // namespace yh::office::customers

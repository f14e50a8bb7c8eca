#include <algorithm>

#include "base/describe.h"
#include "office/messages/message_store.h"
#include "office/work_orders/order_messages.h"

namespace yh::office::work_orders {

namespace {

/// The messages about one act: one a person at the most.
class Telling {
  public:
    Telling(db::Connection& connection, const people::SignedIn& who, const OrderNews& news, IdMaker& ids,
            std::int64_t now_ms)
        : db_{connection}, who_{who}, news_{news}, ids_{ids}, now_ms_{now_ms}, told_{who.user} {}

    Result<Told> run() {
        const auto act = news_.act;
        const auto word = enum_text(act);
        if (act != OrderAct::Finish && act != OrderAct::Take) {
            for (const auto& one : news_.now) {
                YH_CHECK(tell(one.user_id, word));
            }
        }
        for (const auto& one : news_.before) {
            if (std::ranges::find(news_.now, one.user_id, &Handler::user_id) == news_.now.end()) {
                YH_CHECK(tell(one.user_id, act == OrderAct::Take ? word : "moved"));
            }
        }
        // The author hears what becomes of it, but not of each change of hands inside.
        if (act == OrderAct::Finish || act == OrderAct::Close || act == OrderAct::Note) {
            YH_CHECK(tell(news_.order.author_id, word));
        } else {
            told_.push_back(model::UserId{news_.order.author_id});
        }
        return std::move(told_);
    }

  private:
    Result<void> tell(std::int64_t user, std::string_view what) {
        const model::UserId person{user};
        if (std::ranges::find(told_, person) != told_.end()) {
            return {};
        }
        told_.push_back(person);
        return messages::save_message(
            db_, ids_,
            {who_.tenant, person, messages::MessageKind::WorkOrder,
             std::string{what} + " " + news_.order.order_number + " " + who_.name, news_.order.id},
            now_ms_);
    }

    db::Connection& db_;
    const people::SignedIn& who_;
    const OrderNews& news_;
    IdMaker& ids_;
    std::int64_t now_ms_;
    Told told_;
};

}  // namespace

Result<Told> tell_all(db::Connection& connection, const people::SignedIn& who, const OrderNews& news, IdMaker& ids,
                      std::int64_t now_ms) {
    return Telling{connection, who, news, ids, now_ms}.run();
}

}  // namespace yh::office::work_orders

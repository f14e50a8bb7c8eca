#include "sip/dialog.h"

#include <algorithm>
#include <utility>

#include "sip/name_addr.h"
#include "sip/uri.h"

namespace yh::sip {
namespace {

/// The party without its tag and other header parameters, as it goes into our own From or To.
std::string party_of(std::string_view header) {
    const auto party = NameAddr::parse(header);
    if (!party.ok()) {
        return std::string{header};
    }
    std::string text{party->display};
    text += text.empty() ? "<" : " <";
    text += party->uri;
    text += '>';
    return text;
}

Result<std::vector<std::string>> routes_of(const Message& message) {
    std::vector<std::string> routes;
    for (const auto route : message.values(Header::RecordRoute)) {
        const auto parsed = NameAddr::parse(route);
        if (!parsed.ok() || !Uri::parse(parsed->uri).ok()) {
            return invalid_input("sip.dialog.route", std::string{route.substr(0, 100)});
        }
        routes.emplace_back(route);
    }
    return routes;
}

Result<std::string> target_of(const Message& message) {
    const auto contacts = message.values(Header::Contact);
    auto at = contacts.begin();
    if (at == contacts.end()) {
        return invalid_input("sip.dialog.contact", "no Contact");
    }
    const auto contact = NameAddr::parse(*at);
    if (!contact.ok() || !Uri::parse(contact->uri).ok() || ++at != contacts.end()) {
        return invalid_input("sip.dialog.contact", std::string{message.header(Header::Contact).substr(0, 100)});
    }
    return std::string{contact->uri};
}

/// RFC 3261 §12.2.1.1, RFC 3311, RFC 6665, RFC 3515: what may change where the peer is reached.
bool refreshes_target(const Message& message) {
    return message.is(Method::Invite) || message.is(Method::Update) || message.is(Method::Subscribe) ||
           message.is(Method::Notify) || message.is(Method::Refer);
}

bool wants_contact(std::string_view method) {
    const auto known = method_from(method);
    return known == Method::Invite || known == Method::Update || known == Method::Subscribe || known == Method::Refer ||
           known == Method::Notify;
}

}  // namespace

std::string Dialog::key_of(std::string_view call_id, std::string_view local_tag, std::string_view remote_tag) {
    std::string key;
    key.reserve(call_id.size() + local_tag.size() + remote_tag.size() + 2);
    key += call_id;
    key += '\n';
    key += local_tag;
    key += '\n';
    key += remote_tag;
    return key;
}

std::string Dialog::key_of(const Message& received) {
    return received.is_request() ? key_of(received.call_id(), received.to_tag(), received.from_tag())
                                 : key_of(received.call_id(), received.from_tag(), received.to_tag());
}

Result<Dialog> Dialog::as_server(const Message& request, std::string_view local_tag, std::string_view local_contact) {
    Dialog dialog;
    YH_TRY(dialog.route_set_, routes_of(request));
    YH_TRY(dialog.remote_target_, target_of(request));
    dialog.call_id_ = request.call_id();
    dialog.local_tag_ = local_tag;
    dialog.remote_tag_ = request.from_tag();
    dialog.key_ = key_of(dialog.call_id_, dialog.local_tag_, dialog.remote_tag_);
    dialog.local_party_ = party_of(request.header(Header::To));
    dialog.remote_party_ = party_of(request.header(Header::From));
    dialog.local_contact_ = local_contact;
    dialog.remote_cseq_ = request.cseq();
    dialog.remote_cseq_known_ = true;
    dialog.secure_ =
        sip::is_secure(request.source().transport) && same_text(request.request_uri().substr(0, 5), "sips:");
    dialog.hop_ = request.source();
    return dialog;
}

Result<Dialog> Dialog::as_client(const Message& response, std::string_view local_contact, const Hop& hop) {
    if (response.to_tag().empty() && response.is_provisional()) {
        return invalid_input("sip.dialog.tag", "a provisional response without To tag makes no dialog");
    }
    Dialog dialog;
    YH_TRY(dialog.route_set_, routes_of(response));
    std::reverse(dialog.route_set_.begin(), dialog.route_set_.end());
    auto target = target_of(response);
    if (target.ok()) {
        dialog.remote_target_ = std::move(target).value();
    } else if (response.has(Header::Contact)) {
        return std::move(target).error();
    } else {
        // Some gateways send 180, a few even 200, without Contact. Such a 200 must still be ACKed and ended.
        const auto to = NameAddr::parse(response.header(Header::To));
        dialog.remote_target_ = to.ok() ? to->uri : std::string_view{};
    }
    dialog.call_id_ = response.call_id();
    dialog.local_tag_ = response.from_tag();
    dialog.remote_tag_ = response.to_tag();
    dialog.key_ = key_of(dialog.call_id_, dialog.local_tag_, dialog.remote_tag_);
    dialog.local_party_ = party_of(response.header(Header::From));
    dialog.remote_party_ = party_of(response.header(Header::To));
    dialog.local_contact_ = local_contact;
    dialog.local_cseq_ = response.cseq();
    dialog.we_are_caller_ = true;
    dialog.state_ = response.is_success() ? DialogState::Confirmed : DialogState::Early;
    dialog.secure_ =
        sip::is_secure(hop.transport) && same_text(std::string_view{dialog.remote_target_}.substr(0, 5), "sips:");
    dialog.hop_ = hop;
    return dialog;
}

bool Dialog::refresh_target(const Message& message) {
    auto target = target_of(message);
    if (!target.ok()) {
        return false;
    }
    remote_target_ = std::move(target).value();
    return true;
}

void Dialog::on_response(const Message& response) {
    const bool first_success = response.is_success() && response.is(Method::Invite) && state_ == DialogState::Early;
    if (first_success) {
        state_ = DialogState::Confirmed;
        if (auto routes = routes_of(response); routes.ok()) {
            route_set_ = std::move(routes).value();
            std::reverse(route_set_.begin(), route_set_.end());
        }
    }
    const bool reliable_early = response.is_provisional() && response.has(Header::RSeq);
    if ((response.is_success() || reliable_early) && refreshes_target(response)) {
        refresh_target(response);
    }
}

CSeqCheck Dialog::on_request(const Message& request) {
    if (remote_cseq_known_ && request.cseq() < remote_cseq_) {
        return CSeqCheck::OutOfOrder;
    }
    remote_cseq_ = request.cseq();
    remote_cseq_known_ = true;
    if (refreshes_target(request) && request.has(Header::Contact)) {
        refresh_target(request);
    }
    return CSeqCheck::InOrder;
}

std::string_view Dialog::next_hop_uri() const {
    if (!route_set_.empty()) {
        if (const auto route = NameAddr::parse(route_set_.front()); route.ok()) {
            return route->uri;
        }
    }
    return remote_target_;
}

/// Request-URI and Route by RFC 3261 §12.2.1.1: with a strict router first, its URI and our target change places.
MessageBuilder Dialog::start(std::string_view method, std::uint32_t cseq) const {
    const auto first = route_set_.empty() ? Result<NameAddr>{NameAddr{}} : NameAddr::parse(route_set_.front());
    const auto first_uri = Uri::parse(first.ok() ? first->uri : std::string_view{});
    const bool strict = !route_set_.empty() && first_uri.ok() && !first_uri->is_loose_router();
    auto message = MessageBuilder::request(method, strict ? first->uri : std::string_view{remote_target_});
    for (std::size_t i = strict ? 1 : 0; i < route_set_.size(); ++i) {
        message.add(Header::Route, route_set_[i]);
    }
    if (strict) {
        message.add(Header::Route, '<' + remote_target_ + '>');
    }
    message.add(Header::MaxForwards, 70);
    message.add(Header::From, local_party_ + ";tag=" + local_tag_);
    message.add(Header::To, remote_tag_.empty() ? remote_party_ : remote_party_ + ";tag=" + remote_tag_);
    message.add(Header::CallId, call_id_);
    message.add(Header::CSeq, std::to_string(cseq) + ' ' + std::string{method});
    return message;
}

MessageBuilder Dialog::request(std::string_view method) {
    auto message = start(method, ++local_cseq_);
    if (wants_contact(method)) {
        message.add(Header::Contact, '<' + local_contact_ + '>');
    }
    return message;
}

MessageBuilder Dialog::ack(std::uint32_t invite_cseq) const {
    return start(method_name(Method::Ack), invite_cseq);
}

Dialog* ForkSet::find(std::string_view remote_tag) {
    for (auto& dialog : dialogs_) {
        if (dialog.remote_tag() == remote_tag) {
            return &dialog;
        }
    }
    return nullptr;
}

Dialog* ForkSet::winner() {
    return has_winner_ ? find(winner_tag_) : nullptr;
}

ForkSet::Outcome ForkSet::on_response(const Message& response, std::string_view local_contact, const Hop& hop) {
    if (response.status() <= 100 || response.status() >= 300) {
        return {};
    }
    auto* dialog = find(response.to_tag());
    const bool known = dialog != nullptr;
    const bool was_confirmed = known && dialog->state() != DialogState::Early;
    if (known) {
        dialog->on_response(response);
    } else {
        // Made-up tags must not fill our memory; a 2xx is still taken, because it must be ACKed and ended.
        auto made = Dialog::as_client(response, local_contact, hop);
        if (!made.ok() || (dialogs_.size() >= max_forks && response.is_provisional())) {
            return {};
        }
        dialogs_.push_back(std::move(made).value());
        dialog = &dialogs_.back();
    }
    if (response.is_provisional()) {
        return {known ? News::EarlyUpdate : News::Early, dialog};
    }
    if (!has_winner_) {
        has_winner_ = true;
        winner_tag_ = dialog->remote_tag();
        return {News::Won, dialog};
    }
    const bool won = dialog->remote_tag() == winner_tag_;
    if (won) {
        return {News::WonAgain, dialog};
    }
    return {was_confirmed ? News::LostAgain : News::Lost, dialog};
}

}  // namespace yh::sip

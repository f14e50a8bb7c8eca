#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sip/message.h"
#include "sip/message_builder.h"
#include "sip/wire.h"

namespace yh::sip {

enum class DialogState : std::uint8_t { Early, Confirmed, Terminated };

/// What a request inside a dialog deserves by its CSeq.
enum class CSeqCheck : std::uint8_t {
    InOrder,
    OutOfOrder,  ///< lower than one already seen: answer 500 (RFC 3261 §12.2.2)
};

/// One SIP dialog (RFC 3261 §12), early or confirmed: who we are to each other, the route, the remote target, the two
/// CSeq counters. A plain value without timers; it sends nothing and ends nothing by itself. Owned by the leg. Thread:
/// call loop.
class Dialog {
  public:
    /// We are the server: from the INVITE (or SUBSCRIBE, REFER) that we answer with `local_tag`. `local_contact` is a
    /// URI. Errors: sip.dialog.contact (none or several), sip.dialog.route.
    static Result<Dialog> as_server(const Message& request, std::string_view local_tag, std::string_view local_contact);
    /// We are the client: from a 101–299 response with a To tag. `hop` is where our request went; it stays the way for
    /// requests of this dialog until set_hop. Errors: sip.dialog.tag, sip.dialog.contact (unusable; without any, the To
    /// URI stands in, so that a careless 2xx can be ACKed), sip.dialog.route.
    static Result<Dialog> as_client(const Message& response, std::string_view local_contact, const Hop& hop);

    /// "call-id;local-tag;remote-tag", made for hash maps.
    const std::string& key() const { return key_; }
    /// The key of the dialog in which this received message would be: a request's To tag is ours, a response's From
    /// tag.
    static std::string key_of(const Message& received);
    /// The same from parts (Replaces, RFC 3891).
    static std::string key_of(std::string_view call_id, std::string_view local_tag, std::string_view remote_tag);

    DialogState state() const { return state_; }
    /// As server: our 2xx was sent.
    void confirm() { state_ = DialogState::Confirmed; }
    /// As client: a further response of this dialog. A 2xx to INVITE confirms it and computes the route set again (RFC
    /// 3261 §13.2.2.4); a 2xx to INVITE or UPDATE, and a reliable 1xx, refreshes the remote target.
    void on_response(const Message& response);
    /// A request from the peer: checks CSeq and refreshes the remote target (INVITE, UPDATE, SUBSCRIBE, NOTIFY, REFER).
    /// Call it once per request, not for ACK and CANCEL.
    CSeqCheck on_request(const Message& request);
    void terminate() { state_ = DialogState::Terminated; }

    /// A request of ours in this dialog, with the next CSeq, From, To, Call-ID, Max-Forwards, Route, and Contact where
    /// it belongs.
    MessageBuilder request(std::string_view method);
    MessageBuilder request(Method method) { return request(method_name(method)); }
    /// The ACK of the 2xx to our INVITE with that CSeq number (RFC 3261 §13.2.2.4).
    MessageBuilder ack(std::uint32_t invite_cseq) const;
    /// The URI whose address the next request goes to: first route, else remote target (RFC 3261 §8.1.2).
    std::string_view next_hop_uri() const;

    const std::string& call_id() const { return call_id_; }
    const std::string& local_tag() const { return local_tag_; }
    const std::string& remote_tag() const { return remote_tag_; }
    /// From and To as they stand in our requests, tags left out: `"Li" <sip:8001@demo>`.
    const std::string& local_party() const { return local_party_; }
    const std::string& remote_party() const { return remote_party_; }
    const std::string& remote_target() const { return remote_target_; }
    const std::string& local_contact() const { return local_contact_; }
    void set_local_contact(std::string_view uri) { local_contact_ = uri; }
    const std::vector<std::string>& route_set() const { return route_set_; }
    std::uint32_t local_cseq() const { return local_cseq_; }
    std::uint32_t remote_cseq() const { return remote_cseq_; }
    bool is_secure() const { return secure_; }
    bool we_are_caller() const { return we_are_caller_; }

    /// Where requests of this dialog go (resolved from next_hop_uri, or the flow that the peer came by).
    const Hop& hop() const { return hop_; }
    void set_hop(Hop hop) { hop_ = std::move(hop); }

  private:
    Dialog() = default;
    MessageBuilder start(std::string_view method, std::uint32_t cseq) const;
    bool refresh_target(const Message& message);

    std::string key_;
    std::string call_id_;
    std::string local_tag_;
    std::string remote_tag_;
    std::string local_party_;
    std::string remote_party_;
    std::string remote_target_;
    std::string local_contact_;
    std::vector<std::string> route_set_;
    std::uint32_t local_cseq_ = 0;
    std::uint32_t remote_cseq_ = 0;
    bool remote_cseq_known_ = false;
    bool secure_ = false;
    bool we_are_caller_ = false;
    DialogState state_ = DialogState::Early;
    Hop hop_;
};

/// The dialogs that one INVITE of ours made: a proxy may fork it, so there may be several early ones, and even several
/// 2xx (RFC 3261 §13.2.2.4). The first 2xx wins; each further one must be ACKed and its dialog ended with BYE. Owned by
/// the leg.
class ForkSet {
  public:
    enum class News : std::uint8_t {
        None,         ///< 100, no tag, unusable, or a failure
        Early,        ///< a new early dialog
        EarlyUpdate,  ///< one more provisional in a known one
        Won,          ///< the first 2xx: ACK it; the others are over
        WonAgain,     ///< that 2xx again: ACK again
        Lost,         ///< a 2xx from another branch: ACK it, then BYE in `dialog`
        LostAgain,    ///< that one again: ACK again only
    };
    struct Outcome {
        News news = News::None;
        Dialog* dialog = nullptr;  ///< valid until the next call
    };

    Outcome on_response(const Message& response, std::string_view local_contact, const Hop& hop);
    Dialog* winner();
    Dialog* find(std::string_view remote_tag);
    std::size_t size() const { return dialogs_.size(); }
    std::vector<Dialog>& dialogs() { return dialogs_; }

  private:
    static constexpr std::size_t max_forks = 32;

    std::vector<Dialog> dialogs_;
    std::string winner_tag_;
    bool has_winner_ = false;
};

}  // namespace yh::sip

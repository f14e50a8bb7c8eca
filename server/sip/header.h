#pragma once

#include <cstdint>
#include <string_view>

namespace yh::sip {

/// SIP methods that we know by name; anything else is `Other` and keeps its text.
enum class Method : std::uint8_t {
    Invite,
    Ack,
    Bye,
    Cancel,
    Register,
    Options,
    Prack,
    Update,
    Refer,
    Notify,
    Subscribe,
    Info,
    Message,
    Publish,
    Other,
};

/// Method names are case-sensitive (RFC 3261 §7.1).
Method method_from(std::string_view name);
/// "" for Other.
std::string_view method_name(Method method);

/// The header fields found in O(1). Others are `Unknown` and are found by name.
enum class Header : std::uint8_t {
    Accept,
    AcceptEncoding,
    AcceptLanguage,
    AlertInfo,
    Allow,
    AllowEvents,
    AuthenticationInfo,
    Authorization,
    CallId,
    CallInfo,
    Contact,
    ContentDisposition,
    ContentEncoding,
    ContentLanguage,
    ContentLength,
    ContentType,
    CSeq,
    Date,
    Diversion,
    ErrorInfo,
    Event,
    Expires,
    From,
    HistoryInfo,
    InReplyTo,
    MaxForwards,
    MimeVersion,
    MinExpires,
    MinSe,
    Organization,
    PAssertedIdentity,
    PPreferredIdentity,
    Path,
    Priority,
    Privacy,
    ProxyAuthenticate,
    ProxyAuthorization,
    ProxyRequire,
    RAck,
    RSeq,
    Reason,
    RecordRoute,
    ReferSub,
    ReferTo,
    ReferredBy,
    RemotePartyId,
    Replaces,
    ReplyTo,
    Require,
    RetryAfter,
    Route,
    Server,
    ServiceRoute,
    SessionExpires,
    SipETag,
    SipIfMatch,
    Subject,
    SubscriptionState,
    Supported,
    Timestamp,
    To,
    Unsupported,
    UserAgent,
    UserToUser,
    Via,
    Warning,
    WwwAuthenticate,
    Unknown,
};
inline constexpr std::size_t header_count = static_cast<std::size_t>(Header::Unknown);

/// Full and compact names, in any case (RFC 3261 §7.3.1, §7.3.3).
Header header_from(std::string_view name);
/// The full name as we write it; "" for Unknown.
std::string_view header_name(Header header);

/// The usual words for a status ("Ringing"); the words of its class when we have none.
std::string_view reason_phrase(int status);

}  // namespace yh::sip

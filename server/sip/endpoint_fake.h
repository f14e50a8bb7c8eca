#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "calls/ports.h"
#include "sip/endpoint_core.h"
#include "sip/wire_fake.h"

// A whole SIP endpoint on a wire in memory, with peers that tests script by hand. Tests only.
namespace yh::sip {

inline constexpr std::string_view fake_offer =
    "v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8 0 101\r\n";
inline constexpr std::string_view fake_answer =
    "v=0\r\no=- 2 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 5000 RTP/AVP 8\r\n";

/// Writes down what calls would hear ("invited 4008001234", "answered", "ended hangup" …).
class FakeCalls final : public calls::SignalEvents {
  public:
    void on_invited(calls::Invited invited) override;
    void on_progress(model::LegId leg, int status, std::string sdp) override;
    void on_answered(model::LegId leg, std::string sdp) override;
    void on_failed(model::LegId leg, int status, std::string reason_text) override;
    void on_offer(model::LegId leg, std::string sdp) override;
    void on_ended(model::LegId leg, model::Ending ending) override;
    void on_dtmf(model::LegId leg, char digit) override;
    Result<void> on_refer(model::LegId leg, std::string to, model::LegId replaces) override;
    void on_device(model::TenantId tenant, model::UserId user, bool online) override;

    /// Everything heard since the last call.
    std::vector<std::string> take() { return std::exchange(heard_, {}); }

    model::LegId leg;  ///< of the last upcall
    std::optional<calls::Invited> invited;
    std::string sdp;  ///< of the last upcall that had one
    std::function<void(const calls::Invited&)> when_invited;
    std::function<void()> when_device;
    std::function<Result<void>(model::LegId leg)> when_refer;  ///< default: taken, nothing closed
    model::LegId replaces;                                     ///< of the last REFER

  private:
    void hear(model::LegId leg_id, std::string what);

    std::vector<std::string> heard_;
};

class FakeResolver final : public Resolver {
  public:
    void resolve(const Question& question, Handler handler) override {
        asked.emplace_back(question, std::move(handler));
    }
    std::vector<std::pair<Question, Handler>> asked;
};

class FakeOffice;

/// What a peer's request says; the rest is made up.
struct FakeRequest {
    std::string method = "INVITE";
    std::string uri = "sip:4008001234@192.0.2.1";
    std::string from = "<sip:13812345678@192.0.2.50>";
    std::string from_tag = "peer";
    std::string to;      ///< default: the URI
    std::string to_tag;  ///< ours, inside a dialog
    std::string call_id = "call-1";
    std::uint32_t cseq = 1;
    std::string branch;  ///< default: a new one
    std::vector<std::string> headers;
    std::string body;
    std::string body_type = "application/sdp";
};

/// A telephone or a carrier: sends what it is told, keeps what it gets.
class FakePeer {
  public:
    FakePeer(FakeOffice& office, std::string_view address, Transport transport = Transport::Udp, FlowId flow = {});

    std::string text(const FakeRequest& request);
    /// Sends it and returns its bytes, so that it can be repeated.
    std::string send(const FakeRequest& request);
    void send_raw(std::string bytes);
    /// A response to a request that we got.
    void reply(const Message& request, int status, std::string_view to_tag = "far", std::string_view sdp = {},
               const std::vector<std::pair<std::string, std::string>>& headers = {});
    /// What came since the last call; a `method` or status keeps only those.
    std::vector<Message> take();
    Message take_one(std::string_view first_word);
    std::vector<std::string> take_log();
    /// A request inside the dialog that `ours` (a response of theirs to our INVITE) made.
    FakeRequest inside(const Message& ours, std::string_view method, std::uint32_t cseq) const;

    Hop hop;
    bool answers_probes = true;  ///< 200 to OPTIONS outside of dialogs, not shown to the test
    std::string contact() const;

  private:
    friend class FakeOffice;
    FakeOffice& office_;
    std::vector<std::string> inbox_;
    int branches_ = 0;
};

/// One tenant "demo" with 8001 (secret s1) and 8002 (secret s2), and a carrier at 192.0.2.50:5060.
class FakeOffice : public Wire {
  public:
    explicit FakeOffice(EndpointConfig config = {});
    ~FakeOffice() override;

    /// Lets time pass in steps of 50 ms.
    void run(Duration time);
    void settle() { run(std::chrono::milliseconds{0}); }
    void answer_probes();
    std::shared_ptr<model::Directory> directory() const;
    /// REGISTER with digest, the way a phone does it; returns the final status.
    int register_phone(FakePeer& peer, std::string_view extension, std::string_view secret,
                       std::uint32_t expires_s = 3'600, std::string_view call_id = "reg-1", std::uint32_t cseq = 1,
                       std::string_view contact = {});
    /// The Authorization header that answers a 401.
    static std::string authorization(const Message& challenge, std::string_view method, std::string_view uri,
                                     std::string_view user, std::string_view secret);
    Result<void> call_extension(std::int64_t user, std::int64_t leg);
    Result<void> call_trunk(std::string_view number, std::int64_t leg);

    void send(const Hop& to, std::string_view bytes) override;
    std::string local_host_port(const Hop&) const override { return "192.0.2.1:5060"; }

    static constexpr std::int64_t user_8001 = 11;
    static constexpr std::int64_t user_8002 = 12;
    static constexpr std::int64_t carrier_id = 21;

    EndpointConfig config;
    ManualClock clock;
    TimerQueue timers;
    FakeResolver resolver;
    IdMaker ids;
    FakeCalls calls;
    std::vector<FakePeer*> peers;
    std::size_t sent_bytes = 0;
    Duration spent{};  ///< in the endpoint, while it handled what peers sent
    std::vector<std::pair<FakePeer*, std::string>> probes;
    std::unordered_map<FlowId, model::UserId> browsers;  ///< whose session a flow is
    std::vector<FlowId> taken_over;
    std::unique_ptr<EndpointCore> core;
};

std::vector<std::string> words(std::initializer_list<const char*> list);

}  // namespace yh::sip

#include "media/dtmf.h"
#include "media/spandsp_handle.h"

namespace yh::media {
namespace {

class SpandspDtmf final : public InbandDtmf {
  public:
    explicit SpandspDtmf(DtmfRxHandle state) : state_{std::move(state)} {}
    void feed(std::span<const std::int16_t> pcm) override {
        ::dtmf_rx(state_.get(), pcm.data(), static_cast<int>(pcm.size()));
    }
    std::optional<char> take() override {
        std::array<char, 2> digit{};  // the library ends it with a zero
        if (::dtmf_rx_get(state_.get(), digit.data(), 1) == 0) {
            return std::nullopt;
        }
        return digit[0];
    }

  private:
    DtmfRxHandle state_;
};

}  // namespace

Result<std::unique_ptr<InbandDtmf>> InbandDtmf::create() {
    DtmfRxHandle state{::dtmf_rx_init(nullptr, nullptr, nullptr)};
    if (!state) {
        return Error{ErrorKind::Internal, "dtmf.failed", {}};
    }
    return std::unique_ptr<InbandDtmf>{std::make_unique<SpandspDtmf>(std::move(state))};
}

}  // namespace yh::media

#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/directory.h"
#include "model/number_mask.h"
#include "office/people/identity.h"

// How customers' numbers look to people who may not see them whole (号码隐藏, R264, U16, U17; the rule itself is
// model/number_mask.h), and the token that stands for a number where such a person must dial it.
namespace yh::office::people {

/// A value; pure.
class NumberMask {
  public:
    explicit NumberMask(model::HideNumbers how = model::HideNumbers::Off) : how_{how} {}

    bool hides() const { return how_ != model::HideNumbers::Off; }
    model::HideNumbers how() const { return how_; }
    std::string shown(std::string_view number) const { return model::masked(number, how_); }

  private:
    model::HideNumbers how_;
};

/// Off for whoever holds `numbers.full`, else what the company chose.
NumberMask mask_for(const SignedIn& who, const model::Directory& directory);
/// What the company chose, for texts that also those read who do not hold it.
NumberMask company_mask(model::TenantId tenant, const model::Directory& directory);

/// Turns numbers into tokens that only this server can turn back, and only for the same company. The same number gives
/// the same token, so that pages can tell rows of one customer from another's. Never changes. Thread: any.
class NumberSeal {
  public:
    using Key = std::array<unsigned char, 32>;

    /// A key of this process alone: its tokens end with it.
    NumberSeal();
    explicit NumberSeal(const Key& key) : key_{key} {}
    /// The key in this file, which is made when it is missing, readable by us only. Error: number_key.unusable.
    static Result<NumberSeal> from_file(const std::string& path);

    /// "token:…"; empty for an empty number.
    std::string seal(model::TenantId tenant, std::string_view number) const;
    /// Error: number.bad_token.
    Result<std::string> open(model::TenantId tenant, std::string_view token) const;
    static bool is_token(std::string_view text);

  private:
    Key key_{};
};

/// What a row carries beside a hidden number; none where nothing is hidden, or nothing is there.
std::optional<std::string> token_for(const NumberMask& mask, const NumberSeal& seal, model::TenantId tenant,
                                     std::string_view number);

}  // namespace yh::office::people

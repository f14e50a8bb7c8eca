#pragma once

// Internal to settings: what site_check.cpp and its sister files are made of.
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/destination.h"
#include "office/settings/site_check.h"

namespace yh::office::settings {

/// Checks one tenant; keeps all faults in the order in which they were found. Lives for one check.
class TenantCheck {
  public:
    TenantCheck(const SiteTenant& tenant, std::size_t index, const VoiceNames& voices)
        : tenant_{tenant}, index_{index}, voices_{voices} {}

    std::vector<SiteFault> run();

  private:
    using Names = std::set<std::string>;

    /// The entry that is being looked at; what is noted belongs to it.
    void at(std::string_view list, std::size_t index, std::string name);
    void note(std::string field, std::string_view code, std::string what);
    void once(std::string_view what, const std::string& value, Names& seen);

    void collect_names();
    void texts_and_numbers();
    void tenant_itself();
    void roles();
    void role_fields(const SiteRole& role);
    void departments();
    void users();
    void belongings(const SiteUser& user);
    void sign_in();
    void code_and_name(const std::string& code, const std::string& name, Names& codes, Names& names);
    void trunks();
    void codecs(std::string_view list);
    void queues();
    void members(const SiteQueue& queue);
    void service(const SiteQueue& queue);
    void routes();
    void schedules();
    void flows();
    void rooms();
    void messages();
    void gateway(const SiteSms& sms, const Names& signatures);
    void advanced();
    void mail(const SiteMail& mail);
    void disk_alert(const SiteDiskAlert& alert);
    void options();
    void threshold(std::string_view field, std::int64_t seconds);
    void survey(const model::SurveyOptions& survey);
    void features(const model::FeatureCodes& codes);

    void known_trunk(const std::string& name);
    void backup_trunks(const SiteOutbound& rule);
    void address(std::string_view field, const std::string& text);
    void destination(std::string_view field, const std::string& text);
    void voice(std::string_view field, const std::string& text);
    void range(std::string_view field, std::int64_t value, std::int64_t least, std::int64_t most);
    void pattern(std::string_view field, std::string_view text);
    bool knows(const model::Destination& destination) const;

    const SiteTenant& tenant_;
    const std::size_t index_;
    const VoiceNames& voices_;
    std::vector<SiteFault> faults_;
    SitePlace place_;
    std::string name_;
    Names users_;
    Names roles_;
    Names departments_;
    Names trunks_;
    Names queues_;
    Names extensions_;
    Names schedules_;
    Names flows_;
    Names dialled_;  // extensions and queue numbers share one numbering
};

}  // namespace yh::office::settings

#include "model/schedule.h"

#include <gtest/gtest.h>

#include "model/directory.h"
#include "model/time_zone.h"

namespace yh::model {
namespace {

using namespace std::chrono;

WallTime utc(int y, int m, int d, int h, int min = 0) {
    return sys_days{year{y} / m / d} + hours{h} + minutes{min};
}

Schedule office_hours() {
    Schedule schedule;
    schedule.code = "main";
    schedule.open = {{"12345", "09:00", "18:00"}};
    schedule.special = {{"2026-10-01", "国庆节", "", ""}, {"2026-10-10", "调休", "10:00", "12:00"}};
    schedule.when_open = "queue:600";
    schedule.when_closed = "voicemail";
    return schedule;
}

TEST(ScheduleTest, WorkingHoursAreThoseOfTheSchedulesOwnZone) {
    const auto schedule = office_hours();
    // 2026-09-30 is a Wednesday; Shanghai is eight hours before UTC.
    EXPECT_EQ(openness(schedule, utc(2026, 9, 30, 0, 59)), Openness::Closed);
    EXPECT_EQ(openness(schedule, utc(2026, 9, 30, 1, 0)), Openness::Open);
    EXPECT_EQ(openness(schedule, utc(2026, 9, 30, 9, 59)), Openness::Open);
    EXPECT_EQ(openness(schedule, utc(2026, 9, 30, 10, 0)), Openness::Closed) << "18:00 itself is closed";
    EXPECT_EQ(openness(schedule, utc(2026, 10, 3, 3, 0)), Openness::Closed) << "Saturday";
}

TEST(ScheduleTest, SpecialDaysReplaceTheirWeekday) {
    const auto schedule = office_hours();
    EXPECT_EQ(openness(schedule, utc(2026, 10, 1, 3, 0)), Openness::Holiday);
    EXPECT_EQ(openness(schedule, utc(2026, 10, 10, 3, 0)), Openness::Open) << "a Saturday worked instead";
    EXPECT_EQ(openness(schedule, utc(2026, 10, 10, 5, 0)), Openness::Closed) << "after its own hours";
}

TEST(ScheduleTest, NightShiftCountsForTheDayItBeganOn) {
    auto schedule = office_hours();
    schedule.zone = "UTC";
    schedule.open = {{"5", "18:00", "02:00"}};
    EXPECT_EQ(openness(schedule, utc(2026, 10, 2, 23, 0)), Openness::Open) << "Friday night";
    EXPECT_EQ(openness(schedule, utc(2026, 10, 3, 1, 59)), Openness::Open) << "Saturday before two";
    EXPECT_EQ(openness(schedule, utc(2026, 10, 3, 2, 0)), Openness::Closed);
    EXPECT_EQ(openness(schedule, utc(2026, 10, 2, 1, 0)), Openness::Closed) << "Thursday has no night shift";
    schedule.open = {{"1234567", "00:00", "24:00"}};
    EXPECT_EQ(openness(schedule, utc(2026, 10, 4, 23, 59)), Openness::Open);
    EXPECT_EQ(openness(schedule, utc(2026, 10, 5, 0, 0)), Openness::Open);
}

TEST(ScheduleTest, SummerTimeMovesTheHours) {
    auto schedule = office_hours();
    schedule.zone = "America/New_York";
    // Before 2026-03-08 New York is five hours behind UTC, afterwards four.
    EXPECT_EQ(openness(schedule, utc(2026, 3, 6, 13, 30)), Openness::Closed);
    EXPECT_EQ(openness(schedule, utc(2026, 3, 9, 13, 30)), Openness::Open);
    EXPECT_EQ(openness(schedule, utc(2026, 11, 2, 13, 30)), Openness::Closed);
    // Far beyond the changes that the zone's file lists, its rule holds.
    EXPECT_EQ(openness(schedule, utc(2045, 1, 3, 13, 30)), Openness::Closed);
    EXPECT_EQ(openness(schedule, utc(2045, 7, 3, 13, 30)), Openness::Open);
}

TEST(ScheduleTest, SummerOfTheSouthGoesOverTheNewYear) {
    const auto zone = TimeZone::load("Australia/Sydney");
    ASSERT_TRUE(zone.ok());
    EXPECT_EQ(zone->offset_at(utc(2050, 1, 1, 0)), hours{11});
    EXPECT_EQ(zone->offset_at(utc(2050, 7, 1, 0)), hours{10});
    EXPECT_EQ(zone->offset_at(utc(2025, 1, 1, 0)), hours{11});
}

TEST(ScheduleTest, BrokenZoneFilesAreRefused) {
    EXPECT_EQ(TimeZone::load("../../etc/passwd").error().code, "zone.unknown");
    EXPECT_EQ(TimeZone::load("Mars/Olympus").error().code, "zone.unknown");
    EXPECT_EQ(TimeZone::load("/etc/passwd").error().code, "zone.unknown");
    EXPECT_EQ(TimeZone::parse("TZif2 and nothing else").error().code, "zone.broken");
    EXPECT_EQ(TimeZone::parse("").error().code, "zone.broken");
    std::string huge = "TZif2" + std::string(15, '\0') + std::string(24, '\x7f');
    EXPECT_EQ(TimeZone::parse(huge).error().code, "zone.broken");
}

TEST(ScheduleTest, FaultsAreTold) {
    EXPECT_TRUE(faults(office_hours()).empty());
    auto schedule = office_hours();
    schedule.zone = "Mars/Olympus";
    schedule.open = {{"189", "9:00", "25:00"}};
    schedule.special = {{"2026-02-30", "", "", ""}, {"2026-10-01", "", "09:00", ""}, {"2026-10-01", "", "", ""}};
    schedule.when_closed = "";
    schedule.when_holiday = "moon:1";
    std::vector<std::string> found;
    for (const auto& fault : faults(schedule)) {
        EXPECT_FALSE(fault.what.empty());
        found.push_back(fault.field + ' ' + std::string{fault.code});
    }
    EXPECT_EQ(found, (std::vector<std::string>{"zone schedule.zone_unknown", "open[0].days schedule.days",
                                               "open[0].from schedule.time", "open[0].to schedule.time",
                                               "special[0].date schedule.date", "special[1].to schedule.time",
                                               "special[2].date schedule.date_twice", "when_closed config.required",
                                               "when_holiday config.malformed"}));
}

TEST(ScheduleTest, DirectoryAnswersByCode) {
    Directory directory;
    directory.schedules.push_back({TenantId{1}, office_hours()});
    directory.index();
    EXPECT_EQ(directory.openness(TenantId{1}, "main", utc(2026, 9, 30, 3)), Openness::Open);
    EXPECT_EQ(directory.openness(TenantId{1}, "main", utc(2026, 9, 30, 13)), Openness::Closed);
    EXPECT_EQ(directory.openness(TenantId{2}, "main", utc(2026, 9, 30, 13)), Openness::Open) << "not this company's";
}

TEST(DestinationTest, VoicemailMayNameItsBox) {
    EXPECT_EQ(parse_destination("voicemail")->argument, "");
    EXPECT_EQ(parse_destination("voicemail:600")->argument, "600");
    EXPECT_EQ(parse_destination("voicemail:600")->text(), "voicemail:600");
    EXPECT_FALSE(parse_destination("hangup:1").ok());
    EXPECT_FALSE(parse_destination("queue").ok());
}

}  // namespace
}  // namespace yh::model

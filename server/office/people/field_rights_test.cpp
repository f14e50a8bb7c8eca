#include "office/people/field_rights.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace yh::office::people {
namespace {

using Keys = std::vector<std::string>;

FieldRights kept(const Keys& hidden, const Keys& fixed = {}) {
    return FieldRights::of(hidden, fixed);
}

// R255: what nobody said anything of is seen and changed.
TEST(FieldRights, NothingIsKeptUnlessSaid) {
    const FieldRights all;
    EXPECT_TRUE(all.sees(fields::customer_note));
    EXPECT_TRUE(all.changes(fields::customer_note));
    EXPECT_TRUE(all.sees(""));
    EXPECT_TRUE(all.changes("nothing.at_all"));
    EXPECT_TRUE(all.sees_all());
}

TEST(FieldRights, HiddenIsNeitherSeenNorChanged) {
    const auto some = kept({"customer.note"}, {"customer.level"});
    EXPECT_FALSE(some.sees(fields::customer_note));
    EXPECT_FALSE(some.changes(fields::customer_note));
    EXPECT_TRUE(some.sees(fields::customer_level));
    EXPECT_FALSE(some.changes(fields::customer_level));
    EXPECT_TRUE(some.changes(fields::customer_owner));
    EXPECT_FALSE(some.sees_all());
    EXPECT_TRUE(kept({}, {"customer.level"}).sees_all());
}

TEST(FieldRights, NameAndNumbersCannotBeHidden) {
    const auto some = kept({"customer.name", "customer.numbers"});
    EXPECT_TRUE(some.sees(fields::customer_name));
    EXPECT_TRUE(some.sees(fields::customer_numbers));
}

TEST(FieldRights, NobodyGivesMoreThanHeHas) {
    const FieldRights all;
    const auto narrow = kept({"customer.note"});
    const auto reads = kept({}, {"customer.note"});
    EXPECT_TRUE(narrow.within(all));
    EXPECT_FALSE(all.within(narrow));
    EXPECT_TRUE(narrow.within(reads));
    EXPECT_FALSE(reads.within(narrow));
    EXPECT_FALSE(all.within(reads));
    EXPECT_EQ(kept({"customer.note", "moon.phase"}), narrow) << "a newer version's key";
}

TEST(FieldRights, EveryKeyIsThereOnceAndBelongsToItsGroup) {
    std::set<std::string_view> keys;
    for (const auto& line : field_catalogue()) {
        EXPECT_TRUE(keys.insert(line.key).second) << line.key;
        EXPECT_TRUE(line.key.starts_with(std::string{line.group} + ".")) << line.key;
        EXPECT_EQ(find_field(line.key), &line);
    }
    EXPECT_EQ(find_field("nothing.at_all"), nullptr);
}

}  // namespace
}  // namespace yh::office::people

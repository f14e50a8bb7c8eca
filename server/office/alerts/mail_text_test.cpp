#include "office/alerts/mail_text.h"

#include <gtest/gtest.h>

namespace yh::office::alerts {
namespace {

TEST(MailText, Base64AsInRfc4648) {
    EXPECT_EQ(base64(""), "");
    EXPECT_EQ(base64("f"), "Zg==");
    EXPECT_EQ(base64("fo"), "Zm8=");
    EXPECT_EQ(base64("foo"), "Zm9v");
    EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
    EXPECT_EQ(base64("\xff\xfe\xfd"), "//79");
}

MailToSend message() {
    MailToSend mail;
    mail.server.sender = "robot@example.com";
    mail.to = {"a@example.com", "b@example.com"};
    mail.subject = "磁盘空间不足";
    mail.text = "剩余 8%";
    return mail;
}

// R266
TEST(MailText, R266_IsWhatMailServersUnderstand) {
    constexpr std::int64_t at_ms = 1'795'282'245'000;  // 2026-11-21 17:30:45 UTC, a Saturday
    EXPECT_EQ(message_of(message(), at_ms, "x1"),
              "Date: Sat, 21 Nov 2026 17:30:45 +0000\r\n"
              "From: robot@example.com\r\n"
              "To: a@example.com,\r\n b@example.com\r\n"
              "Subject: =?UTF-8?B?56OB55uY56m66Ze05LiN6Laz?=\r\n"
              "Message-ID: <x1@example.com>\r\n"
              "Auto-Submitted: auto-generated\r\n"
              "MIME-Version: 1.0\r\n"
              "Content-Type: text/plain; charset=utf-8\r\n"
              "Content-Transfer-Encoding: base64\r\n"
              "\r\n"
              "5Ymp5L2ZIDgl\r\n");
}

// Scheduled reports: the file goes with the message, under a name of any script.
TEST(MailText, FilesGoWithTheMessage) {
    auto mail = message();
    mail.files.push_back({"报表 1.csv\r\nX-Evil: 1", "text/csv", "a,b\n"});
    const auto text = message_of(mail, 0, "x1");
    EXPECT_NE(text.find("Content-Type: multipart/mixed; boundary=\"part_x1\"\r\n\r\n--part_x1\r\nContent-Type: "
                        "text/plain; charset=utf-8\r\n"),
              std::string::npos);
    EXPECT_NE(text.find("filename*=UTF-8''%E6%8A%A5%E8%A1%A8%201.csv%20%20X-Evil%3A%201\r\n\r\nYSxiCg==\r\n"
                        "--part_x1--\r\n"),
              std::string::npos)
        << text;
    EXPECT_EQ(text.find("\r\nX-Evil"), std::string::npos);
}

TEST(MailText, LongSubjectsAndTextsAreFoldedBetweenCharacters) {
    auto mail = message();
    mail.subject.clear();
    for (int i = 0; i < 40; ++i) {
        mail.subject += "盘";
    }
    mail.text = std::string(500, 'x');
    const auto text = message_of(mail, 0, "x");
    for (std::size_t from = 0; from < text.size();) {
        const auto end = text.find("\r\n", from);
        ASSERT_NE(end, std::string::npos);
        EXPECT_LE(end - from, 78U) << text.substr(from, end - from);
        from = end + 2;
    }
    // 14 whole characters of three bytes each in the first word.
    std::string first;
    for (int i = 0; i < 14; ++i) {
        first += "盘";
    }
    EXPECT_NE(text.find("Subject: =?UTF-8?B?" + base64(first) + "?=\r\n =?UTF-8?B?"), std::string::npos);
}

TEST(MailText, NothingCanAddAHeader) {
    auto mail = message();
    mail.subject = "x\r\nBcc: evil@example.com";
    mail.to = {"a@example.com\r\nBcc: evil@example.com"};
    mail.text = "\r\n.\r\nMAIL FROM:<x>";
    const auto text = message_of(mail, 0, "x");
    EXPECT_EQ(text.find("\r\nBcc:"), std::string::npos);
    EXPECT_EQ(text.find("\r\n.\r\n"), std::string::npos);
}

}  // namespace
}  // namespace yh::office::alerts

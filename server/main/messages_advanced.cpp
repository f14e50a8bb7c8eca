#include "main/messages.h"

namespace yh::app {

namespace {

void add_settings(http::Messages& m) {
    m.add("config.popup_address", "地址应以 http:// 或 https:// 开头，域名部分不能含变量",
          "The address begins with http:// or https://, and its host holds no words in braces");
    m.add("config.unknown_popup_word", "没有这个变量，可用的变量见下方说明",
          "No such word; those that are known stand below");
    m.add("config.mailbox", "邮箱地址不正确", "This is no mailbox");
    m.add("config.mail_certificate", "请粘贴 PEM 格式的证书，不要带私钥",
          "Give a certificate in PEM, without its private key");
    m.add("config.mail_in_clear", "有用户名时不能使用不加密的连接，密码会泄露",
          "With a user name the connection must be encrypted: the password would be read by others");
    m.add("config.mail_missing", "请先配置邮件服务器", "Set up the mail server first");
    m.add("config.below_hold", "不能短于法定保留天数", "Not shorter than the law's days");
    m.add("recording.on_hold", "录音在法定保留期内，不能删除", "The law's days are not over: it cannot be deleted yet");
    m.add("mail.no_server", "没有配置邮件服务器", "No mail server is set up");
    m.add("mail.busy", "正在发送其他邮件，请稍后再试", "Other messages are on their way; wait a moment");
    m.add("mail.recipient", "收件人邮箱地址不正确", "The recipient is no mailbox");
}

void add_deletions(http::Messages& m) {
    m.add("deletion.unknown", "没有这个删除任务", "There is no such deletion");
    m.add("deletion.ended", "该删除任务已经结束", "The deletion has ended");
    m.add("deletion.too_recent", "只能删除更早的数据：当天的数据和法定保留期内的数据不能删除",
          "Only older data can be deleted: not of today, nor what the law's days keep");
    m.add("deletion.confirmation", "确认文字不正确，请输入企业编号", "To confirm, type the company's code");
    m.add("deletion.changed", "数据有变化，请重新统计后再确认", "The data has changed: count once more, then confirm");
    m.add("deletion.nothing", "没有可删除的数据", "There is nothing to delete");
    m.add("deletion.running", "同类数据正在删除，请等待完成", "Data of this kind is being deleted already");
}

void add_certificates(http::Messages& m) {
    m.add("certificate.none", "证书文件中没有 PEM 证书", "There is no PEM certificate in the file");
    m.add("certificate.malformed", "证书文件已损坏或不完整", "The certificate is broken or incomplete");
    m.add("certificate.no_key", "私钥文件中没有 PEM 私钥", "There is no PEM private key in the file");
    m.add("certificate.key_malformed", "私钥文件已损坏或不完整", "The private key is broken or incomplete");
    m.add("certificate.key_locked", "私钥有密码保护，请先去除密码",
          "The private key has a pass phrase: take it off first");
    m.add("certificate.key_differs", "私钥与证书不匹配（证书文件中的第一张应为服务器证书）",
          "The key does not fit the certificate (the server's own must be the first in its file)");
    m.add("certificate.key_weak", "密钥太短，浏览器会拒绝（RSA 至少 2048 位）",
          "The key is too weak for browsers (RSA: at least 2048 bits)");
    m.add("certificate.expired", "证书已过期", "The certificate has expired");
    m.add("certificate.too_early", "证书尚未生效", "The certificate is not valid yet");
    m.add("certificate.chain_broken", "证书链不连续：每张证书应由下一张签发",
          "The chain is broken: each certificate must be issued by the one behind it");
    m.add("certificate.no_names", "证书没有域名（主题备用名称），浏览器会拒绝",
          "The certificate names no host (subject alternative name): browsers would refuse it");
    m.add("certificate.by_operator", "服务器的证书由配置文件指定，不能在页面上更换",
          "The operator's configuration file names this server's certificate; it cannot be changed here");
    m.add("certificate.shared", "该服务器上有多个企业，证书由运维人员在配置文件中指定",
          "Several companies use this server: its operator sets the certificate in the configuration file");
    m.add("certificate.no_tls", "服务器没有启用 HTTPS 或 SIP TLS，不需要证书", "This server does not speak TLS");
    m.add("certificate.not_uploaded", "没有上传过证书", "No certificate has been uploaded");
    m.add("certificate.not_written", "证书无法写入磁盘", "The certificate could not be written");
}

}  // namespace

void add_advanced(http::Messages& m) {
    add_settings(m);
    add_deletions(m);
    add_certificates(m);
}

}  // namespace yh::app

#include "main/messages.h"

namespace yh::app {

void add_people(http::Messages& m) {
    m.add("rights.beyond_yours", "您没有这么大的权限，不能授予或修改", "That is more than you may do yourself");
    m.add("people.yourself", "不能把自己设为离职或删除", "You cannot take yourself away");
    m.add("people.last_admin", "至少保留一位在职的管理员", "An administrator must be left");
    m.add("password.weak", "密码至少 6 位，且同时包含字母和数字",
          "At least six characters, letters and digits together");
    m.add("password.wrong", "旧密码不正确", "The old password is wrong");
    m.add("avatar.format", "头像只支持 jpg 或 png 图片", "A picture is a JPEG or a PNG file");
    m.add("avatar.broken", "图片已损坏或不完整", "The picture is broken or not complete");
    m.add("avatar.too_large", "图片的宽和高最多 4096 像素", "A picture is at most 4096 points wide and high");
    m.add("avatar.none", "没有头像", "There is no picture");
    m.add("avatar.not_stored", "头像保存失败，请稍后再试", "The picture could not be kept; please try again");
    m.add("number.bad_token", "号码已失效，请刷新页面", "This number is not known any more; reload the page");
    m.add("user.gone", "该员工已不存在", "This person is no more");
    m.add("config.unknown_role", "没有这个角色，请先创建角色", "No such role; create it first");
    m.add("config.unknown_department", "没有这个部门，请先创建部门", "No such department; create it first");
    m.add("config.unknown_right", "没有这项权限", "There is no such right");
    m.add("config.unknown_field", "没有这个字段", "There is no such field");
    m.add("config.not_hideable", "该字段只能设为只读，不能隐藏",
          "This field can be kept from being changed, not hidden");
    m.add("field.hidden", "您没有查看该字段的权限", "You may not see this field");
    m.add("field.fixed", "您没有修改该字段的权限", "You may not change this field");
    m.add("config.reserved", "该编号由系统使用", "The system uses this code itself");
    m.add("config.circle", "部门不能在自己的下级部门之下", "A department cannot stand below itself");
    m.add("password.same", "新密码不能与初始密码相同", "The new password must differ from the one you were given");
    m.add("session.new_password", "请先修改初始密码", "Please choose a password of your own first");
    m.add("session.two_factor", "请先设置两步验证", "Please set up the second factor first");
    m.add("session.code_needed", "请输入两步验证码", "A code of your authenticator app is needed");
    m.add("session.wrong_code", "验证码不正确或已使用", "The code is wrong, or was used already");
    m.add("session.wrong_sms_code", "手机号或短信验证码不正确", "Wrong mobile number or code");
    m.add("session.code_too_soon", "验证码发送过于频繁，请一分钟后再试",
          "A code was sent just now; try again in a minute");
    m.add("session.address_refused", "您所在的网络地址不允许登录，请联系管理员",
          "Your company lets nobody in from this network address; ask your administrator");
    m.add("sign_in.shuts_you_out", "您当前的网络地址不在名单中，保存后您将无法登录",
          "Your own address is not in the list: you would shut yourself out");
    m.add("config.needs_code", "短信内容必须包含 {code}，且不要太长", "The text must hold {code}, and be short");
    m.add("two_factor.on_already", "两步验证已启用", "The second factor is on already");
    m.add("two_factor.off", "没有启用两步验证", "The second factor is not on");
    m.add("two_factor.wrong_code", "验证码不正确，请检查手机时间后重试",
          "The code does not fit; check the clock of your phone and try again");
    m.add("two_factor.needed", "企业要求使用两步验证，不能关闭", "Your company wants a second factor; it stays on");
    m.add("two_factor.own", "请在个人设置中关闭自己的两步验证", "Switch your own off in your settings");
}

}  // namespace yh::app

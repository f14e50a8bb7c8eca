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
    m.add("config.reserved", "该编号由系统使用", "The system uses this code itself");
    m.add("config.circle", "部门不能在自己的下级部门之下", "A department cannot stand below itself");
}

}  // namespace yh::app

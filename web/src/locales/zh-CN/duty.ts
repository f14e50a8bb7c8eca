export default {
  first_title: '请先修改密码',
  first_why: '现在的密码是别人设的，改成只有你自己知道的再开始工作。',
  first_by_sms: '请设置登录密码，以后可以用账号和密码登录。',
  second_title: '请先设置两步验证',
  second_why: '企业要求登录时再用手机上的验证码确认一次。现在设置，只需一分钟。',
  leave: '退出登录',
};

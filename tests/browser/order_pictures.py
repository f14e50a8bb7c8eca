"""What screenshots.py shows of work orders: the list, one order, its acts, the draft above a page, the set-up."""
ADMIN = ("admin", "demo-admin")

# A company that has set its orders up, and some orders of every state; once.
SET_UP = """async () => {
  const send = async (method, path, body) => {
    const answer = await fetch(`/api/v1/${path}`, { method, headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body) });
    return answer.status === 204 ? null : answer.json();
  };
  if ((await send('GET', 'work-orders/settings')).groups.length) return;
  const people = (await send('GET', 'work-orders/form')).groups[0].people.map(({ number }) => number);
  const [me] = people;
  const settings = await send('PUT', 'work-orders/settings', { systems: ['邮箱', '门禁', '考勤', 'VPN'], urge_minutes: 30,
    kinds: [{ name: 'IT 信息', low: 0, normal: 480, high: 120, urgent: 30 }, { name: '人事', low: 0, normal: 1440, high: 480, urgent: 120 }],
    groups: [{ id: '0', name: 'IT 信息处理组', people: [me, ...people.slice(0, 6)].filter((one, at, all) => all.indexOf(one) === at) },
      { id: '0', name: '基础人事组', people: people.slice(4, 11) }, { id: '0', name: '薪酬福利组', people: people.slice(8, 12) }] });
  const [it, hr] = settings.groups;
  const customer = await send('POST', 'customers', { name: '林晓梅', gender: 'female', level: 'VIP', note: '',
    numbers: [{ kind: '手机', number: '13855667788' }] });
  await send('POST', `customers/${customer.id}/services`, { note: '邮箱打不开，提示密码错误，已确认不是大小写问题', kind: 'IT 信息',
    concerns: '邮箱', state: 'following', priority: 'high', result: '' });
  const [record] = (await send('GET', `service-records?customer=${customer.id}`)).items;
  let token = 0;
  const make = (more) => send('POST', 'work-orders', { token: `p${token++}`, customer: customer.id, priority: 'normal', ...more });
  const act = async (order, act, more) => send('POST', `work-orders/${order.id}/acts`, { act, version: order.version, ...more });
  const to = (group, ...places) => places.map((at) => ({ number: group.people[at], group: group.id }));
  const first = await act(await make({ service: record.id }), 'send', { people: to(it, 0, 1), remark: '客户着急，请优先' });
  await act(await make({ kind: '人事', concerns: '考勤', description: '十月考勤有两天显示缺勤，实际在外地出差' }), 'send',
    { people: to(hr, 1) });
  const late = await act(await make({ kind: 'IT 信息', concerns: 'VPN', priority: 'urgent', description: '在家无法连接 VPN，影响今晚上线' }),
    'send', { people: to(it, 2) });
  await act(late, 'urge', { remark: '客户第二次来电' });
  const done = await act(await make({ kind: 'IT 信息', concerns: '门禁', description: '新工位门禁卡刷不开' }), 'send', { people: to(it, 0) });
  await act(await act(await act(done, 'pass_on', { people: to(it, 0), remark: '换一张卡试试' }), 'finish', { remark: '已换卡' }), 'close', {});
  await make({ kind: '人事', concerns: '考勤', description: '开具在职证明，用于签证' });
  return first.id;
}"""


def orders_journey(desk, pictures, look, _):
    desk.open().sign_in(*ADMIN)
    desk.bar.wait(15)
    desk.page.evaluate(f"({SET_UP})()")
    desk.page.reload()
    desk.bar.wait(15)
    desk.go("work_orders")
    desk.on_page("work_orders", "list-row").wait()
    pictures.take(desk, "work_orders", look)
    desk.on_page("work_orders", "preset-todo").click()
    desk.on_page("work_orders", "list-row").wait()
    desk.on_page("work_orders", "row-open").click()
    desk.page.at("order-step").wait()
    pictures.take(desk, "work_order", look)
    desk.page.at("order-pass_on").click()
    desk.page.at("handlers").wait()
    pictures.take(desk, "work_order-people", look)
    desk.press("Escape")
    desk.page.at("order-act").wait_gone()
    desk.page.at("drawer-close").click()
    desk.on_page("work_orders", "order-create").click()
    desk.page.at("order-form").wait()
    pictures.take(desk, "work_order-draft", look)
    desk.page.at("order-delete").click()
    desk.page.at("confirm-do").click()
    desk.page.at("order-dialog").wait_gone()
    desk.go("customers")
    desk.on_page("customers", "list-search").fill("林晓梅")
    desk.press("Enter")
    desk.on_page("customers", "row-open").click()
    desk.page.at("customer-page").click()
    desk.page.at("pane-orders").click()
    desk.page.at("customer-order", nth=0).wait()
    pictures.take(desk, "customer-orders", look)
    desk.open("/admin/work_orders")
    desk.page.at("order-group-0").wait()
    pictures.take(desk, "admin_work_orders", look)

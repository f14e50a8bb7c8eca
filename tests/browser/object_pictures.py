"""What screenshots.py shows of leads, contacts and the page of one customer."""
import itertools
import json

ADMIN = ("admin", "demo-admin")
ROUNDS = itertools.count(10)

# A company that has set up stages, tags and groups, once; and a customer with people, a lead, for each look.
SET_UP = """async () => {
  const post = async (path, body) => (await fetch(`/api/v1/crm/${path}`, { method: 'POST',
    headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })).json();
  const book = await (await fetch('/api/v1/crm/book')).json();
  if (book.groups.length) return;
  for (const [name, progress] of [['初步沟通', 20], ['方案报价', 50], ['合同谈判', 80]])
    await post('stages', { name, progress, state: 'open' });
  const made = await post('tag-groups', { object: 'customer', name: '客户等级', colour: 'green',
    tags: [{ name: '贵宾' }, { name: '重点客户' }] });
  await post('tag-groups', { object: 'lead', name: '线索热度', colour: 'orange',
    tags: [{ name: '高意向', customer_tag: made.tags[1].id }, { name: '待确认' }] });
  for (const name of ['华东区', '华南区', '代理商']) await post('groups', { name });
}"""
MAKE = """async (n) => {
  const send = async (method, path, body) => {
    const answer = await fetch(`/api/v1/${path}`, { method, headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body) });
    return answer.status === 204 ? null : answer.json();
  };
  const book = await (await fetch('/api/v1/crm/book')).json();
  const tags = (object) => book.tag_groups.filter((group) => group.object === object).flatMap((group) => group.tags);
  const draft = (name, numbers, more) => ({ name, gender: 'unknown', level: '一般', note: '',
    numbers: numbers.map(([kind, number]) => ({ kind, number })), ...more });
  const customer = await send('POST', 'customers', draft(`上海宏远贸易${n}`, [['手机', `138${n}550001`], ['公司', `021555${n}11`]],
    { note: '按月结算，月底前对账', group: book.groups[0].id, stage: book.stages[2].id,
      tags: tags('customer').map(({ id }) => id) }));
  for (const [name, digit] of [['王建国', 2], ['李晓梅', 3]])
    await send('POST', 'customers', draft(name, [['手机', `138${n}55000${digit}`]],
      { object: 'contact', parent: customer.id, note: digit === 2 ? '采购负责人' : '财务' }));
  await send('POST', `customers/${customer.id}/services`, { result: '已解决', note: '咨询发货时间，已告知周五到货' });
  const lead = await send('POST', 'customers', draft(`苏州新芯电子${n}`, [['手机', `138${n}550009`]],
    { object: 'lead', note: '展会上留下名片，想要报价', tags: [tags('lead')[0].id], stage: book.stages[1].id }));
  const gone = await send('POST', 'customers', draft(`已停业的客户${n}`, [['', `138${n}550008`]]));
  await fetch(`/api/v1/customers/${gone.id}`, { method: 'DELETE' });
  return [customer.id, lead.id];
}"""


def objects_journey(desk, pictures, look, _):
    """The three lists, what was deleted, the page of a customer and of a lead, and how a lead becomes a customer."""
    desk.open().sign_in(*ADMIN)
    desk.bar.wait(15)
    desk.page.evaluate(f"({SET_UP})()")
    customer, lead = desk.page.evaluate(f"({MAKE})({json.dumps(next(ROUNDS))})")
    desk.page.reload()
    desk.bar.wait(15)
    for name in ("customers", "leads", "contacts"):
        desk.go(name)
        desk.on_page(name, "list-row").wait()
        pictures.take(desk, f"{name}-list", look)
    desk.on_page("contacts", "contact-create").click()
    desk.page.at("parent-choose").wait()
    pictures.take(desk, "contact-new", look)
    desk.open("/deleted-objects").on_page("deleted_objects", "list-row").wait(15)
    pictures.take(desk, "deleted_objects", look)
    desk.open(f"/customers/{customer}").on_page("customer", "dynamic").wait(15)
    pictures.take(desk, "customer-page", look)
    desk.on_page("customer", "dial-menu").visible() and desk.on_page("customer", "dial-menu").click()
    desk.on_page("customer", "pane-contacts").click()
    desk.on_page("customer", "contact-row").wait()
    pictures.take(desk, "customer-contacts", look)
    desk.on_page("customer", "object-tag").click()
    desk.page.at("tag-dialog").wait()
    pictures.take(desk, "customer-tags", look)
    desk.press("Escape")
    desk.page.at("tag-dialog").wait_gone()
    desk.on_page("customer", "object-remove").click()
    desk.page.at("remove-contacts").wait()
    pictures.take(desk, "customer-remove", look)
    desk.press("Escape")
    desk.page.at("remove-contacts").wait_gone()
    desk.on_page("customer", "object-edit").click()
    desk.on_page("customer", "field-name").wait()
    pictures.take(desk, "customer-edit", look)
    desk.open(f"/customers/{lead}").on_page("customer", "dynamic").wait(15)
    pictures.take(desk, "lead-page", look)
    desk.on_page("customer", "object-convert").click()
    desk.on_page("lead_conversion", "field-name").wait()
    pictures.take(desk, "lead_conversion", look)

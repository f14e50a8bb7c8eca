"""What screenshots.py shows of a company's own fields: the form, the list with them, what can be chosen of columns and conditions."""
import json

ADMIN = ("admin", "demo-admin")
# A field that must be filled in is one while its pictures are taken: other journeys make customers who have none.
REQUIRE = """async ([name, required]) => {
  const { items } = await (await fetch('/api/v1/crm/fields')).json();
  const field = items.find((one) => one.object === 'customer' && one.name === name);
  await fetch(`/api/v1/crm/fields/${field.id}`, { method: 'PUT', headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...field, required }) });
}"""

# Fields of every kind, once, and customers who have something in them.
MAKE = """async () => {
  const send = async (method, path, body) => (await fetch(`/api/v1/${path}`, { method,
    headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })).json();
  const everybody = { everybody: true, roles: [], departments: [], people: [] };
  const known = (await send('GET', 'crm/book')).fields.filter((field) => !field.system && field.object === 'customer');
  const make = async (name, type, choices = [], more = {}) => known.find((field) => field.name === name) ??
    send('POST', 'crm/fields', { object: 'customer', name, type, choices: choices.map((name) => ({ name })),
      readers: everybody, writers: everybody, ...more });
  const city = await make('所在城市', 'select', ['北京', '上海', '广州', '深圳'], { listed: true });
  const ways = await make('获客渠道', 'checks', ['电话', '展会', '网站', '老客户介绍'], { listed: true });
  const kind = await make('合作方式', 'radio', ['直销', '代理'], {});
  const day = await make('合同到期日', 'date', [], { listed: true });
  const adviser = await make('专属顾问', 'person');
  const budget = await make('年度预算', 'number', [], { remark: '单位：万元' });
  const demand = await make('需求说明', 'paragraph');
  const time = await make('方便接听时间', 'time');
  if (known.length) return;
  const key = (field, place) => field.choices[place].key;
  for (const [place, name] of ['北京启明科技', '上海远航物流', '广州南方印务', '深圳创想电子', '北京恒信咨询'].entries())
    await send('POST', 'customers', { name, gender: 'unknown', level: '一般', note: '',
      numbers: [{ kind: '', number: `1391234${1000 + place}` }],
      fields: { [city.key]: key(city, place % 4), [ways.key]: [key(ways, place % 4), key(ways, 3)], [kind.key]: key(kind, place % 2),
        [day.key]: `2027-0${place + 1}-15`, [adviser.key]: '10001', [budget.key]: 12.5 * (place + 1),
        [demand.key]: '需要把三个仓库的来电并到一个客服中心，节假日也有人接。', [time.key]: '09:30' } });
}"""


def require(desk, name, required):
    desk.page.evaluate(f"({REQUIRE})({json.dumps([name, required])})")


def fields_journey(desk, pictures, look, _):
    """The list with own fields, what can be chosen to be shown, the card, and the form of a new customer."""
    desk.open().sign_in(*ADMIN)
    desk.bar.wait(15)
    desk.page.evaluate(f"({MAKE})()")
    require(desk, "所在城市", True)
    desk.page.reload()
    desk.bar.wait(15)
    desk.go("customers")
    desk.on_page("customers", "list-row").wait()
    pictures.take(desk, "own-fields-list", look)
    desk.on_page("customers", "list-filters").click()
    pictures.take(desk, "own-fields-conditions", look)
    desk.press("Escape")
    desk.on_page("customers", "list-columns").click()
    pictures.take(desk, "own-fields-columns", look)
    desk.press("Escape")
    desk.on_page("customers", "row-detail").click()
    desk.page.at("customer-facts").wait()
    pictures.take(desk, "own-fields-card", look)
    desk.page.at("drawer-close").click()
    desk.on_page("customers", "customer-create").click()
    desk.page.at("field-name").wait()
    desk.page.at("customer-save").click()
    desk.page.at("field-problem", nth=0).wait()
    pictures.take(desk, "own-fields-form", look)
    require(desk, "所在城市", False)

"""What screenshots.py shows of the settings of the business objects."""
from browser.field_pictures import require

ADMIN = ("admin", "demo-admin")

# Once: fields, rules, pools and a form, as a company has them.
SET_UP = """async () => {
  const post = async (path, body) => (await fetch(`/api/v1/crm/${path}`, { method: 'POST',
    headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })).json();
  const items = async (path) => (await (await fetch(`/api/v1/crm/${path}`)).json()).items;
  if ((await items('templates')).length) return;
  const everybody = { everybody: true, roles: [], departments: [], people: [] };
  const choices = (...names) => names.map((name) => ({ name }));
  const field = (name, type, more) => post('fields', { object: 'customer', name, type, ...more });
  await field('行业', 'select', { choices: choices('制造', '零售', '教育', '医疗'), listed: true });
  await field('签约日期', 'date', {});
  await field('信用额度', 'number', { remark: '单位：万元',
    readers: { everybody: false, roles: ['leader', 'admin'], departments: [], people: ['10001'] },
    writers: { everybody: false, roles: ['leader'], departments: [], people: [] } });
  await field('旧系统编号', 'text', { enabled: false });
  if ((await items('stages')).length < 3)
    for (const [name, progress, state] of [['初步沟通', 20, 'open'], ['方案报价', 50, 'open'], ['丢单', 0, 'lost']])
      await post('stages', { name, progress, state });
  if (!(await items('tag-groups')).length) {
    const made = await post('tag-groups', { object: 'customer', name: '客户等级', colour: 'green',
      tags: choices('贵宾', '重点客户', '普通') });
    await post('tag-groups', { object: 'lead', name: '线索热度', colour: 'orange',
      tags: [{ name: '高意向', customer_tag: made.tags[1].id }, { name: '待确认' }] });
  }
  if (!(await items('groups')).length)
    for (const name of ['华东区', '华南区', '代理商']) await post('groups', { name });
  const pool = await post('pools', { object: 'customer', name: '华东公海设置示例', admins: ['10010'], hide_numbers: true,
    allocates: true, members: { everybody: false, roles: ['agent'], departments: [], people: [] },
    claim: { limited: true, a_day: 10, holding: 100, cooling_days: 7 },
    returning: { enabled: true, idle_days: 30, no_deal_days: 90, on_day: '2027-01-01', protected_days: 7,
      warn_days: 2 } });
  await post('pools', { object: 'lead', name: '展会线索公海', admins: ['10010'], members: everybody });
  await post('dedup-rules', { object: 'customer', name: '同名同类型', fields: ['name', 'level'],
    against: ['customer', 'lead'], prompt: '已有同名客户 {name}（{level}），请先查找' });
  await post('dedup-rules', { object: 'customer', name: '公海内同名', fields: ['name'], scope: 'pools' });
  await post('allocation-rules', { object: 'customer', name: '华东新客', to: 'people', by: 'average',
    conditions: [{ field: 'region', is: 'contains', value: '上海' }, { field: 'source', is: 'equal', value: 'import' }],
    targets: [{ target: '10001', daily_cap: 20 }, { target: '10002', daily_cap: 10 }], enabled: false });
  await post('allocation-rules', { object: 'customer', name: '其余进公海', to: 'pool', by: 'designated',
    targets: [{ target: pool.id, daily_cap: 0 }], enabled: false });
  await post('templates', { name: '电话回访', objects: ['customer', 'lead'], audience: everybody, published: true,
    fields: [{ type: 'radio', name: '回访结果', choices: choices('满意', '一般', '不满意'), width: 6, required: true },
             { type: 'date', name: '下次联系', width: 6 }, { type: 'paragraph', name: '客户反馈', width: 12 },
             { type: 'text', name: '竞争对手', width: 6, enabled: false }] });
  await post('templates', { name: '上门拜访', objects: ['customer'], audience: everybody });
}"""
# What is opened on each page, and below which name its picture stands.
PAGES = (("fields", 5), ("stages", 2), ("tags", 0), ("groups", 0), ("pools", 0), ("dedup", 0), ("allocation", 0),
         ("mapping", None), ("templates", 0))


def crm_settings_journey(desk, pictures, look, _):
    """Every page of the business objects, one entry of it chosen; a field being made, and what is wrong with it."""
    desk.open().sign_in(*ADMIN)
    desk.bar.wait(15)
    desk.page.evaluate(f"({SET_UP})()")
    require(desk, "行业", True)
    for name, row in PAGES:
        desk.open(f"/admin/crm/{name}")
        if row is None:
            desk.on_page(f"crm_{name}", "mapping-row").wait(15)
        else:
            rows = f'[data-testid="page-crm_{name}"] [data-testid="setting-row"] .item'
            desk.page.css(rows, nth=row).wait(15)
            desk.page.css(rows, nth=row).click()
            desk.on_page(f"crm_{name}", "save-bar").wait()
        pictures.take(desk, f"crm_{name}", look)
    desk.open("/admin/crm/fields")
    desk.on_page("crm_fields", "create").click()
    desk.on_page("crm_fields", "field-type").choose("checks")
    desk.on_page("crm_fields", "field-name").fill("电话")
    desk.on_page("crm_fields", "readers-some").click()
    desk.on_page("crm_fields", "save").click()
    desk.on_page("crm_fields", "field-problem").wait()
    pictures.take(desk, "crm_field-new", look)
    require(desk, "行业", False)

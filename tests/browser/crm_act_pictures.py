"""What screenshots.py shows of what is done with customers and leads: converted, put together, taken in from a file,
dealt with many at once, claimed until no more may be."""
import itertools

from harness.import_desk import ImportDesk
from harness.table import csv_file

ADMIN, AGENT = ("admin", "demo-admin"), ("10001", "demo-10001")
ROUNDS = itertools.count(10)
# Two customers who are one, a lead with their number and one without, an own pool with narrow limits.
MAKE = """async (n) => {
  const post = async (path, body) => (await fetch(`/api/v1/${path}`, { method: 'POST',
    headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })).json();
  const draft = (name, last, more) => ({ name: `${name}${n}`, gender: 'unknown', level: '一般', note: '',
    numbers: [{ kind: '手机', number: `135${n}7700${last}` }], ...more });
  const book = await (await fetch('/api/v1/crm/book')).json();
  if (!book.tag_groups.some(({ object }) => object === 'customer'))
    await post('crm/tag-groups', { object: 'customer', name: '意向', colour: 'blue',
                                   tags: [{ name: '高意向' }, { name: '中意向' }, { name: '低意向' }] });
  if (!book.groups.length) for (const name of ['华东区', '华南区']) await post('crm/groups', { name });
  // Two of the same name may be made here.
  for (const rule of (await (await fetch('/api/v1/crm/dedup-rules')).json()).items)
    if (rule.fields.includes('name'))
      await fetch(`/api/v1/crm/dedup-rules/${rule.id}`, { method: 'DELETE' });
  const nobody = { everybody: false, roles: [], departments: [], people: ['10001'] };
  const pool = await post('crm/pools', { object: 'customer', name: `限领公海${n}`, admins: ['10010'], members: nobody,
    claim: { limited: true, a_day: 1, holding: 0, cooling_days: 0 } });
  for (const last of [21, 22, 23]) await post('customers', draft('公海里的客户', last, { pool: pool.id }));
  const stays = await post('customers', draft('同名客户', 11, { owner: '10010' }));
  await post('customers', draft('同名客户', 12, { owner: '10001' }));
  const there = await post('customers', draft('已有客户', 13, { owner: '10010' }));
  for (const last of [31, 32, 33]) await post('customers', draft('批量客户', last, { owner: '10010' }));
  const joins = await post('customers', draft('又来的线索', 13, { object: 'lead' }));
  const alone = await post('customers', draft('新的线索', 14, { object: 'lead', note: '官网留言' }));
  return { pool: pool.id, stays: stays.id, alone: alone.id, joins: joins.id, there: there.id };
}"""
# How an import stands, as its page is told: nothing here lasts long enough to be looked at.
IMPORT = {"id": "1", "kind": "customers", "file_name": "客户资料2026.csv", "state": "running", "existing": "skip",
          "rows_total": 10000, "rows_done": 3700, "rows_added": 3400, "rows_changed": 120, "rows_same": 80,
          "rows_failed": 100, "problem": "", "ignored": [], "created_at_ms": 1_790_000_000_000,
          "finished_at_ms": None, "by": {"number": "10000", "name": "管理员"}}


def crm_acts_journey(desk, pictures, look, _):
    desk.open().sign_in(*ADMIN)
    desk.bar.wait(15)
    n = next(ROUNDS)
    made = desk.page.evaluate(f"({MAKE})({n})")
    desk.page.reload()
    desk.bar.wait(15)
    leads(desk, pictures, look, made)
    merging(desk, pictures, look, made)
    many(desk, pictures, look, n)
    imports(desk, pictures, look)
    empty(desk, pictures, look)
    claims(desk, pictures, look, made["pool"])


def leads(desk, pictures, look, made):
    """A lead beside its list, and how it joins a customer who has its number."""
    desk.go("leads")
    desk.on_page("leads", "row-open").click()
    desk.page.at("customer-facts").wait()
    pictures.take(desk, "lead-drawer", look)
    desk.page.at("drawer-close").click()
    desk.open(f"/customers/{made['joins']}").on_page("customer", "object-convert").click()
    desk.on_page("lead_conversion", "conversion-there").wait()
    pictures.take(desk, "conversion-join", look)
    desk.press("Control+S")
    desk.on_page("lead_conversion", "customer-problem").wait()
    pictures.take(desk, "conversion-duplicate", look)
    desk.open("/leads/999999/convert").page.at("block-error").wait(15)
    pictures.take(desk, "conversion-of-nothing", look)


def merging(desk, pictures, look, made):
    desk.open(f"/customers/{made['stays']}").on_page("customer", "merge-open").click()
    desk.page.css('[data-testid="merge-dialog"] li input', nth=0).click()
    pictures.take(desk, "merge", look)
    desk.page.at("merge-other").click()
    pictures.take(desk, "merge-other", look)
    desk.open(f"/customers/{made['there']}").on_page("customer", "merge-open").click()
    desk.page.at("merge-none").wait()
    pictures.take(desk, "merge-none", look)


def many(desk, pictures, look, n):
    """What can be done with those that are ticked, each asking for what it needs."""
    desk.open("/customers").on_page("customers", "list-row").wait(15)
    desk.on_page("customers", "list-search").fill(f"批量客户{n}")
    desk.press("Enter")
    desk.pause(0.5)
    desk.on_page("customers", "tick-page").click()
    pictures.take(desk, "batch-bar", look)
    for action in ("change_owner", "give_up", "tags", "group", "plan", "stage", "delete"):
        if not desk.page.at(f"batch-{action}").visible():
            desk.page.at("batch-more").click()
            pictures.take(desk, "batch-more", look)
        desk.page.at(f"batch-{action}").click()
        desk.page.at("action-do").wait()
        pictures.take(desk, f"batch-{action}", look)
        if action == "tags":
            for how in ("remove", "replace_one", "replace_all"):
                desk.page.at(f"tags-how-{how}").click()
                pictures.take(desk, f"batch-tags-{how}", look)
        desk.press("Escape")
        desk.page.at("action-do").wait_gone()


def imports(desk, pictures, look):
    """A file that is none, a file without its columns; checking, running, cancelled, interrupted."""
    one = ImportDesk(desk.go("customers")).open("customers")
    desk.page.css('[data-testid="import-dialog"] summary').click()
    pictures.take(desk, "import-columns", look)
    one.give("picture.png", b"\x89PNG")
    pictures.take(desk, "import-wrong-kind", look)
    one.upload("x.csv", csv_file(["姓名"], ["某"]))
    pictures.take(desk, "import-without-column", look)
    for state, more in (("checking", {}), ("running", {}), ("cancelled", {"finished_at_ms": 1_790_000_060_000}),
                        ("stopped", {"problem": "interrupted", "finished_at_ms": 1_790_000_060_000}),
                        ("failed", {"problem": "storage", "finished_at_ms": 1_790_000_060_000})):
        answer = {**IMPORT, "state": state, "rows_failed": 0, **more}
        desk.page.stand_in("/api/v1/imports/(customers[?]|1$)", 200, answer)
        one.upload("客户资料2026.csv", csv_file(["客户名称", "电话"], ["某", "13012340000"]))
        one.wait_state(state)
        pictures.take(desk, f"import-{state}", look)
        desk.page.stand_aside()
        one.close()
        one.open("customers")
    one.close()


def empty(desk, pictures, look):
    """Lists in which nothing is found, and one that the server does not give."""
    for name in ("leads", "customer_pools", "customers"):
        desk.go(name)
        desk.on_page(name, "list-search").fill("没有人叫这个名字")
        desk.press("Enter")
        desk.on_page(name, "block-empty").wait()
        pictures.take(desk, f"{name}-none", look)
    desk.page.stand_in("/api/v1/leads", 503, {"error": {"code": "storage.unavailable", "message": "数据库暂时不可用，请稍后重试",
                                                        "request_id": "r-0042"}})
    desk.open("/leads").on_page("leads", "block-error").wait()
    pictures.take(desk, "leads-error", look)
    desk.page.stand_aside()


def claims(desk, pictures, look, pool):
    """An agent takes one out of a pool that gives one a day, then asks for another, and for two at once."""
    desk.page.evaluate("fetch('/api/v1/sessions/current', { method: 'DELETE' }).then(answer => answer.status)")
    desk.open().sign_in(*AGENT)
    desk.bar.wait(15)
    desk.go("customer_pools")
    desk.on_page("customer_pools", f"directory-{pool}").click()
    desk.pause(0.7)
    pictures.take(desk, "pool-of-agent", look)
    desk.on_page("customer_pools", "row-claim").click()
    desk.pause(0.7)
    desk.on_page("customer_pools", "row-claim").click()
    desk.page.at("toast-bad").wait()
    pictures.take(desk, "pool-limit", look)
    desk.on_page("customer_pools", "tick-page").click()
    desk.page.at("batch-claim").click()
    desk.page.at("action-figures").wait()
    pictures.take(desk, "pool-limit-batch", look)

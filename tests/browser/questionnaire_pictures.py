"""What screenshots.py shows of questionnaires: the list, the editor, answer sheets, a customer's page, the report."""
ADMIN = ("admin", "demo-admin")

# One questionnaire with some hundred answers, once.
SET_UP = """async () => {
  const send = async (method, path, body) => {
    const answer = await fetch(`/api/v1/${path}`, { method, headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body) });
    return answer.status === 204 ? null : answer.json();
  };
  const known = (await send('GET', 'questionnaires/names')).items.find(({ name }) => name === '新客户满意度回访');
  if (known) return known.id;
  const question = (kind, text, required, ...options) => ({ kind, text, required, options: options.map((one) => ({ text: one })) });
  const { form } = await send('POST', 'questionnaires', { name: '新客户满意度回访', state: 'open', version: 0, questions: [
    question('single', '您对本次安装服务总体是否满意？', true, '非常满意', '满意', '一般', '不满意'),
    question('multiple', '哪些方面做得好？', false, '准时上门', '服务态度', '讲解清楚', '价格合理'),
    question('drop_down', '您从哪里知道我们？', false, '朋友介绍', '网络搜索', '门店'),
    question('text', '您还有什么建议？', false)] });
  await send('POST', 'questionnaires', { name: '老客户续费意向', state: 'closed', version: 0, questions: [
    question('single', '是否考虑续费？', true, '考虑', '不考虑')] });
  const customer = await send('POST', 'customers', { name: '何静怡', gender: 'female', level: 'VIP', note: '',
    numbers: [{ kind: '手机', number: '13855667799' }] });
  const [single, multiple, select, text] = form.questions;
  for (let n = 0; n < 60; n += 1) {
    const pick = (options, at) => [options[at % options.length].id];
    await send('POST', 'answer-sheets', { questionnaire: form.id, version: 1, token: `p${n}`, customer: customer.id, answers: [
      { question: single.id, options: pick(single.options, n % 7 === 0 ? 3 : n % 3), text: '' },
      { question: multiple.id, options: multiple.options.filter((_, at) => (n + at) % (at + 2) === 0).map(({ id }) => id), text: '' },
      { question: select.id, options: pick(select.options, n), text: '' },
      ...(n % 4 ? [] : [{ question: text.id, options: [], text: '希望周末也能预约上门' }])] });
  }
  return form.id;
}"""


def questionnaires_journey(desk, pictures, look, _):
    desk.open().sign_in(*ADMIN)
    desk.bar.wait(15)
    form = desk.page.evaluate(f"({SET_UP})()")
    desk.go("questionnaires")
    desk.on_page("questionnaires", "row-open").wait()
    desk.on_page("questionnaires", "row-open").click()
    desk.page.at("questionnaire-edit").wait()
    pictures.take(desk, "questionnaires", look)
    desk.open("/questionnaires/" + form)
    desk.page.at("choose-question-1").click()
    desk.page.at("question-answered").wait()
    pictures.take(desk, "questionnaire", look)
    desk.go("customers")
    desk.on_page("customers", "list-search").fill("何静怡")
    desk.press("Enter")
    desk.on_page("customers", "row-open").click()
    desk.page.at("customer-page").click()
    desk.page.at("pane-sheets").click()
    desk.page.at("sheet-open", nth=0).click()
    desk.page.at("sheet-answers").wait()
    pictures.take(desk, "customer-questionnaires", look)
    desk.page.at("questionnaire-choose").choose(form)
    desk.on_page("customer", "sheet-form").wait()
    pictures.take(desk, "customer-questionnaire-form", look)
    desk.go("answer_sheets")
    desk.on_page("answer_sheets", "row-open").click()
    desk.page.at("sheet-correct").click()
    desk.page.at("sheet-form").wait()
    pictures.take(desk, "answer_sheets", look)
    desk.open("/questionnaire-report?questionnaire=" + form)
    desk.page.at("question-chart", nth=1).wait()
    pictures.take(desk, "questionnaire_report", look)

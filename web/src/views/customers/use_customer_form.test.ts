import { createPinia, setActivePinia } from 'pinia';
import { createApp, nextTick } from 'vue';
import { expect, it, vi } from 'vitest';
import { emptyForm } from './customer_draft';
import { useCustomerForm, type CustomerEditor } from './use_customer_form';

let tellLevels: (levels: string[]) => void = () => {};
vi.mock('@/api/customers', () => ({ fetchLevels: () => new Promise((done) => (tellLevels = done)) }));
vi.mock('@/api/crm', () => ({ fetchBook: () => Promise.resolve({ fields: [], stages: [] }) }));

function editorOf(): CustomerEditor {
  const pinia = createPinia();
  setActivePinia(pinia);
  let editor: CustomerEditor | undefined;
  const app = createApp({
    setup: () => {
      editor = useCustomerForm('lead_conversion');
      return () => null;
    },
  });
  app.use(pinia).mount(document.createElement('div'));
  if (!editor) throw new Error('no editor');
  return editor;
}

it('keeps what a lead filled in, whatever comes later (R148)', async () => {
  const editor = editorOf();
  editor.beginWith({ ...emptyForm('13800000001'), name: '展会线索', note: '想要报价' });
  tellLevels(['一般', 'VIP']);
  for (let n = 0; n < 5; ++n) await nextTick();
  expect([editor.form.value.name, editor.form.value.note]).toEqual(['展会线索', '想要报价']);
  editor.form.value.name = '别的';
  editor.revert();
  expect([editor.form.value.name, editor.isDirty.value]).toEqual(['展会线索', false]);
});

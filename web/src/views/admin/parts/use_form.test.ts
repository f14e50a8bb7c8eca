import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp, nextTick, reactive } from 'vue';
import { ApiError } from '@/api/errors';
import { useForm, type Form } from './use_form';

const asked = reactive({ answer: true });
vi.mock('./questions', () => ({ mayDiscard: async () => asked.answer }));
vi.mock('vue-router', () => ({ useRouter: () => ({ currentRoute: { value: { name: 'page' } }, push: vi.fn() }) }));
vi.mock('@/i18n', () => ({ translate: (key: string) => key, i18n: { global: { t: (key: string) => key } } }));

vi.mock('@/api/config', () => ({ fetchRevision: async () => '7' }));

interface Thing {
  name: string;
}
function formOf(put: (value: Thing, seen?: string) => Promise<unknown>, guarded = false): Form<Thing> {
  let form: Form<Thing> | undefined;
  createApp({
    setup() {
      form = useForm<Thing>({ tab: 'page', needs: ['name'], fetch: async () => ({ name: 'old' }), put, guarded });
      return () => null;
    },
  }).mount(document.createElement('div'));
  if (!form) throw new Error('no form');
  return form;
}

describe('a form', () => {
  beforeEach(() => setActivePinia(createPinia()));

  it('knows what is unsaved, and goes back to what was saved', async () => {
    const form = formOf(async () => undefined);
    await form.load();
    expect(form.isDirty.value).toBe(false);
    if (form.draft.value) form.draft.value.name = 'new';
    expect(form.isDirty.value).toBe(true);
    form.revert();
    expect(form.draft.value).toEqual({ name: 'old' });
    expect(form.isDirty.value).toBe(false);
  });

  it('saves once, and is clean afterwards', async () => {
    const put = vi.fn(async () => undefined);
    const form = formOf(put);
    await form.load();
    if (form.draft.value) form.draft.value.name = 'new';
    const both = [form.save(), form.save()];
    expect(await Promise.all(both)).toEqual([true, false]);
    expect(put).toHaveBeenCalledTimes(1);
    await nextTick();
    expect(form.isDirty.value).toBe(false);
  });

  it('keeps what was typed when the server refuses it, and says which field', async () => {
    const problem = new ApiError(422, 'config.invalid', 'no', '', [{ field: 'name', code: 'x', message: 'taken' }]);
    const form = formOf(() => Promise.reject(problem));
    await form.load();
    if (form.draft.value) form.draft.value.name = 'new';
    expect(await form.save()).toBe(false);
    expect(form.draft.value?.name).toBe('new');
    expect(form.error.value?.fields[0]?.message).toBe('taken');
  });

  it('asks for what must not stay empty, before the server is asked', async () => {
    const put = vi.fn(async () => undefined);
    const form = formOf(put);
    await form.load();
    if (form.draft.value) form.draft.value.name = '';
    expect(await form.save()).toBe(false);
    expect(form.error.value?.fields.map(({ field }) => field)).toEqual(['name']);
    expect(put).not.toHaveBeenCalled();
  });

  it('does not load over what is being edited', async () => {
    const form = formOf(async () => undefined);
    await form.load();
    if (form.draft.value) form.draft.value.name = 'new';
    await form.load();
    expect(form.draft.value?.name).toBe('new');
  });

  it('keeps what was typed while it was asked for again', async () => {
    const form = formOf(async () => undefined);
    await form.load();
    const again = form.load();
    if (form.draft.value) form.draft.value.name = 'new';
    await again;
    expect(form.draft.value?.name).toBe('new');
    expect(form.isDirty.value).toBe(true);
  });

  it('says what it has seen, and insists only when it was told of a later change', async () => {
    const later = [{ field: 'revision', code: 'config.changed', message: '9' }];
    const put = vi.fn(() => Promise.reject(new ApiError(412, 'config.changed', 'changed', '', later)));
    const form = formOf(put, true);
    await form.load();
    if (form.draft.value) form.draft.value.name = 'new';
    expect(await form.save()).toBe(false);
    expect(put).toHaveBeenLastCalledWith({ name: 'new' }, '7');
    expect(form.draft.value?.name).toBe('new');
    await form.save();
    expect(put).toHaveBeenLastCalledWith({ name: 'new' }, '9');
  });
});

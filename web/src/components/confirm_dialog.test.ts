import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp, defineComponent, h, nextTick, ref } from 'vue';
import { i18n, useLanguage } from '@/i18n';
import ConfirmDialog from './ConfirmDialog.vue';

describe('a question before what cannot be undone', () => {
  beforeEach(() => useLanguage('zh-CN'));

  it('is answered once, however often the button is pressed while it fades away', async () => {
    const isOpen = ref(true);
    const done = vi.fn(() => (isOpen.value = false));
    document.body.innerHTML = '<div id="here"></div>';
    const page = defineComponent(
      () => () =>
        h(ConfirmDialog, {
          modelValue: isOpen.value,
          'onUpdate:modelValue': (open: boolean) => (isOpen.value = open),
          title: '删除',
          sentence: '不能恢复。',
          verb: '删除',
          onConfirm: done,
        }),
    );
    createApp(page).use(i18n).mount('#here');
    await nextTick();
    const form = document.querySelector('form') as HTMLFormElement;
    for (let press = 0; press < 3; press += 1) {
      form.dispatchEvent(new Event('submit', { cancelable: true }));
      await nextTick();
    }
    expect(done).toHaveBeenCalledTimes(1);
  });
});

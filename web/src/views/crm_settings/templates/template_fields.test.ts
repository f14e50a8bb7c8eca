import { describe, expect, it } from 'vitest';
import { blankField, widthOf } from './template_fields';

describe('fields of a follow-up form (R164)', () => {
  it('get a key and a name of their own', () => {
    const first = blankField([], 'select', '选择');
    expect(first).toMatchObject({ key: 't1', name: '选择', width: 6, enabled: true });
    expect(first.choices).toHaveLength(1);
    const second = blankField([first], 'select', '选择');
    expect(second).toMatchObject({ key: 't2', name: '选择 2' });
    expect(blankField([], 'paragraph', '文本').width).toBe(12);
  });
  it('are as wide as the form at most', () => {
    const field = blankField([], 'text', '输入');
    expect(widthOf({ ...field, width: 20 })).toBe(12);
    expect(widthOf({ ...field, width: 0 })).toBe(1);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { useLanguage } from '@/i18n';
import { choicesOf } from './filter_choices';

beforeAll(() => useLanguage('zh-CN'));

describe('what lists may be narrowed by', () => {
  it('R094: marks who left, and puts them last', () => {
    const found = choicesOf([
      { number: '10001', name: '王丽', former: true },
      { number: '10003', name: '赵敏', former: false },
      { number: '10002', name: '李强' },
    ]);
    expect(found.map(({ value }) => value)).toEqual(['10002', '10003', '10001']);
    expect(found[0]?.label).toBe('李强 10002');
    expect(found[2]?.label).toBe('王丽 10001【删除】');
  });
});

import { expect, it } from 'vitest';
import { fieldChanges } from './diff';

it('says which fields of an entry changed', () => {
  const before = '{"number":"600","ring_timeout_s":20,"leaders":["10090"],"on":{"timeout":"hangup"}}';
  const after = '{"number":"600","ring_timeout_s":15,"leaders":[],"on":{"timeout":"ivr:main"}}';
  expect(fieldChanges(before, after)).toEqual([
    { field: 'ring_timeout_s', before: '20', after: '15' },
    { field: 'leaders', before: '10090', after: '' },
    { field: 'on.timeout', before: 'hangup', after: 'ivr:main' },
  ]);
});

it('takes what was not there as nothing, and says nothing where only a secret changed', () => {
  expect(fieldChanges('', '{"name":"销售","hours":""}')).toEqual([{ field: 'name', before: '', after: '销售' }]);
  expect(fieldChanges('{"password":"(secret)"}', '{"password":"(secret)"}')).toEqual([]);
});

it('shows of long lists what came and went, in words (R212, B19)', () => {
  const words = {
    field: (name: string) => ({ pattern: '号码', note: '备注' })[name] ?? name,
    value: (text: string) => (text === 'true' ? '是' : text),
    comma: '，',
  };
  const list = (...patterns: string[]): string =>
    JSON.stringify({ on: patterns.length > 2, blocked: patterns.map((pattern) => ({ pattern, note: '骚扰' })) });
  expect(fieldChanges(list('1', '2', '3'), list('1', '2', '3', '4'), words)).toEqual([
    { field: 'blocked', before: '', after: '号码: 4，备注: 骚扰' },
  ]);
  const order = fieldChanges('{"codecs":["opus","pcma"]}', '{"codecs":["pcma","opus"]}', words);
  expect(order).toEqual([{ field: 'codecs', before: 'opus，pcma', after: 'pcma，opus' }]);
});

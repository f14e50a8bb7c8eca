import { expect, it } from 'vitest';
import { fieldChanges } from './diff';

it('says which fields of an entry changed', () => {
  const before = '{"number":"600","ring_timeout_s":20,"members":[{"user":"10001"}],"on":{"timeout":"hangup"}}';
  const after = '{"number":"600","ring_timeout_s":15,"members":[],"on":{"timeout":"ivr:main"}}';
  expect(fieldChanges(before, after)).toEqual([
    { field: 'ring_timeout_s', before: '20', after: '15' },
    { field: 'members', before: '[{"user":"10001"}]', after: '[]' },
    { field: 'on.timeout', before: 'hangup', after: 'ivr:main' },
  ]);
});

it('takes what was not there as nothing, and says nothing where only a secret changed', () => {
  expect(fieldChanges('', '{"name":"销售","hours":""}')).toEqual([{ field: 'name', before: '', after: '销售' }]);
  expect(fieldChanges('{"password":"(secret)"}', '{"password":"(secret)"}')).toEqual([]);
});

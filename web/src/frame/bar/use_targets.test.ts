import { expect, it } from 'vitest';
import { numberOf, targetsMatching } from './use_targets';

const person = { number: '10002', name: '李强', extension: '8002', reachable: true };
const queue = { number: '601', name: '咨询', reachable: true };

it('finds people by name, 工号 and extension', () => {
  expect(targetsMatching([person, queue], '李')).toEqual([person]);
  expect(targetsMatching([person, queue], ' 8002 ')).toEqual([person]);
  expect(targetsMatching([person, queue], '60')).toEqual([queue]);
  expect(targetsMatching([person, queue], '')).toHaveLength(2);
});

it('dials a person by extension, a queue by its number', () => {
  expect([person, queue].map(numberOf)).toEqual(['8002', '601']);
});

import { expect, it } from 'vitest';
import { matchingPeople } from './people_match';

const people = Array.from({ length: 5000 }, (_, index) => ({ number: String(10_000 + index), name: `员工${index}` }));

it('draws few of many, and always those that are chosen already', () => {
  expect(matchingPeople(people, '', []).length).toBe(50);
  expect(matchingPeople(people, '14999', []).map(({ number }) => number)).toEqual(['14999']);
  expect(matchingPeople(people, '14999', ['10000']).map(({ number }) => number)).toEqual(['10000', '14999']);
});

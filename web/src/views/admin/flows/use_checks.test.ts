import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { effectScope } from 'vue';
import type { Flow, FlowProblem } from '@/api/config_types';
import { useChecks } from './use_checks';

const check = vi.hoisted(() => vi.fn());
vi.mock('@/api/config', () => ({ checkFlow: check }));
const flow = (name: string): Flow => ({ code: 'main', name, start: 'a', node: [] });

beforeEach(() => {
  vi.useFakeTimers();
  check.mockReset();
});
afterEach(() => vi.useRealTimers());

it('takes no answer for what was on the canvas before', async () => {
  const answers: ((found: FlowProblem[]) => void)[] = [];
  check.mockImplementation(() => new Promise((answer) => answers.push(answer)));
  const checks = effectScope().run(() => useChecks()) as ReturnType<typeof useChecks>;
  checks.changed(flow('a'));
  await vi.advanceTimersByTimeAsync(1000);
  checks.changed(flow('b'));
  answers[0]?.([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(checks.isChecked.value).toBe(false);
  await vi.advanceTimersByTimeAsync(1000);
  answers[1]?.([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(checks.isChecked.value).toBe(true);
  expect(check.mock.calls.map(([asked]) => (asked as Flow).name)).toEqual(['a', 'b']);
});

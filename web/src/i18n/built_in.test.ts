import { beforeEach, describe, expect, it } from 'vitest';
import { useLanguage } from '.';
import { builtInName, keptName, shownName } from './built_in';

const system = (name: string): { name: string; system: boolean } => ({ name, system: true });

describe('the name of something built in', () => {
  beforeEach(() => useLanguage('en'));

  it('reads in the language of whoever looks', async () => {
    expect(shownName(system('客户名称'))).toBe('Customer name');
    await useLanguage('zh-CN');
    expect(shownName(system('客户名称'))).toBe('客户名称');
  });

  it('is kept as it was when nothing else was typed', () => {
    expect(keptName(system('客户名称'), 'Customer name')).toBe('客户名称');
    expect(keptName(system('公司'), 'Customer name')).toBe('客户名称');
  });

  it('is another one when another was typed', () => {
    expect(keptName(system('客户名称'), 'Company')).toBe('Company');
    expect(builtInName('Company')).toBe('Company');
  });

  it('is nobody else’s: what a company calls so itself stays', () => {
    const own = { name: '备注', system: false };
    expect(shownName(own)).toBe('备注');
    expect(keptName(own, 'Note')).toBe('Note');
  });
});

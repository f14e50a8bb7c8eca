import { describe, expect, it } from 'vitest';
import type { SiteDepartment } from '@/api/people';
import { blankDepartment, possibleParents, stepOf, treeRows, withBelow } from './department_tree';

const department = (code: string, parent = ''): SiteDepartment => ({ code, name: code, parent, managers: [] });
const all = [department('b'), department('a'), department('a1', 'a'), department('a2', 'a'), department('a1x', 'a1')];
const codes = (closed: string[] = []): string[] => treeRows(all, new Set(closed)).map(({ code }) => code);

describe('the tree of departments (R256)', () => {
  it('stands in the order of names, each below its own', () => {
    expect(codes()).toEqual(['a', 'a1', 'a1x', 'a2', 'b']);
    expect(codes(['a1'])).toEqual(['a', 'a1', 'a2', 'b']);
    expect(codes(['a'])).toEqual(['a', 'b']);
    const row = treeRows(all, new Set()).find(({ code }) => code === 'a2');
    expect(row).toMatchObject({ level: 2, place: 2, siblings: 2, hasChildren: false });
  });

  it('hangs nothing below itself', () => {
    expect([...withBelow(all, 'a')].sort()).toEqual(['a', 'a1', 'a1x', 'a2']);
    expect(possibleParents(all, 'a').map(({ code }) => code)).toEqual(['b']);
    expect(possibleParents(all, '').length).toBe(all.length);
  });

  it('makes a new one where it was asked for, under a code of its own', () => {
    expect(blankDepartment([department('dept1')], 'a')).toMatchObject({ code: 'dept2', parent: 'a' });
  });

  it('is walked and folded by arrows', () => {
    const rows = treeRows(all, new Set(['a1']));
    expect(stepOf(rows, 'a', 'ArrowDown')).toEqual({ focus: 'a1' });
    expect(stepOf(rows, 'a1', 'ArrowRight')).toEqual({ open: 'a1' });
    expect(stepOf(rows, 'a', 'ArrowRight')).toEqual({ focus: 'a1' });
    expect(stepOf(rows, 'a2', 'ArrowLeft')).toEqual({ focus: 'a' });
    expect(stepOf(rows, 'a', 'ArrowLeft')).toEqual({ close: 'a' });
    expect(stepOf(rows, 'a', 'End')).toEqual({ focus: 'b' });
    expect(stepOf(rows, 'b', 'ArrowDown')).toBeNull();
    expect(stepOf(rows, 'b', 'x')).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { languages } from '@/i18n';
import { drawManual, fetchManual, manuals, manualsFor } from './manual';
import { clearMarks, markText } from './marks';

describe('the manuals (R014)', () => {
  it('exist for every role in both languages, chapter by chapter', async () => {
    for (const name of manuals) {
      const counts = await Promise.all(
        languages.map(async (language) => {
          const { title, chapters, html } = drawManual(await fetchManual(name, language));
          expect(title).not.toBe('');
          expect(html).not.toContain('undefined');
          return chapters.length;
        }),
      );
      expect(counts[0], name).toBeGreaterThan(3);
      expect(new Set(counts).size, name).toBe(1);
    }
  });

  it('are offered to whom they concern', () => {
    const offered = (...rights: string[]): string[] => manualsFor((right) => rights.includes(right));
    expect(offered()).toEqual(['agent']);
    expect(offered('agents.supervise')).toEqual(['agent', 'leader']);
    expect(offered('people.manage')).toEqual(['agent', 'admin']);
    expect(offered('agents.supervise', 'site.configure')).toEqual(['agent', 'leader', 'admin', 'pbx']);
  });

  it('have a table of contents that leads to the chapters', () => {
    const { title, chapters, html } = drawManual('# All\n\n## One\n\ntext\n\n## Two **b**\n\n- x');
    expect(title).toBe('All');
    expect(chapters).toEqual([
      { id: 'chapter-1', title: 'One' },
      { id: 'chapter-2', title: 'Two **b**' },
    ]);
    expect(html).toContain('<h3 id="chapter-2" tabindex="-1">Two <strong>b</strong></h3>');
    expect(html).not.toContain('<h1');
  });
});

describe('the search in a manual', () => {
  it('marks every place, in order, and takes the marks away again', () => {
    const root = document.createElement('div');
    root.innerHTML = '<p>Press F2, then f2.</p><ul><li>or <b>F2</b></li></ul>';
    const before = root.innerHTML;
    expect(markText(root, 'f2').map((mark) => mark.textContent)).toEqual(['F2', 'f2', 'F2']);
    expect(root.querySelectorAll('mark').length).toBe(3);
    expect(markText(root, 'nowhere')).toEqual([]);
    expect(root.innerHTML).toBe(before);
    markText(root, 'then');
    clearMarks(root);
    expect(root.innerHTML).toBe(before);
  });
});

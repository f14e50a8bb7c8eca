import { marked } from 'marked';
import type { Language } from '@/i18n';

export const manuals = ['agent', 'leader', 'admin', 'pbx'] as const;
export type ManualName = (typeof manuals)[number];

// Written beside the other documents, and loaded when somebody reads.
const files = import.meta.glob<string>('../../../../docs/manual/*.md', { query: '?raw', import: 'default' });

export async function fetchManual(name: ManualName, language: Language): Promise<string> {
  const load = files[`../../../../docs/manual/${name}.${language}.md`];
  if (!load) {
    throw new Error(`no manual ${name}.${language}`);
  }
  return load();
}

export interface Chapter {
  id: string;
  title: string;
}
export interface Manual {
  title: string;
  chapters: Chapter[];
  html: string;
}

/** Our own text only, written in this tree: nothing that a person typed is ever drawn this way. */
export function drawManual(text: string): Manual {
  const chapters: Chapter[] = [];
  let title = '';
  const renderer = new marked.Renderer();
  renderer.heading = ({ tokens, depth, text: words }) => {
    const inner = renderer.parser.parseInline(tokens);
    if (depth === 1) {
      title = words;
      return '';
    }
    if (depth > 2) {
      return `<h${depth + 1}>${inner}</h${depth + 1}>`;
    }
    const id = `chapter-${chapters.length + 1}`;
    chapters.push({ id, title: words });
    return `<h3 id="${id}" tabindex="-1">${inner}</h3>`;
  };
  const html = marked.parse(text, { async: false, renderer });
  return { title, chapters, html };
}

/** Who reads which: everybody his own, and those below it; the telephony's by whoever sets calls up. */
export function manualsFor(may: (right: string) => boolean): ManualName[] {
  return manuals.filter((name) => {
    if (name === 'leader') return may('agents.supervise');
    if (name === 'admin') return may('site.configure') || may('people.manage');
    return name !== 'pbx' || may('site.configure');
  });
}

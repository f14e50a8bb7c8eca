/** Marks every place where a text stands below an element, and returns the marks in their order. */
export function markText(root: HTMLElement, wanted: string): HTMLElement[] {
  clearMarks(root);
  const text = wanted.trim().toLowerCase();
  if (!text) {
    return [];
  }
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found: { node: Text; at: number }[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const here = (node.nodeValue ?? '').toLowerCase();
    for (let at = here.indexOf(text); at >= 0; at = here.indexOf(text, at + text.length)) {
      found.push({ node: node as Text, at });
    }
  }
  // From the end, so that the places found before stay where they are.
  const marks = found.reverse().map(({ node, at }) => {
    const hit = node.splitText(at);
    hit.splitText(text.length);
    const mark = document.createElement('mark');
    hit.replaceWith(mark);
    mark.append(hit);
    return mark;
  });
  return marks.reverse();
}

export function clearMarks(root: HTMLElement): void {
  for (const mark of root.querySelectorAll('mark')) {
    mark.replaceWith(...mark.childNodes);
  }
  root.normalize();
}

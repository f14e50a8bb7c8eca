const width = 260;
const height = 160;
const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (letter) => `&#${letter.codePointAt(0)};`).replace(/\p{Cc}/gu, ' ');

/** A tile of slanted lines of text, as a CSS image. */
export function watermarkOf(lines: readonly string[]): string {
  const spans = lines
    .map(
      (line, index) => `<text x="0" y="${index * 20}" font-family="sans-serif" font-size="14">${escaped(line)}</text>`,
    )
    .join('');
  const tile = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><g transform="translate(16 ${height - 40}) rotate(-20)">${spans}</g></svg>`;
  return `url("data:image/svg+xml,${encodeURIComponent(tile)}")`;
}

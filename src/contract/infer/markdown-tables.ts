const cellsOf = (line: string): readonly string[] =>
  line
    .trim()
    .replaceAll(/^\||\|$/gu, '')
    .split('|')
    .map((cell) => cell.trim());

/** The Markdown tables in a text: of each the cells of its head, and of its rows. */
export const tablesIn = (text: string): readonly (readonly (readonly string[])[])[] => {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.flatMap((line, n): readonly (readonly (readonly string[])[])[] => {
    const isRule = /^\|?[\s|:-]*-{2,}[\s|:-]*$/u.test(line) && line.includes('|');
    const head = lines[n - 1];
    if (!isRule || head === undefined || !head.includes('|')) return [];
    const rows: (readonly string[])[] = [];
    for (let at = n + 1; lines[at]?.startsWith('|') === true; at += 1) rows.push(cellsOf(lines[at] ?? ''));
    return [[cellsOf(head), ...rows]];
  });
};

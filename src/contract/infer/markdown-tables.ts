const cellsOf = (line: string): readonly string[] =>
  line
    .trim()
    .replaceAll(/^\||\|$/gu, '')
    .split('|')
    .map((cell) => cell.trim());

/** The cells of a Markdown table: of its head, and of its rows. */
export type Table = readonly (readonly string[])[];

/** A table with what stands over it: the line right before it, and the last heading; each empty where there is none. */
export type TitledTable = { readonly table: Table; readonly lead: string; readonly heading: string };

/** The Markdown tables in a text. */
export const tablesIn = (text: string): readonly Table[] => titledTablesIn(text).map(({ table }) => table);

const isHeading = (line: string): boolean => /^#{1,6}\s/u.test(line);

/** The Markdown tables in a text, with what stands over them. */
export const titledTablesIn = (text: string): readonly TitledTable[] => {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.flatMap((line, n): readonly TitledTable[] => {
    const isRule = /^\|?[\s|:-]*-{2,}[\s|:-]*$/u.test(line) && line.includes('|');
    const head = lines[n - 1];
    if (!isRule || head === undefined || !head.includes('|')) return [];
    const rows: (readonly string[])[] = [];
    for (let at = n + 1; lines[at]?.startsWith('|') === true; at += 1) rows.push(cellsOf(lines[at] ?? ''));
    const before = lines.slice(0, n - 1);
    const lead = before.findLast((one) => one !== '') ?? '';
    return [
      {
        table: [cellsOf(head), ...rows],
        lead: isHeading(lead) || lead.startsWith('|') ? '' : lead,
        heading: before.findLast(isHeading)?.replace(/^#+\s+/u, '') ?? '',
      },
    ];
  });
};

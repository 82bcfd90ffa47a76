/** A state in a line of a drawing, with the columns that it takes. */
export type Label = { readonly state: string; readonly start: number; readonly end: number };

/** The moves that lines between the labels of a drawing show. `isWhole` is false where some of them are not understood. */
export type Drawn = { readonly moves: readonly { readonly from: string; readonly to: string }[]; readonly isWhole: boolean };

type Side = 'up' | 'down' | 'left' | 'right';

/** The sides to which the characters of a drawing are open. */
const openTo: Readonly<Record<string, readonly Side[]>> = {
  '─': ['left', 'right'],
  '│': ['up', 'down'],
  '└': ['up', 'right'],
  '┘': ['up', 'left'],
  '┌': ['down', 'right'],
  '┐': ['down', 'left'],
  '├': ['up', 'down', 'right'],
  '┤': ['up', 'down', 'left'],
  '┬': ['down', 'left', 'right'],
  '┴': ['up', 'left', 'right'],
  '┼': ['up', 'down', 'left', 'right'],
};

const heads: Readonly<Record<string, Side>> = { '▲': 'up', '▼': 'down' };

const opposite: Readonly<Record<Side, Side>> = { up: 'down', down: 'up', left: 'right', right: 'left' };

const steps: Readonly<Record<Side, readonly [rows: number, columns: number]>> = { up: [-1, 0], down: [1, 0], left: [0, -1], right: [0, 1] };

const isDrawing = (line: string): boolean => /^[\s│└┘┌┐├┤┬┴┼─▲▼]*$/u.test(line) && line.trim() !== '';

/** Characters that draw as well, but not between two lines of labels in a way that is followed: upright ones beside text, and those of plain ASCII. */
const isUnread = (line: string): boolean => /[│└┘┌┐├┤┬┴┼▲▼]/u.test(line) || /^[\s|^v+\\/<>-]*[|^][\s|^v+\\/<>-]*$/u.test(line);

/**
 * The moves that upright and bent lines of a drawing show, from a label above or below them to the one at which their head points.
 * @param lines The lines of a text.
 * @param labels The labels in each of them.
 */
export const drawnMoves = (lines: readonly string[], labels: readonly (readonly Label[])[]): Drawn => {
  const moves: { from: string; to: string }[] = [];
  let isWhole = lines.every((line) => isDrawing(line) || !isUnread(line) || line.trim().startsWith('|'));
  const cell = (row: number, column: number): string => (isDrawing(lines[row] ?? '') ? ([...(lines[row] ?? '')][column] ?? ' ') : ' ');
  const labelAt = (row: number, column: number): string | undefined =>
    labels[row]?.find(({ start, end }) => start <= column && column < end)?.state;
  const seen = new Set<string>();
  /** Follows a line from a cell, which it enters at a side, to the labels at which it ends. */
  const follow = (from: string, row: number, column: number, entered: Side, passed: ReadonlySet<string>): void => {
    const key = `${row} ${column}`;
    const sign = cell(row, column);
    const head = heads[sign];
    if (passed.has(key) || (head === undefined && openTo[sign]?.includes(entered) !== true)) {
      isWhole = false;
      return;
    }
    seen.add(key);
    if (head !== undefined) {
      const [rows, columns] = steps[head];
      const to = labelAt(row + rows, column + columns);
      if (to === undefined || entered === head) isWhole = false;
      else moves.push({ from, to });
      return;
    }
    for (const side of openTo[sign] ?? []) {
      if (side === entered) continue;
      const [rows, columns] = steps[side];
      // A line that comes from another label joins this one.
      if (labelAt(row + rows, column + columns) !== undefined) continue;
      follow(from, row + rows, column + columns, opposite[side], new Set([...passed, key]));
    }
  };
  for (const [row, line] of lines.entries()) {
    if (!isDrawing(line)) continue;
    for (const [side, by] of [
      ['up', -1],
      ['down', 1],
    ] as const)
      for (const { state, start, end } of labels[row + by] ?? [])
        for (let column = start; column < end; column += 1)
          if (openTo[cell(row, column)]?.includes(side) === true) {
            const before = moves.length;
            follow(state, row, column, side, new Set());
            if (moves.length === before) isWhole = false;
          }
  }
  const drawn = lines.flatMap((line, row) =>
    isDrawing(line) ? [...line].flatMap((sign, column) => (sign.trim() === '' ? [] : [`${row} ${column}`])) : [],
  );
  return { moves, isWhole: isWhole && drawn.every((one) => seen.has(one)) };
};

/** Cells of one style in a line of a screen. */
export type Run = {
  column: number;
  text: string;
  cells: number;
  style: { fg: string; bg: string | undefined; isBold: boolean; isDim: boolean };
};

export type Screen = Run[][];

export function makeTerminal(columns: number, rows: number): { write(text: string): Promise<void>; screen(): Screen };

export function textOf(screen: Screen): string;

export function terminalSvg(screen: Screen, columns: number, words: { command: string; title: string }): string;

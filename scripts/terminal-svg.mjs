// Draws the screen of a terminal as SVG, from what a command wrote to it.
import xterm from '@xterm/headless';

/** The sixteen colours of the palette, as dark terminals show them. */
const palette = [
  ['#1b1f27', '#f2616c', '#7fc77f', '#e0b35c', '#6ea8fe', '#c792ea', '#5cc8d7', '#c9d1d9'],
  ['#7d8590', '#ff8b92', '#a5e0a5', '#f2cc84', '#9cc5ff', '#dcb5f5', '#8ee0ea', '#ffffff'],
].flat();
const ink = '#d7dce2';
const paper = '#14171c';
const cell = { width: 8.4, height: 19 };
const margin = 18;

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A terminal that nobody sees. */
export const makeTerminal = (columns, rows) => {
  const terminal = new xterm.Terminal({ cols: columns, rows, scrollback: 1000, allowProposedApi: true });
  return {
    write: (text) => new Promise((resolve) => terminal.write(text, resolve)),
    /** The screen as lines of cells with one style each: what of it is written, without empty lines around. */
    screen() {
      const buffer = terminal.buffer.active;
      const lines = Array.from({ length: buffer.length }, (_, row) => {
        const line = buffer.getLine(row);
        const runs = [];
        for (let column = 0; column < columns; column += 1) {
          const one = line?.getCell(column);
          if (!one || one.getWidth() === 0) continue;
          const colour = (is, value) => (is ? palette[value] : undefined);
          const [fg, bg] = [colour(one.isFgPalette(), one.getFgColor()), colour(one.isBgPalette(), one.getBgColor())];
          const style = { fg: fg ?? ink, bg, isBold: one.isBold() !== 0, isDim: one.isDim() !== 0 };
          const last = runs.at(-1);
          const text = one.getChars() || ' ';
          if (last && JSON.stringify(last.style) === JSON.stringify(style)) {
            last.text += text;
            last.cells += one.getWidth();
          } else runs.push({ column, style, text, cells: one.getWidth() });
        }
        return runs;
      });
      const isEmpty = (runs) => runs.every(({ text, style }) => text.trim() === '' && style.bg === undefined);
      const [first, last] = [lines.findIndex((runs) => !isEmpty(runs)), lines.findLastIndex((runs) => !isEmpty(runs))];
      return first === -1 ? [] : lines.slice(first, last + 1);
    },
  };
};

/** The text of a screen. */
export const textOf = (screen) =>
  screen
    .map((runs) =>
      runs
        .map(({ text }) => text)
        .join('')
        .trimEnd(),
    )
    .join('\n');

const drawnRun = ({ column, style, text, cells }, row) => {
  const y = margin + 26 + row * cell.height;
  const at = (columns) => (margin + columns * cell.width).toFixed(1);
  const back =
    style.bg === undefined
      ? ''
      : `<rect x="${at(column)}" y="${y - 14}" width="${(cells * cell.width).toFixed(1)}" height="${cell.height}" fill="${style.bg}" rx="2"/>`;
  const words = text.trim();
  if (words === '') return back;
  const [before, after] = [text.length - text.trimStart().length, text.length - text.trimEnd().length];
  const length = ((cells - before - after) * cell.width).toFixed(1);
  const weight = style.isBold ? ' font-weight="700"' : '';
  const fade = style.isDim ? ' fill-opacity="0.7"' : '';
  // Readers of SVG draw several spaces as one.
  return `${back}<text x="${at(column + before)}" y="${y}" textLength="${length}" fill="${style.fg}"${weight}${fade}>${escaped(words).replaceAll(' ', '\u00a0')}</text>`;
};

/**
 * @param screen Lines of `makeTerminal().screen()`.
 * @param command What was run: the title of the window.
 * @param title What the picture shows, for those who do not see it.
 */
export const terminalSvg = (screen, columns, { command, title }) => {
  const [width, height] = [Math.ceil(columns * cell.width + 2 * margin), Math.ceil(screen.length * cell.height + 2 * margin + 18)];
  const dots = ['#f2616c', '#e0b35c', '#7fc77f']
    .map((fill, at) => `<circle cx="${margin + 4 + at * 18}" cy="17" r="5" fill="${fill}"/>`)
    .join('');
  const name = `<text x="${width / 2}" y="22" text-anchor="middle" fill="#8b949e" font-size="12.5">${escaped(command)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">
<title>${escaped(title)}</title>
<rect width="${width}" height="${height}" rx="9" fill="${paper}"/>${dots}
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">
${name}
${screen
  .map((runs, row) => runs.map((run) => drawnRun(run, row)).join(''))
  .filter((line) => line !== '')
  .join('\n')}
</g>
</svg>
`;
};

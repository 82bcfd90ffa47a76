import cliTruncate from 'cli-truncate';
import { Writable } from 'node:stream';
import { createColors } from 'picocolors';
import { shown } from '../../../report/layout.ts';
import type { Output } from '../../io.ts';
import type { View, ViewInput } from './progress.ts';
import type { TargetState } from './target-state.ts';

/** What is redrawn more often than this flickers, and costs time that the run needs. */
const redrawEveryMs = 100;

const between = ' · ';
const barColumns = 16;
/** With fewer columns there is no room for a bar. */
const barFrom = 64;

/** The output as a stream that knows its size, for the library. */
const streamTo = (output: Output): NodeJS.WritableStream => {
  const stream = new Writable({
    decodeStrings: false,
    write(text: unknown, _encoding, written) {
      output.write(String(text));
      written();
    },
  });
  return Object.defineProperties(stream, {
    isTTY: { value: true },
    columns: { get: () => output.columns() },
    rows: { get: () => output.rows?.() },
  });
};

/** Puts parts into as many lines as they need; a part is not divided. */
const filled = (parts: readonly (string | undefined)[], width: number, indent: string): readonly string[] => {
  const lines: string[] = [];
  for (const part of parts) {
    if (part === undefined) continue;
    const last = lines.at(-1);
    if (last !== undefined && last.length + between.length + part.length <= width) lines[lines.length - 1] = `${last}${between}${part}`;
    else lines.push(`${indent}${part}`);
  }
  return lines;
};

/** The parts that fit one line, from the first. */
const fitting = (parts: readonly (string | undefined)[], width: number, indent: string): string => filled(parts, width, indent)[0] ?? '';

/** Redrawn in place at the end of the output: a few lines for each target. Never wider or higher than the terminal. */
export const liveArea = async ({ output, now, colours, states }: ViewInput): Promise<View> => {
  // Loaded only where it is used: most outputs are no terminals.
  const { createLogUpdate } = await import('log-update');
  const draw = createLogUpdate(streamTo(output));
  const paint = createColors(colours);
  const longestName = Math.max(...[...states.keys()].map((name) => shown(name).length));

  const bar = (share: number): string => {
    const full = Math.round(share * barColumns);
    return `${paint.green('━'.repeat(full))}${paint.dim('─'.repeat(barColumns - full))} `;
  };

  /** The first line of a target, and what does not fit there. */
  const head = (name: string, state: TargetState, width: number): readonly [string, ...string[]] => {
    const { cases, phase, findings, hasBrokenMust, requests, time } = state.parts(now());
    const hasBar = width >= barFrom;
    const label = shown(name).padEnd(hasBar || states.size > 1 ? longestName : 0);
    const [rest = '', ...more] = filled(
      state.hasEnded() ? [phase === 'done' ? `done ${time}` : phase, cases, findings, requests] : [cases, phase, findings],
      width - label.length - 1 - (hasBar ? barColumns + 1 : 0),
      '',
    );
    const coloured = (line: string): string =>
      findings === undefined ? line : line.replace(findings, hasBrokenMust ? paint.red(findings) : paint.yellow(findings));
    return [
      cliTruncate(`${paint.bold(label)} ${hasBar ? bar(state.share()) : ''}${coloured(rest)}`, width),
      ...more.map((line) => cliTruncate(`  ${coloured(line)}`, width)),
    ];
  };

  const details = (state: TargetState): readonly (string | undefined)[] => {
    const { requests, quota, time, wait } = state.parts(now());
    return states.size > 1 ? [wait, time, requests, quota] : [time, requests, quota];
  };

  const linesOf = ([name, state]: readonly [string, TargetState], width: number, isShort: boolean): readonly string[] => {
    const [first, ...more] = head(name, state, width);
    if (isShort || state.hasEnded()) return [first];
    const dim = (line: string): string => paint.dim(cliTruncate(line, width));
    if (states.size > 1) return [first, dim(fitting(details(state), width, '  '))];
    const { wait } = state.parts(now());
    return [
      first,
      ...more,
      ...filled(details(state), width, '  ').map(dim),
      ...(wait === undefined ? [] : [cliTruncate(`  ${wait}`, width)]),
    ];
  };

  const frame = (): string => {
    // A character in the last column makes some terminals break the line.
    const width = Math.max(1, (output.columns() ?? 80) - 1);
    const height = Math.max(1, (output.rows?.() ?? 24) - 2);
    const all = [...states];
    const long = all.flatMap((each) => linesOf(each, width, false));
    if (long.length <= height) return long.join('\n');
    const open = all.filter(([, state]) => !state.hasEnded());
    const short = (open.length > 0 ? open : all).flatMap((each) => linesOf(each, width, true));
    if (short.length <= height) return short.join('\n');
    return [...short.slice(0, height - 1), cliTruncate(paint.dim(`and ${short.length - height + 1} more targets`), width)].join('\n');
  };

  let drawn = '';
  let isOver = false;
  const redraw = (): void => {
    const next = frame();
    if (next === drawn || isOver) return;
    drawn = next;
    draw(next);
  };
  const timer = setInterval(redraw, redrawEveryMs);
  timer.unref();
  redraw();
  return {
    changed: () => undefined,
    say(line) {
      draw.persist(line);
      drawn = '';
      redraw();
    },
    end() {
      isOver = true;
      clearInterval(timer);
      draw.clear();
      draw.done();
    },
  };
};

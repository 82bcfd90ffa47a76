import { shown } from '../../../report/layout.ts';
import type { View, ViewInput } from './progress.ts';

/** A log shows each target about so often. */
const lineEveryMs = 10_000;

/** Lines for a log: how each target begins and ends, and now and then how far it is. */
export const calmLines = ({ output, now, states }: ViewInput): View => {
  const writtenAt = new Map([...states.keys()].map((target) => [target, now()]));
  const write = (target: string, parts: readonly (string | undefined)[]): void => {
    output.write(`${shown(target)}: ${parts.filter((part) => part !== undefined).join(', ')}\n`);
    writtenAt.set(target, now());
  };
  const look = (target: string): void => {
    const state = states.get(target);
    if (state === undefined || now() - (writtenAt.get(target) ?? 0) < lineEveryMs) return;
    const { cases, phase, findings, requests, quota, time, wait } = state.parts(now());
    write(target, [phase, cases, findings ?? 'no findings', requests, quota, time, wait]);
  };
  return {
    changed(target, { type }) {
      const parts = states.get(target)?.parts(now());
      if (type !== 'ended' || parts === undefined) look(target);
      else write(target, [parts.phase, parts.cases, parts.findings ?? 'no findings', `${parts.requests} ${parts.time}`]);
    },
    say: (line) => output.write(`${line}\n`),
    end: () => undefined,
  };
};

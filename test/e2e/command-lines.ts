import { readdirSync, readFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';

/** Command lines of every process of this machine that has one, until it is asked to stop. */
export const watchCommandLines = (): (() => string) => {
  const seen = new Set<string>();
  const look = (): void => {
    for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
      try {
        seen.add(readFileSync(`/proc/${name}/cmdline`, 'utf8'));
      } catch {
        // It ended in between.
      }
    }
  };
  const timer = setInterval(look, 20);
  onTestFinished(() => clearInterval(timer));
  return () => {
    clearInterval(timer);
    return [...seen].join('\n');
  };
};

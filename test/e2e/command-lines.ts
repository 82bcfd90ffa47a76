import { readdirSync, readFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';

/** Collects the command lines of all processes of this machine until it is stopped. */
export const watchCommandLines = (): (() => string) => {
  const seen = new Set<string>();
  const look = (): void => {
    for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
      try {
        seen.add(readFileSync(`/proc/${name}/cmdline`, 'utf8'));
      } catch {
        // The process ended in the meantime.
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

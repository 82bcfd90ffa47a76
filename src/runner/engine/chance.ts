import { createHash } from 'node:crypto';

/** Hexadecimal digits drawn from a seed and a label: the same in every run with that seed, whatever else is drawn. */
export const hexFor = (seed: number, label: string, digits: number): string => {
  let drawn = '';
  for (let block = 0; drawn.length < digits; block++) drawn += createHash('sha256').update(`${seed}/${label}/${block}`).digest('hex');
  return drawn.slice(0, digits);
};

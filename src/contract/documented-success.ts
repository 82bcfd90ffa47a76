import type { ResponseDeclaration } from './model.ts';

/**
 * First digits of the statuses that an operation describes for success: 2, or 1 and 3 where those are what it describes. Where it
 * describes failures only, or nothing but `default`, an ordinary success counts: 2.
 */
export const successClasses = (responses: readonly ResponseDeclaration[]): ReadonlySet<number> => {
  const digits = responses.map(({ status }) => Number(status.slice(0, 1))).filter((digit) => digit === 1 || digit === 2 || digit === 3);
  return new Set(digits.length > 0 ? digits : [2]);
};

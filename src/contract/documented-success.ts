import type { ResponseDeclaration } from './model.ts';

/**
 * First digits of the statuses that an operation documents for success, out of 1, 2 and 3. An operation that documents only failures or
 * only `default` has 2.
 */
export const successClasses = (responses: readonly ResponseDeclaration[]): ReadonlySet<number> => {
  const digits = responses.map(({ status }) => Number(status.slice(0, 1))).filter((digit) => digit === 1 || digit === 2 || digit === 3);
  return new Set(digits.length > 0 ? digits : [2]);
};

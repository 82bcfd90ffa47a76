import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { parameterlessReads } from '../../contract/operation.ts';

/** Last words of the paths at which callers see themselves. */
const selves: ReadonlySet<string> = new Set(['me', 'self', 'whoami', 'current', 'profile', 'account', 'session', 'user', 'identity']);

/** The last word of a path at which callers see themselves; undefined of another path. */
export const selfIn = (path: string): string | undefined => {
  const word = wordsOf(path.split('/').findLast((one) => one !== '') ?? '').at(-1) ?? '';
  return selves.has(word) ? word : undefined;
};

/** The reads by which callers see themselves, such as `GET /me`. */
export const readsOfSelf = (contract: Contract): readonly Operation[] =>
  parameterlessReads(contract).filter(({ path }) => selfIn(path) !== undefined);

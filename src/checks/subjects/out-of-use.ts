import { isObject } from '../../contract/pointer.ts';
import { wordsOf } from '../../contract/infer/words.ts';

/** Last words of flags that are true of what is in use, and of what is not. */
const inUse: ReadonlySet<string> = new Set(['active', 'enabled', 'available']);
const outOfUse: ReadonlySet<string> = new Set([
  'inactive',
  'disabled',
  'archived',
  'deleted',
  'blocked',
  'suspended',
  'retired',
  'discontinued',
  'closed',
]);

/** Names of members that hold the state of a thing. */
const stateNames: ReadonlySet<string> = new Set(['status', 'state']);

/**
 * Does something that a list shows say that it is in use no more: `active: false`, `archived: true`, `status: "retired"`. A service may refuse whatever names it, so that another one is named where
 * there is a choice.
 */
export const isOutOfUse = (item: unknown): boolean =>
  isObject(item) &&
  Object.entries(item).some(([name, value]) => {
    const words = wordsOf(name);
    const last = words.at(-1) ?? '';
    if (typeof value === 'string') return stateNames.has(words.join(' ')) && outOfUse.has(wordsOf(value).join(' '));
    return inUse.has(last) ? value === false : outOfUse.has(last) && value === true;
  });

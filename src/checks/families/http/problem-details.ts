import { isObject } from '../../../contract/pointer.ts';
import { holdsMask } from '../../../model/mask.ts';
import { isUriReference } from './grammar.ts';
import { type Broken, cut, defineRule, typeOf } from '../../kit/http-rule.ts';

const texts = ['title', 'detail'];
const references = ['type', 'instance'];

const shown = (value: unknown): string => cut(JSON.stringify(value));

/** How a problem breaks its form. Members that are absent, or null as some write it, say nothing; others that are not known are extensions. */
const faultsOf = (problem: Readonly<Record<string, unknown>>, status: number, target: string): Broken[] => {
  const stated = Object.entries(problem).filter(([, value]) => value !== undefined && value !== null);
  return stated.flatMap(([name, value]): Broken[] => {
    const where = `#/${name}`;
    if (typeof value === 'string' && holdsMask(value)) return [];
    if (name === 'status' && value !== status) {
      return [{ code: 'problem-status', where, expected: `${status}, the status of the answer`, actual: shown(value) }];
    }
    if (texts.includes(name) && typeof value !== 'string')
      return [{ code: 'problem-text', where, expected: 'a string', actual: shown(value) }];
    // What repeats the target of a request that was no address itself says which request it was.
    const isEcho = typeof value === 'string' && value !== '' && target.split('?')[0]?.endsWith(value) === true;
    const isReference = typeof value === 'string' && (isUriReference(value) || isEcho);
    if (references.includes(name) && !isReference) {
      return [{ code: 'problem-reference', where, expected: 'a URI reference', actual: shown(value) }];
    }
    return [];
  });
};

export const problemDetails = defineRule({
  id: 'http/problem-details',
  title: 'A body that is announced as application/problem+json describes the problem of its answer',
  why: 'Clients show and compare these members; a status of its own contradicts the answer.',
  fix: 'Write an object with the status of the answer, addresses as type and instance, and texts as title and detail.',
  scope: 'service',
  judge(seen) {
    const { answer, status } = seen;
    if (typeOf(seen) !== 'application/problem+json' || answer.json.kind !== 'value') return [];
    const { value } = answer.json;
    if (!isObject(value)) return [{ code: 'problem-no-object', where: '#', expected: 'an object', actual: shown(value) }];
    const faults = faultsOf(value, status, seen.exchange.sent.target);
    return faults.length === 0 ? ['holds'] : faults;
  },
});

import { isObject } from '../../../contract/pointer.ts';
import { memberValue } from '../../../generators/member-value.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { withItem } from '../../../generators/resolved-schema.ts';
import { NotTried } from '../../kit/define.ts';
import { makingFor, usableRequest } from '../../requests/usable-request.ts';
import { type OnceInList, onceInLists } from '../../subjects/once-in-list.ts';
import type { Mistake } from './mistake.ts';
import { refused } from './refused.ts';
import { holdsValue } from '../../../model/request.ts';

const repeated: Mistake<OnceInList> = {
  request(session, { operation, member, other }) {
    const purpose = `repeated-${member.name}`;
    const request = usableRequest(session, operation, purpose);
    const value = holdsValue(request.body) && isObject(request.body.value) ? request.body.value : {};
    const usual = value[member.name];
    const made = memberValue(operation, { ...member, schema: withItem(member.schema) }, makingFor(session, purpose));
    const entries: readonly unknown[] =
      [usual, made.kind === 'value' ? made.value : undefined].find((one): one is unknown[] => Array.isArray(one) && one.length > 0) ?? [];
    const [first] = entries;
    if (first === undefined) throw new NotTried('not-applicable', `No entry of "${member.name}" of ${operation.key} can be made`);
    if (other) {
      const body = askedBody(operation, { ...value, [member.name]: entries, [other.name]: [first] });
      return { ...request, body, faults: ['value-unusable'] };
    }
    const most: unknown = isObject(member.schema) ? member.schema['maxItems'] : undefined;
    const kept = typeof most === 'number' ? entries.slice(0, most - 1) : entries;
    return { ...request, body: askedBody(operation, { ...value, [member.name]: [...kept, first] }), faults: ['value-unusable'] };
  },
  words: ({ member, other }) =>
    other ? `an entry in both "${member.name}" and "${other.name}"` : `"${member.name}" with an entry that stands in it twice`,
};

/** Statuses that refuse what a body says twice (RFC 9110, sections 15.5.1, 15.5.10 and 15.5.21). */
const expected = [400, 409, 422];

export const repeatedEntryRefused = refused<OnceInList>({
  id: 'body/repeated-entry-refused',
  title: 'An entry that stands in a list twice, or in two lists, is refused, where the document says that none may',
  why: 'One product in two lines of an order is packed once and billed twice.',
  fix: 'Compare the entries of the list with each other before anything is done.',
  over: (contract) => onceInLists(contract),
  mistakes: [repeated],
  documented: () => ({ expected, words: '400, 409 or 422', wrong: [] }),
  leavesErrors: true,
  code: 'repeated-entry',
});

import type { Direction } from '../schema/same-value.ts';
import type { Form } from './form.ts';
import { elementChanges, memberChanges } from './member-changes.ts';
import { change, type Compared, quoted, type Rules, type SchemaChange } from './schema-change.ts';
import { defaultChanges, discriminatorChanges, limitChanges, textChanges, typeChanges, valueChanges } from './value-changes.ts';

/** What changed between two forms of one value for clients that were written for the older one. */
export const compareForms = (before: Form, after: Form, direction: Direction): Compared => {
  const isRequest = direction === 'request';
  const rules: Rules = {
    before,
    after,
    direction,
    outer: isRequest ? after : before,
    inner: isRequest ? before : after,
    narrowed: isRequest ? 'breaking' : 'compatible',
    widened: isRequest ? 'compatible' : 'breaking',
  };
  if (before.isImpossible || after.isImpossible) return { changes: possibility(rules), inner: [] };
  const types = typeChanges(rules);
  if (types.some(({ kind }) => kind === 'type-changed')) return { changes: types, inner: [] };
  const members = memberChanges(rules);
  const elements = elementChanges(rules);
  return {
    changes: [
      ...types,
      ...valueChanges(rules),
      ...limitChanges(rules),
      ...textChanges(rules),
      ...defaultChanges(rules),
      ...discriminatorChanges(rules),
      ...members.changes,
      ...elements.changes,
      ...otherChanges(rules),
    ],
    inner: [...members.inner, ...elements.inner],
  };
};

const possibility = (rules: Rules): SchemaChange[] => {
  const { before, after, narrowed, widened } = rules;
  if (before.isImpossible === after.isImpossible) return [];
  return after.isImpossible
    ? [change(rules, 'type-narrowed', narrowed, 'no value of {} is allowed any more')]
    : [change(rules, 'type-widened', widened, 'values of {} are allowed now')];
};

/** Keywords that only ever take values away. */
const limiting = new Set(['not', 'contains', 'propertyNames', 'dependentRequired', 'dependentSchemas']);

const otherChanges = (rules: Rules): SchemaChange[] => {
  const { before, after, narrowed, widened } = rules;
  return [...new Set([...before.others.keys(), ...after.others.keys()])].flatMap((keyword) => {
    const [was, is] = [before.others.get(keyword), after.others.get(keyword)];
    if (was === is) return [];
    const isDecided = limiting.has(keyword) && !before.others.has('minContains') && !after.others.has('minContains');
    if (isDecided && was === undefined) return [change(rules, 'limit-tightened', narrowed, `{} is limited by ${quoted(keyword)} now`)];
    if (isDecided && is === undefined)
      return [change(rules, 'limit-loosened', widened, `{} is not limited by ${quoted(keyword)} any more`)];
    return [change(rules, 'schema-changed', 'unclear', `${quoted(keyword)} of {} changed, and what follows from it is not decided here`)];
  });
};

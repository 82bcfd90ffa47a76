import type { Form, Together } from './form.ts';
import { change, type Compared, type InnerPair, mayBe, type Rules, type SchemaChange, type Step } from './schema-change.ts';

const anything = (around: Form): Together => [{ schema: true, pointer: around.pointer, scope: { base: '#', dialect: undefined } }];

const pointerOf = (together: Together | undefined): string | undefined => together?.[0]?.pointer;

/** Changes of the members of an object; those that both sides have are compared further. */
export const memberChanges = (rules: Rules): Compared => {
  const { before, after, direction } = rules;
  if (!mayBe(rules, 'object')) return { changes: [], inner: [] };
  const changes: SchemaChange[] = [];
  const inner: InnerPair[] = [];
  for (const name of new Set([...before.members.keys(), ...after.members.keys()])) {
    const [was, is] = [before.members.get(name), after.members.get(name)];
    const steps: readonly Step[] = [{ into: name }];
    if (was && is) inner.push({ steps, before: was, after: is });
    else if (was) {
      if (typeof after.further !== 'string') inner.push({ steps, before: was, after: after.further });
      else changes.push(goneMember(rules, name, was));
    } else if (is) {
      const isRequired = direction === 'request' && after.required.has(name);
      if (isRequired) changes.push(change(rules, 'member-required', 'breaking', '{} is new and required', { after: pointerOf(is), steps }));
      else if (typeof before.further !== 'string') inner.push({ steps, before: before.further, after: is });
      else {
        const isRuledOut = direction === 'response' && before.further === 'none';
        const words = isRuledOut ? '{} is new, and the older document allowed no further members' : '{} is new';
        changes.push(change(rules, 'member-added', isRuledOut ? 'unclear' : 'compatible', words, { after: pointerOf(is), steps }));
      }
    }
  }
  changes.push(...requiredChanges(rules));
  const further = furtherChanges(rules);
  return { changes: [...changes, ...further.changes], inner: [...inner, ...further.inner] };
};

const goneMember = (rules: Rules, name: string, was: Together): SchemaChange => {
  const { after, before, direction } = rules;
  const at = { before: pointerOf(was), steps: [{ into: name }] };
  // An object without any described member may have every one.
  const isFree = after.members.size === 0 && after.further === 'any' && !(direction === 'response' && before.required.has(name));
  return isFree
    ? change(rules, 'member-removed', 'unclear', '{} is not described any more, any member is allowed', at)
    : change(rules, 'member-removed', 'breaking', '{} is gone', at);
};

const requiredChanges = (rules: Rules): SchemaChange[] => {
  const { before, after, narrowed, widened } = rules;
  const isToldElsewhere = (name: string): boolean => {
    const [was, is] = [before.members.has(name), after.members.has(name)];
    if (was === is) return false;
    return was ? typeof after.further === 'string' : typeof before.further === 'string';
  };
  const isRequest = rules.direction === 'request';
  return [
    ...[...after.required]
      .filter(([name]) => !before.required.has(name) && !isToldElsewhere(name))
      .map(([name, pointer]) =>
        change(rules, 'member-required', narrowed, isRequest ? '{} is now required' : '{} is always there now', {
          after: pointer,
          before: pointerOf(before.members.get(name)),
          steps: [{ into: name }],
        }),
      ),
    ...[...before.required]
      .filter(([name]) => !after.required.has(name) && !isToldElsewhere(name))
      .map(([name, pointer]) =>
        change(rules, 'member-optional', widened, isRequest ? '{} is not required any more' : '{} may be missing now', {
          before: pointer,
          after: pointerOf(after.members.get(name)),
          steps: [{ into: name }],
        }),
      ),
  ];
};

const furtherChanges = (rules: Rules): Compared => {
  const { before, after, direction, narrowed, widened } = rules;
  const [was, is] = [before.further, after.further];
  const steps: readonly Step[] = [{ into: '*' }];
  if (typeof was !== 'string' && typeof is !== 'string') return { changes: [], inner: [{ steps, before: was, after: is }] };
  if (was === is) return { changes: [], inner: [] };
  const isMap = before.members.size === 0 && after.members.size === 0;
  // What nobody described is limited now: whether any client used it is not known.
  if (was === 'any' && is !== 'none' && isMap) return { changes: [], inner: [{ steps, before: anything(before), after: is as Together }] };
  if (is === 'any' && was !== 'none' && isMap) return { changes: [], inner: [{ steps, before: was as Together, after: anything(after) }] };
  const isLess = is === 'none' || was === 'any';
  const isDecided = isMap;
  const at = {
    before: typeof was === 'string' ? undefined : pointerOf(was),
    after: typeof is === 'string' ? undefined : pointerOf(is),
  };
  if (isLess) {
    const verdict = isDecided || direction === 'response' ? narrowed : 'unclear';
    return {
      changes: [
        change(
          rules,
          'members-closed',
          verdict,
          is === 'none' ? '{} allows no further members now' : 'further members of {} are limited now',
          at,
        ),
      ],
      inner: [],
    };
  }
  const verdict = isDecided || direction === 'request' ? widened : 'unclear';
  return { changes: [change(rules, 'members-opened', verdict, '{} allows further members now', at)], inner: [] };
};

/** Changes of the elements of a list, in the same way. */
export const elementChanges = (rules: Rules): Compared => {
  const { before, after } = rules;
  if (!mayBe(rules, 'array')) return { changes: [], inner: [] };
  const at = (form: Form, index: number): 'any' | 'none' | Together => form.prefix[index] ?? form.elements;
  const inner: InnerPair[] = [];
  const changes: SchemaChange[] = [];
  const length = Math.max(before.prefix.length, after.prefix.length);
  for (let index = 0; index <= length; index += 1) {
    const [was, is] = [at(before, index), at(after, index)];
    if (was === is) continue;
    const steps: readonly Step[] = [{ into: index < length ? String(index) : '*' }];
    if (was === 'none' || is === 'none') changes.push(change(rules, 'schema-changed', 'unclear', 'the number of elements of {} changed'));
    else inner.push({ steps, before: was === 'any' ? anything(before) : was, after: is === 'any' ? anything(after) : is });
  }
  return { changes, inner };
};

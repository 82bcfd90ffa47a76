import type { ListedWith } from '../../../contract/infer/listed-with.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { operationOf } from '../../../contract/operation.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { isOutOfUse } from '../../subjects/out-of-use.ts';
import { idOfCaller, idsOfCallers } from '../credentials/ids-of-callers.ts';

type Id = string | number;

const isId = (value: unknown): value is Id => typeof value === 'string' || typeof value === 'number';

type Listed = {
  readonly list: string;
  readonly items: string;
  /** Null of people of whom any will do. */
  readonly member: string | null;
  readonly value: string;
};

/** Members by which a person says what they do. */
const roleNames: ReadonlySet<string> = new Set(['role', 'roles', 'kind', 'type', 'position', 'title', 'job', 'function', 'profession']);

/** Is what a person does called as a member asks for. */
const hasRole = (person: Readonly<Record<string, unknown>>, role: string): boolean =>
  Object.entries(person).some(
    ([name, value]) =>
      roleNames.has(wordsOf(name).at(-1) ?? '') && [value].flat().some((one) => typeof one === 'string' && wordsOf(one).includes(role)),
  );

/** People of a list who are in use, those of a role where it shows any. */
const fitting = (entries: readonly unknown[], role: string): readonly Id[] => {
  const people = entries.filter(isObject).filter((one) => isId(one['id']));
  const usable = people.filter((one) => !isOutOfUse(one));
  const ofRole = usable.filter((one) => hasRole(one, role));
  return [ofRole, usable, people].find((some) => some.length > 0)?.flatMap(({ id }) => (isId(id) ? [id] : [])) ?? [];
};

/** The ids of what a list shows with a value, in its order; of people of whom any will do, rather those whose role is the value. */
const idsWith = defineScenario<Listed, readonly Id[]>({
  id: 'listed-with-value',
  async run(session, { list: key, items, member, value }) {
    const list = operationOf(session.contract, key);
    const narrowed = member !== null && list.parameters.some(({ in: where, name }) => where === 'query' && name === member);
    const answer = await orSkipped(
      (async () => {
        const asked = usableRequest(session, list, 'suited');
        const others = asked.query.filter(([name]) => name !== member);
        return session.send(narrowed ? { ...asked, query: [...others, [member, value] as const] } : asked);
      })(),
    );
    if (isSkipped(answer) || !isSuccess(answer)) return [];
    const shown = valueAt(jsonOf(answer), items.replace(/^\$response\.body#?/u, ''));
    if (member === null) return Array.isArray(shown) ? fitting(shown, value) : [];
    return Array.isArray(shown)
      ? (shown as readonly unknown[]).flatMap((entry) =>
          isObject(entry) && entry[member] === value && isId(entry['id']) ? [entry['id']] : [],
        )
      : [];
  },
});

/** How many requests named one of some things, and what those with fields of their own named: a repetition names the same. */
const given = defineScenario<Listed, { count: number; readonly before: Map<string, Id> }>({
  id: 'listed-in-turn',
  run: async () => ({ count: 0, before: new Map() }),
});

/** What they are called to whom a thing belongs. */
const owning: ReadonlySet<string> = new Set(['owner', 'coowner', 'creator', 'author']);

/**
 * The id of a thing that a list shows with the value that it has to have; undefined where it shows none. It may be anybody's, so that the target has to allow what reaches
 * others. Where any of them will do, each request names the next one, because one person may not have the same twice; and nobody as whom the run calls itself: what is of one caller
 * would be taken for what is of another.
 */
export const elsewhereFor = async (
  session: Session,
  { list, items, having, isAnyOf, rather = '' }: ListedWith,
  request: PlannedRequest,
): Promise<Id | undefined> => {
  if (!session.target.allow.includes('destructive')) return undefined;
  const listed: Listed = { list: list.key, items, member: having?.member ?? null, value: having?.value ?? rather };
  // What belongs to somebody is seen by that one, and perhaps by nobody else.
  const isOwn = having === undefined && owning.has(rather);
  const self = isOwn ? await session.run(idOfCaller, { name: 'key' }) : undefined;
  if (self !== undefined) return self;
  const all = await session.run(idsWith, listed);
  if (isAnyOf !== true || all.length === 0) return all[0];
  const own = await session.run(idsOfCallers, null);
  const others = all.filter((id) => !own.includes(id));
  if (others.length === 0 && having === undefined) return session.run(idOfCaller, { name: 'key' });
  const known = await session.run(given, listed);
  const mark = request.headers.length === 0 ? undefined : JSON.stringify([request.operation, request.headers, request.body ?? null]);
  const before = mark === undefined ? undefined : known.before.get(mark);
  if (before !== undefined || others.length === 0) return before;
  const id = others[known.count % others.length];
  known.count += 1;
  if (mark !== undefined && id !== undefined) known.before.set(mark, id);
  return id;
};

import { itemsOf } from '../../../contract/held.ts';
import { describedLists } from '../../../contract/infer/conventions/collection.ts';
import { membersOf } from '../../../contract/infer/schema-parts.ts';
import { broughtAbout } from '../../../contract/infer/brought-about.ts';
import { inferredNamed, itemOf } from '../../../contract/infer/covering.ts';
import { inPath, parametersIn } from '../../../contract/infer/path-template.ts';
import { type Cause, isConditionBound } from '../../../contract/infer/told-causes.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { saidIn } from '../../../contract/said.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { namesListed } from '../../../generators/valid-request.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf } from '../../../model/location.ts';
import { holdsValue, type PlannedRequest } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { namesOwnAlone } from '../../requests/own-alone.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { referencesIn } from '../../subjects/body-references.ts';
import { statefulAnswer } from '../../subjects/needed-states.ts';
import { largestPage, listAt } from '../../subjects/collection.ts';
import { showsPeriod } from '../../subjects/settled-periods.ts';
import { broughtToOne } from './needed-state.ts';
import { freeDays } from './free-weeks.ts';
import { idsShown, isNew, isOfOwn, isOfSamePeriod, namesByExample, nounOfPath, type OwnId, ownIdsIn, ownInPath } from './own-ids.ts';
import { withReferred } from './references.ts';
import { namingOwn } from './send-creation.ts';

type Thing = Readonly<Record<string, unknown>>;

/** Milliseconds until the list has to show what was brought about, and the most looks. */
const pauseMs = 800;
const mostLooks = 2;

/** What a request sends: its body, or the first entry in it. */
const sentIn = ({ entries }: Cause, { body }: PlannedRequest): Thing => {
  const value = holdsValue(body) ? body.value : undefined;
  const held: unknown = entries !== undefined && isObject(value) ? value[entries] : value;
  const [first] = Array.isArray(held) ? (held as readonly unknown[]) : [held];
  return isObject(first) ? first : {};
};

const sending = ({ operation, entries }: Cause, request: PlannedRequest, thing: Thing): PlannedRequest => {
  const whole = holdsValue(request.body) && isObject(request.body.value) ? request.body.value : {};
  return { ...request, body: askedBody(operation, entries === undefined ? thing : { ...whole, [entries]: [thing] }) };
};

/** A word of how the bound compares: the one value of the rule that says so. */
const more: ReadonlySet<string> = new Set('gt gte ge above over greater more exceeds higher max maximum'.split(' '));
const fewer: ReadonlySet<string> = new Set('lt lte le below under less lower fewer min minimum'.split(' '));

const directionOf = (rule: Thing): boolean | undefined => {
  const words = Object.values(rule).flatMap((value) => (typeof value === 'string' && value.length < 30 ? wordsOf(value) : []));
  const [up, down] = [words.some((word) => more.has(word)), words.some((word) => fewer.has(word))];
  return up === down ? undefined : up;
};

/** What bounds are, and the things that compare by them. */
type Rule = {
  /** One bound, or two of which what lies between them is as the rule wants it. */
  readonly limits: readonly number[];
  readonly isMore: boolean | undefined;
  readonly shown: Thing;
  readonly ids: readonly OwnId[];
};

const noRule: Rule = { limits: [], isMore: undefined, shown: {}, ids: [] };

const boundsIn = (condition: Thing): readonly number[] =>
  Object.entries(condition).flatMap(([name, value]) => (typeof value === 'number' && isConditionBound(name) ? [value] : []));

/** The only object in a body that holds one bound, or two. */
const conditionIn = (body: Thing): Thing | undefined => {
  const found = Object.values(body).filter((one): one is Thing => isObject(one) && [1, 2].includes(boundsIn(one).length));
  return found.length === 1 ? found[0] : undefined;
};

/** A body that names what a sent thing names under the same names, in the place of others of their kind. */
const namingSame = (operation: Operation, request: PlannedRequest, thing: Thing): PlannedRequest => {
  const value = holdsValue(request.body) && isObject(request.body.value) ? request.body.value : undefined;
  const same = referencesIn(value).flatMap(({ pointer }) => {
    const name = pointer.slice(1);
    return typeof thing[name] === 'string' ? [[name, thing[name]] as const] : [];
  });
  return value === undefined || same.length === 0
    ? request
    : { ...request, body: askedBody(operation, { ...value, ...Object.fromEntries(same) }) };
};

/** Creates what holds the bound, for what is sent; undefined where that is refused. */
const ruleFor = async (session: Session, { beyond }: Cause, purpose: string, thing: Thing): Promise<Rule | undefined> => {
  if (beyond === undefined) return noRule;
  if (typeof beyond.limit === 'number') return { ...noRule, limits: [beyond.limit], isMore: beyond.isMore };
  const { create, member } = beyond.limit;
  if (!isAllowed(create, session.target)) return undefined;
  const planned = namingSame(create, usableRequest(session, create, purpose), thing);
  const filled = await withReferred(session, planned);
  // A rule for what is somebody's would raise something there.
  const named = ownIdsIn(session.contract, planned, filled);
  if (named === undefined) return undefined;
  const exchange = await session.send(filled);
  if (!isSuccess(exchange)) return undefined;
  const answered = jsonOf(exchange);
  const sent = holdsValue(exchange.request.body) && isObject(exchange.request.body.value) ? exchange.request.body.value : {};
  const ids = [...idsShown(exchange, [nounOfPath(create.path)]), ...named];
  if (member === undefined) {
    const condition = conditionIn(sent);
    if (condition === undefined) return undefined;
    const limits = boundsIn(condition);
    return { limits, isMore: limits.length === 1 ? (beyond.isMore ?? directionOf(condition)) : undefined, shown: sent, ids };
  }
  const shown: Thing = isObject(answered) && typeof answered[member] === 'number' ? answered : sent;
  const limit = shown[member];
  if (typeof limit !== 'number') return undefined;
  return { limits: [limit], isMore: beyond.isMore ?? directionOf(shown), shown, ids };
};

/** The times in what is sent: the one moment that it has. */
const momentIn = (session: Session, thing: Thing): Thing => {
  const moments = Object.entries(thing).filter(([, value]) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/u.test(value));
  const [name] = moments[0] ?? [];
  return name === undefined || moments.length > 1 ? {} : { [name]: new Date(session.now()).toISOString() };
};

/** The one member of what is sent that is a day; undefined where none, or several, are. */
const dayMember = (thing: Thing): string | undefined => {
  const days = Object.entries(thing).filter(([, value]) => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/u.test(value));
  return days.length === 1 ? days[0]?.[0] : undefined;
};

/** What is sent one after another until the list shows something: what happens now, beyond the bound, on the side that is told or on both. */
const attemptsOf = (session: Session, { beyond, equal }: Cause, rule: Rule, thing: Thing): readonly Thing[] => {
  const shared = Object.fromEntries(
    Object.entries(rule.shown).filter(
      ([name, value]) => Object.hasOwn(thing, name) && typeof value === 'string' && name !== beyond?.member,
    ),
  );
  const sides = rule.isMore === undefined ? [true, false] : [rule.isMore];
  const numbers: readonly Thing[] =
    beyond === undefined || rule.limits.length === 0
      ? [{}]
      : sides.map((isMore) => ({ [beyond.member]: isMore ? Math.max(...rule.limits) + 1 : Math.min(...rule.limits) - 1 }));
  return numbers.map((number) => ({ ...thing, ...shared, ...momentIn(session, thing), ...Object.fromEntries(equal), ...number }));
};

/** Brings what is named to a state that the text of the operation speaks of. Returns whether one was brought on. */
const bringNamed = async (session: Session, operation: Operation, planned: PlannedRequest, filled: PlannedRequest): Promise<boolean> => {
  const { contract } = session;
  const [before, after] = [planned, filled].map(({ body }): unknown => (holdsValue(body) ? body.value : undefined));
  const said = ` ${saidIn(valueAt(contract.document, nodeOf(operation.location)))
    .flatMap(wordsOf)
    .join(' ')} `;
  for (const { pointer, placeholder } of referencesIn(before)) {
    const type = inferredNamed(contract, placeholder.resourceType);
    const id = valueAt(after, pointer);
    if (!type || (typeof id !== 'string' && typeof id !== 'number') || parametersIn(itemOf(type).path).length !== 1) continue;
    const values = inPath(itemOf(type).path, [String(id)]);
    const states = (statefulAnswer(contract, type.create)?.states ?? []).filter((one) => said.includes(` ${wordsOf(one).join(' ')} `));
    if (states.length > 0 && (await broughtToOne(session, type, values, states))) return true;
  }
  return false;
};

/** What was brought about by a cause: an entry of the list that was not there before, and that names what the run created for it. */
type Brought = { readonly entry: unknown; readonly sent: Exchange; readonly look: Exchange };

/** Does a list show a week, a month, or a first and a last day of each entry. */
const isOfPeriods = (contract: Contract, list: Operation): boolean => {
  const described = describedLists(contract).find(({ operation }) => operation.key === list.key);
  return described !== undefined && showsPeriod(contract.document, membersOf(contract.document, described.item));
};

const tried = async (
  session: Session,
  list: Operation,
  items: readonly string[],
  cause: Cause,
  purpose: string,
): Promise<Brought | undefined> => {
  const { operation } = cause;
  const [paging] = listAt(session.contract, { operation: list.key }).pages;
  const look = async (turn: string): Promise<Exchange> => {
    const read = usableRequest(session, list, `${purpose}-${turn}`);
    return session.send({ ...read, query: [...read.query, ...largestPage({ paging })] });
  };
  const entriesIn = (exchange: Exchange): readonly unknown[] => itemsOf({ items }, exchange) ?? [];
  const usual = usableRequest(session, operation, purpose);
  // A creation may also name what all share, such as a plan, beside what it is for.
  const mayShare = operation.effect.startsWith('creates') && !namesListed(usual);
  if (!namesOwnAlone(usual) && !mayShare) return undefined;
  const planned = namingOwn(usual) ?? usual;
  const filled = await withReferred(session, planned);
  const own = ownIdsIn(session.contract, planned, filled);
  // What is named without being the run's may be somebody's, whom nothing is raised for.
  if (own === undefined || (own.length === 0 && !namesOwnAlone(usual))) return undefined;
  if (own.length === 0 && ownInPath(planned, filled).length === 0 && namesByExample(session.contract, operation, planned)) return undefined;
  const rule = await ruleFor(session, cause, purpose, sentIn(cause, filled));
  if (rule === undefined) return undefined;
  const about = nounOfPath(list.path);
  const before = entriesIn(await look('before'));
  // What comes about for a week or a month is new where nothing was there before.
  const day = isOfPeriods(session.contract, list) ? dayMember(sentIn(cause, filled)) : undefined;
  const days = day === undefined ? [{}] : freeDays(session.now(), before).map((one): Thing => ({ [day]: one }));
  for (const turn of ['as-made', 'brought']) {
    if (turn === 'brought' && !(await bringNamed(session, operation, planned, filled))) return undefined;
    const attempts = attemptsOf(session, cause, rule, sentIn(cause, filled));
    for (const thing of days.flatMap((one) => attempts.map((attempt): Thing => ({ ...attempt, ...one })))) {
      const sent = await session.send(sending(cause, filled, thing));
      if (!isSuccess(sent)) continue;
      const ids = [...own, ...ownInPath(planned, sent.request), ...idsShown(sent, [nounOfPath(operation.path), about]), ...rule.ids];
      for (let looks = 0; looks < mostLooks; looks += 1) {
        if (looks > 0) await session.pause(pauseMs, 'what is brought about may be listed a moment later');
        const shown = await look(`after-${looks}`);
        const isOwn = (one: unknown): boolean =>
          isOfOwn(about, one, ids) || (day !== undefined && isOfSamePeriod(one, String(thing[day]), jsonOf(sent)));
        const entry = entriesIn(shown).find((one) => isOwn(one) && isNew(about, one, before));
        if (entry !== undefined) return { entry, sent, look: shown };
      }
    }
  }
  return undefined;
};

/**
 * What the service brings about when something is sent, as a text of the document tells: an entry of the list that was not there before, and that names what the run created for
 * that alone. So nothing that is about anybody else's is ever changed.
 */
export const entryBroughtAbout = defineScenario<{ readonly operation: string; readonly items: readonly string[] }, unknown>({
  id: 'brought-about',
  async run(session, { operation: key, items }) {
    const { contract, target } = session;
    const brought = broughtAbout(contract, operationOf(contract, key));
    if (!brought) throw new NotTried('unsupported', `Nothing says how what ${key} acts on comes about`);
    for (const cause of brought.causes) {
      if (!isAllowed(cause.operation, target)) continue;
      const found = await orSkipped(tried(session, brought.list, items, cause, `cause-${wordsOf(key).join('-')}`));
      if (!isSkipped(found) && found) return found.entry;
    }
    throw new NotTried(
      'missing-prerequisite',
      `${brought.list.key} shows nothing that was brought about for this run, so that ${key} has nothing to name`,
    );
  },
});

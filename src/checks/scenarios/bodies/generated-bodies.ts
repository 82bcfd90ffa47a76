import * as fc from 'fast-check';
import { isSuccess } from '../../../contract/message.ts';
import { type AnyBody, anyBody, type BodyDraw, bodyOf } from '../../../generators/any-body.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { mostVaried, type Varied } from '../../../generators/varied.ts';
import type { ResourceType } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { idOfCreation } from '../lifecycle/described-ids.ts';
import { createdResourceTypeNamed, resourceTypeNamed } from '../../subjects/resources.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { sentenceFor, usableRequest } from '../../requests/usable-request.ts';
import { freshValues } from '../../subjects/fresh-values.ts';
import { type ListLook, lookInList, mayPass, onResource } from '../lifecycle/look-at-resource.ts';
import { patienceMs } from '../../kit/patience.ts';
import { listedValuesOf } from './setting-rows.ts';
import { until } from '../lifecycle/until.ts';

/** How many resources are created with generated bodies. */
export const usualBodies = 5;

/** How many bodies are drawn; the most different ones are used. */
const draws = 40;

/** A creation with a generated body, and how its resource showed. */
export type MadeOfBody = {
  readonly draw: BodyDraw;
  readonly creation: Exchange;
  readonly id: string | undefined;
  /** Fresh values of the request by which the resource is found again. */
  readonly names: readonly unknown[];
  /** A read of it, repeated until it was there; undefined where the contract has none, or no answer shows its id. */
  readonly read: Exchange | undefined;
  /** The look at its list that showed it, else the last one; undefined where there is no list, or no answer shows its id. */
  readonly list: ListLook | undefined;
  readonly withinMs: number;
};

export type GeneratedBodies = {
  /** The seed, and the index of each body among the draws, so that one of them can be shrunk. */
  readonly seed: number;
  readonly made: readonly (MadeOfBody & { readonly index: number })[];
  /** Why other bodies were not tried. */
  readonly untried: readonly string[];
};

/** The generated bodies of the creation of a resource type, the same for the whole run. */
export const bodiesFor = defineScenario<{ readonly resourceType: string }, Exclude<AnyBody, { kind: 'missing' | 'unsupported' }>>({
  id: 'bodies-for',
  async run(session, { resourceType }) {
    const { contract, target } = session;
    const { create } = createdResourceTypeNamed(contract, resourceType);
    const others: Record<string, readonly string[]> = {};
    for (const member of bodyMembers(contract, create)) {
      const listed = await orSkipped(listedValuesOf(session, create, member));
      if (!isSkipped(listed) && listed.length > 0) others[member.name] = listed.slice(0, mostOthers);
    }
    const bodies = anyBody(create, { contract, target, fresh: freshOf(session, resourceType, 's00') }, others);
    if (bodies.kind === 'missing') throw new NotTried('missing-prerequisite', sentenceFor(bodies.prerequisites));
    if (bodies.kind === 'unsupported') throw new NotTried('unsupported', bodies.reason);
    return bodies;
  },
});

/** Most values of listed resources that are used, the most frequent first: rare ones may be outdated. */
const mostOthers = 4;

/**
 * Fresh values of one request. All labels of one length give values of one length, because a server may break texts of a certain
 * length only.
 */
const freshOf =
  (session: Session, resourceType: string, label: string) =>
  (name: string): string => {
    const { create } = createdResourceTypeNamed(session.contract, resourceType);
    const kind = session.contract.resourceTypes.findIndex((one) => one.name === resourceType);
    const member = bodyMembers(session.contract, create).findIndex((one) => one.name === name);
    return session.fresh(`b${kind.toString(36)}${Math.max(0, member).toString(36)}${label}`);
  };

/** Creates a resource with a body. The label names the request: three letters or digits that no other has. */
const makeOne = async (session: Session, resourceType: ResourceType, draw: BodyDraw, label: string) => {
  const { create } = createdResourceTypeNamed(session.contract, resourceType.name);
  const value = bodyOf(draw, freshOf(session, resourceType.name, label));
  const request = usableRequest(session, create, `body-${label}`, { body: { kind: 'json', value } });
  const creation = await session.send(request);
  const id = isSuccess(creation) ? await idOfCreation(session, resourceType, creation) : undefined;
  return { draw, creation, id, names: freshValues(session.contract, create, creation.request) };
};

type Wanted = { readonly read: boolean; readonly list: boolean };

type Made = Awaited<ReturnType<typeof makeOne>>;

/** Reads the created resources, looks for all of them in one list, and removes them. */
const lookAndRemove = async (
  session: Session,
  resourceType: ResourceType,
  made: readonly Made[],
  wanted: Wanted,
): Promise<MadeOfBody[]> => {
  const withinMs = patienceMs(session.target, 'created.listed');
  const end = session.now() + withinMs;
  const left = (): number => Math.max(0, end - session.now());
  const reads = new Map<string, Exchange>();
  const ids = made.flatMap(({ id }) => id ?? []);
  const { read, remove, collection } = resourceType;
  let list: ListLook | undefined;
  try {
    for (const id of read && wanted.read ? ids : []) {
      await until(session, { withinMs: left(), why: 'a created resource is to be readable' }, async () => {
        const exchange = read && (await onResource(session, read, id));
        if (exchange) reads.set(id, exchange);
        return exchange === undefined || !mayPass(exchange) ? true : undefined;
      });
    }
    if (collection && wanted.list && ids.length > 0) {
      await until(session, { withinMs: left(), why: 'the list is to show the created resources' }, async () => {
        list = await lookInList(session, resourceType, ids);
        return !list || list.missing.length === 0 || (isSuccess(list.exchange) && list.isOpen) ? true : undefined;
      });
    }
  } finally {
    // Resources that are busy now are removed when the run ends.
    for (const id of remove ? ids : []) if (remove) await orSkipped(onResource(session, remove, id, { purpose: 'remove' }));
  }
  return made.map((one) => ({ ...one, read: one.id === undefined ? undefined : reads.get(one.id), list, withinMs }));
};

/** Creates one resource with a body, looks at it as far as asked for, and removes it. Never remembered. */
export const tryBody = async (
  session: Session,
  resourceType: ResourceType,
  { draw, label, wanted }: { readonly draw: BodyDraw; readonly label: string; readonly wanted: Wanted },
): Promise<MadeOfBody> => {
  const [made] = await lookAndRemove(session, resourceType, [await makeOne(session, resourceType, draw, label)], wanted);
  if (!made) throw new Error(`The creation of "${resourceType.name}" has no result`);
  return made;
};

/** The properties of a draw for each member: its value, or the length of its text. */
const shownBy = (names: readonly string[], draw: BodyDraw, longest: number): Varied => ({
  parts: Object.entries(draw).map(([name, drawn]) => {
    if (!('text' in drawn)) return `${name} ${JSON.stringify(drawn.value) ?? ''}`;
    return `${name} ${longest === 0 ? 'fresh' : Math.floor((3 * drawn.text.letters) / longest)}`;
  }),
  without: names.filter((name) => draw[name] === undefined).map((name) => `${name} left out`),
});

const lettersIn = (draw: BodyDraw): number => Math.max(0, ...Object.values(draw).map((one) => ('text' in one ? one.text.letters : 0)));

/** The label of the request with a number: three letters or digits, the first of which is its purpose. */
export const bodyLabel = (purpose: string, turn: number): string => `${purpose}${turn.toString(36).padStart(2, '0')}`;

/**
 * Creates a few resources with whole generated bodies that differ as much as possible, reads each, looks for all of them in their
 * list, and removes them. All checks of creations with any body share it.
 */
export const generatedBodies = defineScenario<{ readonly resourceType: string }, GeneratedBodies>({
  id: 'generated-bodies',
  async run(session, { resourceType: name }) {
    const resourceType = resourceTypeNamed(session.contract, name);
    const { arb } = await session.run(bodiesFor, { resourceType: name });
    const seed = Number.parseInt(session.hex(`bodies of ${name}`, 8), 16) | 0;
    const drawn = fc.sample(arb, { seed, numRuns: draws });
    const names = [...new Set(drawn.flatMap((draw) => Object.keys(draw)))];
    const longest = Math.max(...drawn.map(lettersIn));
    const chosen = mostVaried(
      drawn.map((draw) => shownBy(names, draw, longest)),
      usualBodies,
    );
    const made: (Made & { readonly index: number })[] = [];
    const untried: string[] = [];
    for (const [turn, index] of chosen.entries()) {
      const draw = drawn[index];
      const one = draw && (await orSkipped(makeOne(session, resourceType, draw, bodyLabel('s', turn))));
      if (isSkipped(one)) untried.push(one.reason);
      else if (one) made.push({ ...one, index });
      if (untried.length > 0) break;
    }
    const looked = await lookAndRemove(session, resourceType, made, { read: true, list: true });
    return { seed, untried, made: looked.map((one, n) => ({ ...one, index: made[n]?.index ?? 0 })) };
  },
});

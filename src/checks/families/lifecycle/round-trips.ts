import { parametersIn } from '../../../contract/infer/path-template.ts';
import { membersOf } from '../../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation, Schema } from '../../../contract/model.ts';
import { readMoment } from '../../../contract/moment.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { shown as written } from '../../../contract/schema/evaluate.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { jsonContent } from '../../../generators/json-content.ts';
import { resolvedSchema } from '../../../generators/resolved-schema.ts';
import { isScalar } from '../../../model/json.ts';
import { nodeOf } from '../../../model/location.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { type CheckText, defineProbe, fail, inconclusive, pass, type Probe, type Subject, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { type Look, roundTrip, type RoundTrip, type Sent } from '../../scenarios/lifecycle/round-trip.ts';
import { parentOf, placeIn, roundTrips, type Trip } from '../../subjects/round-trips.ts';
import { comparableMembers, departuresIn, isServersOwn, isShownAsSent } from '../../subjects/shown-as-sent.ts';
import { isSameValue } from '../../subjects/same-value.ts';
import type { Resource } from '../../subjects/shown-resource.ts';

type Failed = Verdict & { readonly kind: 'fail' };

/** What a round trip shows of one claim: how often it was judged, and how it is broken. */
type Judged = { readonly times: number; readonly broken: readonly Failed[] };

const none: Judged = { times: 0, broken: [] };

const joined = (all: readonly Judged[]): Judged => ({
  times: all.reduce((sum, { times }) => sum + times, 0),
  broken: all.flatMap(({ broken }) => broken),
});

/** Defines a check of the shared round trip of a resource. */
const defineTripCheck = ({
  suits = () => true,
  judge,
  ...text
}: CheckText & {
  /** Which resources it is about; default: all. */
  suits?(trip: Trip, contract: Contract): boolean;
  judge(trip: Trip, result: RoundTrip, contract: Contract): Judged;
}): Probe<RoundTrip> =>
  defineProbe<Subject & Trip, RoundTrip>({
    ...text,
    phase: 'mutate',
    stage: 'lifecycle',
    exclusive: 'collection',
    over: (contract) => roundTrips(contract).filter((trip) => suits(trip, contract)),
    prerequisites(trip, around) {
      const parent = parentOf(around.contract, trip);
      if (!parent?.isFlat) return prerequisitesFor(trip.create, around);
      const [last = ''] = parametersIn(trip.create.path).slice(-1);
      return [...prerequisitesFor(parent.create, around), ...prerequisitesFor(trip.create, around, { pathValues: { [last]: 'ct' } })];
    },
    cost: () => ({ requests: 45, creates: 4 }),
    run: ({ create }, session) => session.run(roundTrip, { operation: create.key }),
    judge(trip, result, { contract }) {
      const { times, broken } = judge(trip, result, contract);
      const [first] = broken;
      const verdict = first && { ...first, judged: Math.max(times, 1), breaches: broken.length };
      // Two answers show it already; what no operation removes is not created again for that.
      if (verdict)
        return broken.length > 1 || isRepeated(first) || trip.create.effect === 'creates-permanently' ? verdict : unconfirmed(verdict);
      if (times > 0) return pass(times);
      const { whole } = result;
      return inconclusive('No answer shows what is judged here', whole ? [whole.exchange] : []);
    },
  });

/** The scenario itself has sent it twice. */
const isRepeated = ({ finding }: Failed): boolean => finding.code === 'unusual-text-server-error';

const schemaOf = ({ body }: Operation): Schema => jsonContent(body?.content ?? [])?.schema ?? true;

/** The described schema of what a look shows. */
const shownSchema = (contract: Contract, trip: Trip, { word }: Look, operation: Operation): Schema | undefined => {
  if (word === 'list') return undefined;
  const place = placeIn(contract, word === 'read' && trip.read ? trip.read : operation, trip.id);
  return place?.schema;
};

/** Do the answers to a body show it. */
const judgeSent = (contract: Contract, trip: Trip, sent: Sent | undefined, only?: readonly string[]): Judged => {
  if (!sent || !isSuccess(sent.exchange) || statusOf(sent.exchange) === 202) return none;
  const { operation, body, exchange, looks } = sent;
  const asked = schemaOf(operation);
  const meant = only === undefined ? body : Object.fromEntries(Object.entries(body).filter(([name]) => only.includes(name)));
  return joined(
    looks.map((look): Judged => {
      const answered = shownSchema(contract, trip, look, operation);
      if (answered === undefined) return none;
      const times = [...comparableMembers(contract, asked, answered).keys()].filter((name) => meant[name] !== undefined).length;
      const broken = departuresIn(contract, { asked, answered }, meant, look.resource).map(({ member, sent: value, shown }) =>
        fail(
          {
            code: shown === undefined ? 'sent-not-shown' : 'shown-otherwise',
            where: `/${member}, ${look.word}`,
            expected: `${written(value)}, as the request asked for`,
            actual: shown === undefined ? 'no such member' : written(shown),
          },
          look.exchange === exchange ? [exchange] : [look.exchange, exchange],
        ),
      );
      return { times, broken };
    }),
  );
};

export const sentIsShown = defineTripCheck({
  id: 'lifecycle/sent-is-shown',
  title: 'A created resource shows each member of the request with the value that was sent',
  why: 'After a success the caller believes that everything was stored; what was lost or changed is noticed when it is needed.',
  fix: 'Store every described member as it was sent, and refuse what cannot be stored.',
  judge: (trip, { whole, least }, contract) => joined([judgeSent(contract, trip, whole), judgeSent(contract, trip, least)]),
});

export const unusualTextKept = defineTripCheck({
  id: 'lifecycle/unusual-text-kept',
  title: 'A text with an apostrophe, signs and letters of any language is refused or kept as it is',
  why: 'Names of people and places have such letters; a server that breaks on them, or changes them, does so for whole countries.',
  fix: 'Pass texts to the store as parameters, in UTF-8, and escape them where a page is made and not where they are stored.',
  judge(trip, { odd }, contract) {
    if (!odd) return none;
    const { repeated, exchange, members, body } = odd;
    if (repeated === undefined) return judgeSent(contract, trip, odd, members);
    const { usual, again } = repeated;
    if (!isSuccess(usual) || (statusOf(again) ?? 0) < 500) return none;
    const texts = members.map((name) => written(body[name])).join(', ');
    const finding = {
      code: 'unusual-text-server-error',
      where: `request body /${members[0] ?? ''}`,
      expected: `a success or a 4xx for ${texts}, as with usual texts`,
      actual: `${outcomeOf(exchange)}, twice`,
    };
    return { times: 1, broken: [fail(finding, [exchange, again, usual])] };
  },
});

export const defaultsShown = defineTripCheck({
  id: 'lifecycle/defaults-shown',
  title: 'A member that a creation leaves out has its described default',
  why: 'A client leaves out what the document says to be the default, and gets something else.',
  fix: 'Use the described default, or describe the one that is used.',
  suits: ({ create }, contract) => bodyMembers(contract, create).some(({ schema }) => isObject(schema) && schema['default'] !== undefined),
  judge(trip, { least, odd, uninvited }, contract) {
    const asked = schemaOf(trip.create);
    return joined(
      [least, odd, ...uninvited].flatMap((sent) => {
        if (!sent || sent.operation !== trip.create || !isSuccess(sent.exchange)) return [];
        return sent.looks.map((look): Judged => {
          const answered = shownSchema(contract, trip, look, trip.create);
          if (answered === undefined) return none;
          const members = [...comparableMembers(contract, asked, answered)].flatMap(([name, member]) => {
            const schema = resolvedSchema(contract.document, member);
            const usual = isObject(schema) ? schema['default'] : undefined;
            const now = look.resource[name];
            const isTelling = sent.body[name] === undefined && isScalar(usual) && usual !== null && typeof now === typeof usual;
            return isTelling ? [{ name, usual, now, isRight: isShownAsSent(contract, member, name, usual, now) }] : [];
          });
          const broken = members
            .filter(({ isRight }) => !isRight)
            .map(({ name, usual, now }) =>
              fail(
                {
                  code: 'default-not-used',
                  where: `/${name}, ${look.word}`,
                  expected: `${written(usual)}, the described default`,
                  actual: written(now),
                },
                look.exchange === sent.exchange ? [sent.exchange] : [look.exchange, sent.exchange],
              ),
            );
          return { times: members.length, broken };
        });
      }),
    );
  },
});

export const uninvitedIgnored = defineTripCheck({
  id: 'lifecycle/undescribed-member-ignored',
  title: 'A member that a request does not describe, or only answers have, is refused or has no effect',
  why: 'Whoever can write an id, a state or a time of creation goes around every rule for them.',
  fix: 'Read only the described members of a body.',
  judge(trip, { uninvited }) {
    return joined(
      uninvited.map(({ extra, looks, exchange, before }): Judged => {
        const last = looks.findLast(({ word }) => word === 'read') ?? looks.at(-1);
        if (!isSuccess(exchange) || !last) return none;
        const members = Object.entries(extra).filter(([name]) => last.resource[name] !== undefined);
        const taken = members.filter(([name, value]) => {
          const now = last.resource[name];
          return isSameValue(now, value) && (before === undefined || !isSameValue(before[name], value));
        });
        // A creation may begin in any state; one that was asked for and shown proves nothing.
        const telling = before === undefined ? taken.filter(([name, value]) => name === trip.id || readMoment(value) !== undefined) : taken;
        const broken = telling.map(([name, value]) =>
          fail(
            {
              code: 'undescribed-member-written',
              where: `/${name}`,
              expected: 'a refusal, or no effect: the request does not describe it',
              actual: `${written(value)}, as it was sent`,
            },
            [exchange, last.exchange],
          ),
        );
        return { times: members.length, broken };
      }),
    );
  },
});

const isWordOf = (name: string, ...words: readonly string[]): boolean => wordsOf(name).some((one) => words.includes(one));

/** Members that nothing changes: the id and the moment of the creation. */
const isForGood = (trip: Trip, name: string): boolean =>
  name === trip.id || (isWordOf(name, 'created', 'creation') && !isWordOf(name, 'by'));

/** Members that may change with any change: moments, versions, counts and what a server derives. */
const mayChange = (name: string): boolean =>
  isServersOwn(name) ||
  isWordOf(name, 'updated', 'modified', 'changed', 'edited', 'last', 'count', 'counts', 'seen', 'by', 'etag', 'revision', 'at');

/** What a change left as it was, and should have, and what it changed and should not have. */
const judgeRest = (contract: Contract, trip: Trip, { operation, body, before, looks, exchange }: Sent): Judged => {
  const read = looks.find(({ word }) => word === 'read');
  if (!before || !read || !isSuccess(exchange)) return none;
  const settable = new Set(bodyMembers(contract, operation).map(({ name }) => name));
  const created = new Set(bodyMembers(contract, trip.create).map(({ name }) => name));
  const isKept = (name: string): boolean =>
    isForGood(trip, name) || (operation.method === 'PATCH' && (settable.has(name) || created.has(name)) && !mayChange(name));
  const names = Object.keys(before).filter((name) => body[name] === undefined && isKept(name) && isScalar(before[name]));
  const broken = names
    .filter((name) => !isSameValue(before[name], read.resource[name]))
    .map((name) =>
      fail(
        {
          code: 'rest-changed',
          where: `/${name}`,
          expected: `${written(before[name])}, which the change did not name`,
          actual: written(read.resource[name]),
        },
        [read.exchange, exchange],
      ),
    );
  return { times: names.length, broken };
};

/** Does a moment of the last change go on with a change. */
const judgeMoment = (contract: Contract, trip: Trip, { before, looks, exchange }: Sent): Judged => {
  const read = looks.find(({ word }) => word === 'read');
  const schema = trip.read && placeIn(contract, trip.read, trip.id)?.schema;
  if (!before || !read || schema === undefined || !isSuccess(exchange)) return none;
  const changed = Object.keys(before).some(
    (name) => !isWordOf(name, 'updated', 'modified') && !isSameValue(before[name], read.resource[name]),
  );
  const names = [...membersOf(contract.document, schema)].flatMap(([name, member]) => {
    const { format }: Resource = asObject(resolvedSchema(contract.document, member));
    const words = wordsOf(name);
    const isMeant = format === 'date-time' && words.length <= 3 && words.some((word) => ['updated', 'modified'].includes(word));
    return isMeant ? [name] : [];
  });
  const judged = names.flatMap((name) => {
    const [old, now] = [readMoment(before[name]), readMoment(read.resource[name])];
    return old && now && changed ? [{ name, isOn: now.ms > old.ms }] : [];
  });
  const broken = judged
    .filter(({ isOn }) => !isOn)
    .map(({ name }) =>
      fail(
        {
          code: 'change-not-dated',
          where: `/${name}`,
          expected: `a moment after ${written(before[name])}`,
          actual: written(read.resource[name]),
        },
        [read.exchange, exchange],
      ),
    );
  return { times: judged.length, broken };
};

const asObject = (schema: Schema): Resource => (isObject(schema) ? schema : {});

export const changeShown = defineTripCheck({
  id: 'lifecycle/change-shown',
  title: 'A change is shown in its answer and in later reads, and leaves the rest as it is',
  why: 'A change that is confirmed and not stored, or that changes something else, is found when it is too late.',
  fix: 'Store exactly the members that the change names, null among them, and answer with what was stored.',
  suits: ({ patch, put }) => patch !== undefined || put !== undefined,
  judge(trip, { patches, puts }, contract) {
    const done = [...patches, ...puts].filter(({ exchange }) => isSuccess(exchange) && statusOf(exchange) !== 202);
    const twice = done.slice(1, 2).flatMap((second): Judged[] => {
      const [first] = done;
      const [read] = second.looks.filter(({ word }) => word === 'read');
      if (!first || !read || second.operation !== first.operation || second.operation.method !== 'PATCH') return [];
      const still = Object.fromEntries(Object.entries(first.body).filter(([name]) => second.body[name] === undefined));
      return [judgeSent(contract, trip, { ...second, body: still, looks: [read] })];
    });
    return joined([
      ...done.map((sent) => judgeSent(contract, trip, sent)),
      ...twice,
      ...done.map((sent) => judgeRest(contract, trip, sent)),
      ...done.slice(0, 1).map((sent) => judgeMoment(contract, trip, sent)),
    ]);
  },
});

const isReplacing = (contract: Contract, { location, operationId = '' }: Operation): boolean => {
  const { summary, description } = asObject(asSchema(valueAt(contract.document, nodeOf(location))));
  return [operationId, summary, description].some(
    (text) =>
      typeof text === 'string' &&
      wordsOf(text).some((word) => ['replace', 'replaces', 'replaced', 'replacement', 'whole', 'overwrites'].includes(word)),
  );
};

const asSchema = (value: unknown): Schema => (isObject(value) ? value : true);

export const replacedWhole = defineTripCheck({
  id: 'lifecycle/replaced-whole',
  title: 'A replacement takes away the optional members that it leaves out',
  why: 'A client that sends the whole resource to clear a member finds the old value in it.',
  fix: 'Store what was sent and nothing else, with the defaults for what was not.',
  suits: ({ put }, contract) => put !== undefined && isReplacing(contract, put),
  judge(trip, { puts, bare }, contract) {
    const [full] = puts;
    const read = bare?.looks.find(({ word }) => word === 'read');
    if (!bare || !full || !read || !isSuccess(bare.exchange) || statusOf(bare.exchange) === 202) return none;
    const asked = schemaOf(bare.operation);
    const answered = shownSchema(contract, trip, read, bare.operation);
    if (answered === undefined) return none;
    const names = [...comparableMembers(contract, asked, answered)].flatMap(([name, member]) => {
      const schema = asObject(resolvedSchema(contract.document, member));
      const [old, now] = [bare.before?.[name], read.resource[name]];
      const isEmpty =
        old === undefined || old === null || old === '' || old === 0 || old === false || (Array.isArray(old) && old.length === 0);
      const isTelling = bare.body[name] === undefined && full.body[name] !== undefined && !isEmpty && !isSameValue(schema['default'], old);
      return isTelling ? [{ name, old, isKept: isSameValue(old, now) }] : [];
    });
    const kept = names.filter(({ isKept }) => isKept);
    // One that stays may have a default of its own; where all stay, nothing was replaced.
    const broken = kept.length === names.length ? kept : [];
    return {
      times: names.length,
      broken: broken.map(({ name, old }) =>
        fail(
          {
            code: 'left-out-kept',
            where: `/${name}`,
            expected: 'nothing, or a default: the replacement leaves it out',
            actual: `${written(old)}, as before`,
          },
          [read.exchange, bare.exchange],
        ),
      ),
    };
  },
});

export const listedAsRead = defineTripCheck({
  id: 'lifecycle/listed-as-read',
  title: 'The list shows a new resource with the values that a read shows',
  why: 'A client keeps the values of one answer. Where the next one differs, it cannot know which is true.',
  fix: 'Make every answer from the same stored resource.',
  suits: ({ list, read }) => list !== undefined && read !== undefined,
  judge(trip, { listed }, contract) {
    const schema = trip.read && placeIn(contract, trip.read, trip.id)?.schema;
    if (!listed || schema === undefined) return none;
    const { read, item } = listed;
    const described = membersOf(contract.document, schema);
    const names = Object.keys(item.resource).filter((name) => {
      const [a, b] = [item.resource[name], read.resource[name]];
      const isMeant = described.has(name) && !mayDiffer(name) && isScalar(a) && isScalar(b) && a !== null && b !== null;
      return isMeant && typeof a === typeof b;
    });
    const broken = names
      .filter((name) => !isSameValue(item.resource[name], read.resource[name]) && !isShortened(read.resource[name], item.resource[name]))
      .map((name) =>
        fail(
          {
            code: 'listed-otherwise',
            where: `/${name} in the list`,
            expected: `${written(read.resource[name])}, as in the read`,
            actual: written(item.resource[name]),
          },
          [item.exchange, read.exchange],
        ),
      );
    return { times: names.length, broken };
  },
});

/** Members that go on between two answers, or are made for each of them. */
const mayDiffer = (name: string): boolean =>
  isWordOf(
    name,
    'count',
    'counts',
    'views',
    'seen',
    'accessed',
    'viewed',
    'url',
    'href',
    'link',
    'token',
    'signature',
    'age',
    'online',
    'etag',
    'updated',
    'modified',
  );

/** A list may show the beginning of a text. */
const isShortened = (whole: unknown, part: unknown): boolean =>
  typeof whole === 'string' &&
  typeof part === 'string' &&
  part.length < whole.length &&
  whole.startsWith(part.replace(/(?:\u2026|\.\.\.)$/u, '').trimEnd());

export const belowOwnParent = defineTripCheck({
  id: 'lifecycle/below-own-parent',
  title: 'A resource is found below the parent that it was created for, and below no other',
  why: 'Below another parent, people see and change what is not theirs.',
  fix: 'Look a resource up by its id and its parent together.',
  suits: ({ create }) => create.path.includes('}'),
  judge(trip, { whole, elsewhere }) {
    if (!whole?.id) return none;
    const broken = elsewhere.map(({ word, exchange }) =>
      fail(
        {
          code: word === 'list' ? 'listed-below-other' : 'read-below-other',
          where: word === 'list' ? 'list' : 'status',
          expected: word === 'list' ? 'a list without it: it was created below another parent' : '404: it was created below another parent',
          actual: `${whole.id ?? ''}, ${outcomeOf(exchange)}`,
        },
        [exchange, whole.exchange],
      ),
    );
    const names = parentMembers(trip, whole);
    const wrong = whole.looks.flatMap(({ resource, exchange }) =>
      names.flatMap(({ name, value }) => {
        const now = resource[name];
        if (!isScalar(now) || now === null || String(now) === value) return [];
        const finding = {
          code: 'other-parent',
          where: `/${name}`,
          expected: `${written(value)}, as in the path of the creation`,
          actual: written(now),
        };
        return [fail(finding, [exchange, whole.exchange])];
      }),
    );
    return { times: 1, broken: [...broken, ...wrong] };
  },
});

/** Members that name the parent: `site_id` of what is created at `/sites/{siteId}/tickets`. */
const parentMembers = ({ create, id }: Trip, { exchange, looks }: Sent): readonly { readonly name: string; readonly value: string }[] => {
  const [last] = [...create.path.matchAll(/\{([^{}]+)\}/gu)].map(([, name]) => name ?? '').slice(-1);
  const value = last === undefined ? undefined : exchange.request.pathValues[last];
  const wanted = last === undefined ? '' : wordsOf(last).join(' ');
  if (value === undefined || !wanted.includes(' ')) return [];
  const names = new Set(looks.flatMap(({ resource }) => Object.keys(resource)));
  return [...names].filter((name) => name !== id && wordsOf(name).join(' ') === wanted).map((name) => ({ name, value }));
};

export const removedStaysAway = defineTripCheck({
  id: 'lifecycle/removed-stays-away',
  title: 'What was removed is in no read and in no list',
  why: 'Whoever removes something has a reason, often a legal one.',
  fix: 'Answer 404 or 410 for what was removed, and leave it out of lists.',
  suits: ({ remove, isFollowed }) => remove !== undefined && !isFollowed,
  judge(_trip, { removal }) {
    if (!removal) return none;
    const { before, looks, removed } = removal;
    const broken = looks
      .filter(({ resource }) =>
        Object.keys(before).every((name) => resource[name] === undefined || isSameValue(resource[name], before[name])),
      )
      .map(({ word, exchange }) =>
        fail(
          {
            code: word === 'list' ? 'removed-listed' : 'removed-read',
            where: word === 'list' ? 'list' : 'status',
            expected: word === 'list' ? 'a list without it' : '404 or 410',
            actual: `the resource as before, ${outcomeOf(exchange)}`,
          },
          [exchange, removed],
        ),
      );
    return { times: 1, broken };
  },
});

export const roundTripChecks = [
  sentIsShown,
  unusualTextKept,
  defaultsShown,
  uninvitedIgnored,
  changeShown,
  replacedWhole,
  listedAsRead,
  belowOwnParent,
  removedStaysAway,
];

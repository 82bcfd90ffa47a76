import { sentencesOf } from '../../../../contract/infer/sentences.ts';
import { descriptionsIn, membersOf } from '../../../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../../../contract/infer/words.ts';
import { isSuccess, statusOf } from '../../../../contract/message.ts';
import type { Contract, Operation, Schema } from '../../../../contract/model.ts';
import { readMoment } from '../../../../contract/moment.ts';
import { isObject, valueAt } from '../../../../contract/pointer.ts';
import { shown as written } from '../../../../contract/schema/evaluate.ts';
import { bodyMembers } from '../../../../generators/body-members.ts';
import { resolvedSchema, typesOf } from '../../../../generators/resolved-schema.ts';
import { isScalar } from '../../../../model/json.ts';
import { nodeOf } from '../../../../model/location.ts';
import { fail } from '../../../kit/define.ts';
import type { Sent } from '../../../scenarios/lifecycle/round-trip/results.ts';
import { placeIn, type Trip } from '../../../subjects/round-trips.ts';
import { becoming, isReplacing, textsOfChange } from '../../../subjects/replacements.ts';
import { replacesLists } from '../../../subjects/replaced-lists.ts';
import { isSameValue } from '../../../subjects/same-value.ts';
import { comparableMembers, isServersOwn, isSetBack } from '../../../subjects/shown-as-sent.ts';
import type { Resource } from '../../../subjects/shown-resource.ts';
import { isNothing, judgeClearedInner, judgeMerged, judgeReplaced } from './inner-shown.ts';
import { asObject, defineTripCheck, isWordOf, joined, type Judged, judgeSent, none, schemaOf, shownSchema } from './trip-check.ts';
import { actsAs } from '../../../../contract/infer/acting.ts';

/** Members that nothing changes: the id and the moment of the creation. */
const isForGood = (trip: Trip, name: string): boolean =>
  name === trip.id || (isWordOf(name, 'created', 'creation') && !isWordOf(name, 'by'));

/**
 * Is a member a moment from which a PUT that also creates may count anew: it creates or replaces what its address names (RFC 9110, section 9.3.4), and the
 * document does not say that the member keeps to the first time.
 */
const mayBeginAnew = (contract: Contract, trip: Trip, { operation, looks }: Sent, name: string): boolean => {
  const read = looks.find(({ word }) => word !== 'answer');
  if (name === trip.id || operation.method !== 'PUT' || operation.key !== trip.create.key || !read) return false;
  const shown = membersOf(contract.document, shownSchema(contract, trip, read, operation) ?? true).get(name) ?? true;
  return !descriptionsIn(contract.document, shown).some((one) =>
    /\b(?:first|never|once|originally|immutable|not change|unchanged)\b/iu.test(one),
  );
};

/** Members that may change with any change: moments, versions, counts and what a server derives. */
const mayChange = (name: string): boolean =>
  isServersOwn(name) ||
  isWordOf(name, 'updated', 'modified', 'changed', 'edited', 'last', 'count', 'counts', 'seen', 'by', 'etag', 'revision', 'at');

/** Moments that differ by more than a rounding are two: a change comes at least twice as long after the creation. */
const mostRoundingMs = 1000;

const isUnchanged = (old: unknown, now: unknown): boolean => {
  const [one, other] = [readMoment(old), readMoment(now)];
  if (one && other) return Math.abs(one.ms - other.ms) <= mostRoundingMs;
  return isSameValue(old, now);
};

const isListed = (schema: Schema = true): boolean =>
  isObject(schema) && (Array.isArray(schema['enum']) || typesOf(schema).includes('boolean'));

/** A sentence that says that a change leaves what it does not name. */
const restStays =
  /\b(?:members?|fields?|propert(?:y|ies)|attributes?|values?|keys?|everything|anything|whatever|what|the rest|others?)\b[^.]*\b(?:stays?|remains?|keeps?|(?:is|are) kept|unchanged|untouched|unaffected|preserved|not (?:changed|touched|affected))\b|\bleaves? (?:the rest|the others?|all others?|everything else|(?:the )?other (?:members|fields)) (?:alone|as (?:it|they) (?:is|are|was|were))\b/iu;

/** Does the text of a change say that members which it does not name stay as they are. */
const saysRestStays = (contract: Contract, operation: Operation): boolean =>
  textsOfChange(contract, operation).some((text) => sentencesOf(text).some((one) => restStays.test(one)));

/** What a change left as it was, and should have, and what it changed and should not have. */
const judgeRest = (contract: Contract, trip: Trip, sent: Sent): Judged => {
  const { operation, body, before, looks, exchange } = sent;
  const read = looks.find(({ word }) => word !== 'answer');
  if (!before || !read || !isSuccess(exchange)) return none;
  const settable = new Map<string, readonly Schema[]>();
  // A change seldom describes the defaults that a creation has.
  for (const { name, schema } of [trip.create, operation].flatMap((one) => bodyMembers(contract, one)))
    settable.set(name, [...(settable.get(name) ?? []), schema]);
  // What names nothing has nothing that anything could follow from.
  const staysForSure = Object.keys(body).length === 0 || saysRestStays(contract, operation);
  // What is set beside a choice may have no meaning with another one.
  const isChoice = Object.keys(body).some((name) => settable.get(name)?.some(isListed) && !isSameValue(body[name], before[name]));
  const isKept = (name: string): boolean => {
    if (isForGood(trip, name)) return !mayBeginAnew(contract, trip, sent, name);
    const schemas = actsAs(operation) === 'PATCH' && !mayChange(name) && !isChoice ? settable.get(name) : undefined;
    if (schemas === undefined) return false;
    const now = read.resource[name];
    // What a list or an object is set back to is nothing or its default: one with other items may have followed from the change.
    if (!isScalar(before[name]))
      return isUnchanged(before[name], now) || isNothing(now) || schemas.some((one) => isSameValue(asObject(one)['default'], now));
    return staysForSure || isUnchanged(before[name], now) || schemas.some((one) => isSetBack(contract, one, now, []));
  };
  const names = Object.keys(before).filter((name) => body[name] === undefined && isKept(name) && !isNothing(before[name]));
  const broken = names
    .filter((name) => !isUnchanged(before[name], read.resource[name]))
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

/** What a change should have cleared, and a read shows as before. */
const judgeCleared = (contract: Contract, trip: Trip, { operation, body, before, looks, exchange }: Sent): Judged => {
  const read = looks.find(({ word }) => word !== 'answer');
  if (!before || !read) return none;
  // Null may stand for a default, which may be the value from before.
  const defaulted = new Set(
    [trip.create, operation]
      .flatMap((one) => bodyMembers(contract, one))
      .filter(({ schema }) => !isNothing(asObject(resolvedSchema(contract.document, schema))['default'] ?? null))
      .map(({ name }) => name),
  );
  const isToClear = (name: string): boolean => body[name] === null && !isNothing(before[name]) && !defaulted.has(name);
  const names = Object.keys(body).filter(isToClear);
  const broken = names
    .filter((name) => isSameValue(before[name], read.resource[name]))
    .map((name) =>
      fail(
        {
          code: 'not-cleared',
          where: `/${name}`,
          expected: 'null, or nothing: the change sent null',
          actual: `${written(read.resource[name])}, as before`,
        },
        [read.exchange, exchange],
      ),
    );
  return { times: names.length, broken };
};

/** Does the text of a change say that lists are added to. */
const addsToLists = ({ document }: Contract, { location }: Operation): boolean => {
  const { summary, description } = asObject(asSchema(valueAt(document, nodeOf(location))));
  return [summary, description].some((text) => typeof text === 'string' && /\b(?:add(?:s|ed)?|append(?:s|ed)?|merge[sd]?)\b/iu.test(text));
};

/** Items of a list that a change should have replaced, or taken away with an empty list. */
const judgeLists = (contract: Contract, { operation, body, before, looks, exchange }: Sent): Judged => {
  const read = looks.find(({ word }) => word !== 'answer');
  if (!before || !read) return none;
  const replaces = replacesLists(contract, operation);
  const lists = Object.entries(body).flatMap(([name, sent]) => {
    const [old, now] = [before[name], read.resource[name]];
    if (!Array.isArray(sent) || !Array.isArray(old) || !Array.isArray(now)) return [];
    const isSameStill = sent.length === 0 && old.length > 0 && isSameValue(old, now) && !addsToLists(contract, operation);
    if (!replaces && (sent.length > 0 || old.length === 0)) return [];
    const left: readonly unknown[] = replaces ? old.filter((one) => isScalar(one) && !sent.includes(one) && now.includes(one)) : [];
    return [{ name, sent, isLeft: left.length > 0 || isSameStill, now }];
  });
  const broken = lists
    .filter(({ isLeft }) => isLeft)
    .map(({ name, sent, now }) =>
      fail({ code: 'list-not-replaced', where: `/${name}`, expected: `${written(sent)} alone`, actual: written(now) }, [
        read.exchange,
        exchange,
      ]),
    );
  return { times: lists.length, broken };
};

/** Does a moment of the last change go on with a change. */
const judgeMoment = (contract: Contract, trip: Trip, { before, looks, exchange }: Sent): Judged => {
  const read = looks.find(({ word }) => word !== 'answer');
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

export const changeShown = defineTripCheck({
  id: 'lifecycle/change-shown',
  title: 'A change is shown in its answer and in later reads, and leaves the rest as it is',
  why: 'A change that is confirmed and not stored, or that changes something else, is found when it is too late.',
  fix: 'Store exactly the members that the change names, null among them, and answer with what was stored.',
  suits: ({ patch, jsonPatch, put }) => [patch, jsonPatch, put].some((one) => one !== undefined),
  judge(trip, { patches, puts, merged, replaced, clearedInner }, contract) {
    const done = [...patches, ...puts].filter(({ exchange }) => isSuccess(exchange) && statusOf(exchange) !== 202);
    const twice = done.slice(1, 2).flatMap((second): Judged[] => {
      const [first] = done;
      const [read] = second.looks.filter(({ word }) => word !== 'answer');
      if (!first || !read || second.operation !== first.operation || actsAs(second.operation) !== 'PATCH') return [];
      const still = Object.fromEntries(Object.entries(first.body).filter(([name]) => second.body[name] === undefined));
      return [judgeSent(contract, trip, { ...second, body: still, looks: [read] })];
    });
    return joined([
      ...done.map((sent) => judgeSent(contract, trip, sent)),
      ...twice,
      ...done.filter(({ mayReach }) => mayReach !== true).map((sent) => judgeRest(contract, trip, sent)),
      ...done.filter(({ operation }) => actsAs(operation) === 'PATCH').map((sent) => judgeCleared(contract, trip, sent)),
      ...done.map((sent) => judgeLists(contract, sent)),
      ...(merged ? [judgeMerged(merged), judgeSent(contract, trip, merged.both), judgeSent(contract, trip, merged.one)] : []),
      ...(replaced ? [judgeReplaced(replaced), judgeSent(contract, trip, replaced.bare)] : []),
      ...(clearedInner ? [judgeClearedInner(clearedInner)] : []),
      ...done.slice(0, 1).map((sent) => judgeMoment(contract, trip, sent)),
    ]);
  },
});

const asSchema = (value: unknown): Schema => (isObject(value) ? value : true);

export const replacedWhole = defineTripCheck({
  id: 'lifecycle/replaced-whole',
  title: 'A replacement takes away the optional members that it leaves out',
  why: 'A client that sends the whole resource to clear a member finds the old value in it.',
  fix: 'Store what was sent and nothing else, with the defaults for what was not.',
  suits: ({ put }, contract) => put !== undefined && (isReplacing(contract, put) || Object.values(becoming(contract, put)).includes(true)),
  judge(trip, { puts, bare }, contract) {
    const [full] = puts;
    const read = bare?.looks.find(({ word }) => word !== 'answer');
    if (!bare || !full || !read || !isSuccess(bare.exchange) || statusOf(bare.exchange) === 202) return none;
    const asked = schemaOf(bare.operation);
    const answered = shownSchema(contract, trip, read, bare.operation);
    if (answered === undefined) return none;
    const names = [...comparableMembers(contract, asked, answered)].flatMap(([name, member]) => {
      const schema = asObject(resolvedSchema(contract.document, member));
      const [old, now] = [bare.before?.[name], read.resource[name]];
      const isEmpty =
        old === undefined || old === null || old === '' || old === 0 || old === false || (Array.isArray(old) && old.length === 0);
      const isTelling =
        bare.body[name] === undefined &&
        puts.some(({ body }) => body[name] !== undefined) &&
        !isEmpty &&
        !isSameValue(schema['default'], old);
      const hasDefault = schema['default'] !== undefined;
      const mayBeNone = typesOf(schema).includes('null') || schema['nullable'] === true;
      return isTelling ? [{ name, old, isKept: isSameValue(old, now), hasDefault, mayBeNone }] : [];
    });
    const kept = names.filter(({ isKept }) => isKept);
    const told = becoming(contract, bare.operation);
    // One that stays may have a default of its own; where all stay, nothing was replaced.
    const isLeast = bodyMembers(contract, bare.operation).every(({ name, required }) => required || bare.body[name] === undefined);
    const broken =
      kept.length === names.length && (isLeast || names.length > 1)
        ? kept
        : kept.filter(({ hasDefault, mayBeNone }) => (hasDefault ? told.usual : told.none && mayBeNone));
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

import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Content, Contract, Operation } from '../../../contract/model.ts';
import { isObject, tokensOf } from '../../../contract/pointer.ts';
import { isJsonPatch } from '../../../contract/wire/media-type.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, type Surroundings, type Unconfirmed, unconfirmed } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { controlCost, onlyControlled } from '../../scenarios/calls/control.ts';
import {
  brokenBodies,
  type BrokenBodies,
  type BrokenBody,
  isRefusedBody,
  mostBodiesOf,
  shownByRead,
} from '../../scenarios/bodies/broken-bodies.ts';
import { besideRequests, type RightBesideWrong, rightBesideWrong } from '../../scenarios/bodies/right-beside-wrong.ts';
import { changesOne, mayBeMistaken, type MistakenBody, mistakenBodies } from '../../subjects/mistaken-bodies.ts';
import { isFailedPart } from '../../subjects/bulk-results.ts';
import { isSame } from '../../subjects/same-value.ts';
import { objectsIn } from '../../subjects/shown-resource.ts';
import { isTokenOperation } from '../../subjects/token-operation.ts';
import { askedContent } from '../../../contract/asked-content.ts';
import { holdsValue } from '../../../model/request.ts';

/** Of a JSON Patch, RFC 6902 says what is refused: members that its operation does not define are passed over, whatever their schema (section 4). */
const isJudgedBySchema = (content: Content | undefined): boolean =>
  content?.schemaLocation !== undefined && !isJsonPatch(content.mediaType);

/** Operations with a JSON body that say how they refuse a value, and that give no credential away. */
export const brokenSubjects = (contract: Contract, suits: (operation: Operation) => boolean = () => true): MistakenBody[] =>
  mistakenBodies(contract, 'value').filter(
    ({ operation }) =>
      (mayBeMistaken(operation) || operation.inferred?.byEntries === true) &&
      !operation.issues &&
      !isTokenOperation(operation) &&
      isJudgedBySchema(askedContent(operation.body)) &&
      suits(operation),
  );

/** What every check of such bodies has in common. */
const overBroken = {
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  prerequisites: ({ operation }: MistakenBody, around: Surroundings) => prerequisitesFor(operation, around),
} as const;

/** What such a check sends at most. */
const costOf = ({ operation }: MistakenBody, { contract }: Surroundings): { readonly requests: number; readonly creates: number } => {
  const { requests, creates } = controlCost(contract, operation);
  return { requests: mostBodiesOf(operation) + 2 + requests, creates };
};

const placeOf = ({ instancePath }: BrokenBody): string => (instancePath === '' ? 'request body' : `request body ${instancePath}`);

/** Does an answer tell of some part of a body that it was not taken. */
const tellsRefusal = (exchange: Exchange): boolean =>
  objectsIn(jsonOf(exchange)).some(
    ({ resource }) => isFailedPart(resource) || (typeof resource['failed'] === 'number' && resource['failed'] > 0),
  );

/**
 * Was a broken body taken. A 207 says of each part by itself what became of it (RFC 4918, section 13), and so may what takes a list of entries: a list that is wrong as a whole
 * is taken where no part is refused.
 */
const isTaken = (operation: Operation, { exchange, instancePath }: BrokenBody): boolean => {
  if (!isSuccess(exchange)) return false;
  if (operation.inferred?.byEntries !== true) return statusOf(exchange) !== 207;
  return !tokensOf(instancePath).some((token) => /^\d+$/u.test(token)) && !tellsRefusal(exchange);
};

/** How many accepted bodies a finding names. */
const mostNamed = 4;

export const bodyBreachRefused = defineProbe<MistakenBody, BrokenBodies>({
  ...overBroken,
  id: 'body/breach-refused',
  title: 'A body that breaks one keyword of its schema is refused',
  why: 'What the document does not allow is stored and shown to clients that were written by the document, and they fail on it.',
  fix: 'Check every member by its documented limits before anything is done, also nested ones, and refuse with the documented status.',
  reads: 'refusals.value',
  over: (contract) => brokenSubjects(contract),
  cost: costOf,
  run: ({ operation }, session) => session.run(brokenBodies, { operation: operation.key }),
  judge({ operation }, { tried, control }) {
    // What becomes of a null that may stand for nothing is judged by the answers that show it.
    const accepted = tried.filter((one) => isTaken(operation, one) && !one.meansNone);
    const refused = tried.filter(isRefusedBody);
    const [first] = accepted;
    if (first) {
      const named = accepted.slice(0, mostNamed).map((one) => `${one.instancePath === '' ? 'the body' : one.instancePath}: ${one.words}`);
      const finding = {
        code: `breach-accepted-${first.keyword}`,
        where: placeOf(first),
        expected: `a 4xx to ${first.words}`,
        actual: `status ${outcomeOf(first.exchange)} (${accepted.length} of ${tried.length} broken bodies were accepted: ${named.join('; ')})`,
      };
      return fail(finding, [first.exchange, ...accepted.slice(1).map(({ exchange }) => exchange)], {
        judged: accepted.length + refused.length,
        breaches: accepted.length,
      });
    }
    const answers = tried.map(({ exchange }) => exchange);
    if (refused.length > 0) return onlyControlled(pass(refused.length), control, answers);
    return inconclusive(`No broken body was refused for its values: ${[...new Set(answers.map(outcomeOf))].join(', ')}`, answers);
  },
});

/** The finding about a refused change whose values a resource shows afterwards, and did not before; undefined where there is none. */
const storedOf = (
  operation: Operation,
  refused: readonly BrokenBody[],
  shown: NonNullable<BrokenBodies['shown']>,
): Unconfirmed | undefined => {
  const [before, after] = [shown.before, shown.after].map((one) => shownByRead(operation, one));
  if (!before || !after) return undefined;
  for (const { exchange, words, instancePath } of refused) {
    const { body } = exchange.request;
    const sent = holdsValue(body) && isObject(body.value) ? Object.entries(body.value) : [];
    // A state may change by itself.
    const own = sent.filter(([name]) => tokensOf(instancePath)[0] === name || !['state', 'status'].includes(name));
    const stored = own.find(([name, value]) => Object.hasOwn(after, name) && isSame(after[name], value) && !isSame(before[name], value));
    if (!stored) continue;
    const [name, value] = stored;
    const finding = {
      code: 'refused-change-stored',
      where: `/${name}`,
      expected: `${JSON.stringify(before[name]) ?? 'nothing'}, as before ${exchange.sent.method} was refused for ${words}`,
      actual: JSON.stringify(value) ?? 'nothing',
    };
    return unconfirmed(fail(finding, [shown.after, exchange, shown.before]));
  }
  return undefined;
};

type Changed = { readonly broken: BrokenBodies; readonly beside: RightBesideWrong | undefined };

export const refusedChangeStoresNothing = defineProbe<MistakenBody, Changed>({
  ...overBroken,
  id: 'body/refused-change-stores-nothing',
  title: 'A change that is refused leaves the resource as it was',
  why: 'A client that was refused believes that nothing changed, and what is stored now breaks the documentation.',
  fix: 'Check the whole body before the first member is stored, or undo all of it.',
  reads: 'refusals.value',
  over: (contract) => brokenSubjects(contract, changesOne),
  cost(subject, around) {
    const { requests, creates } = costOf(subject, around);
    return { requests: requests + besideRequests, creates };
  },
  async run({ operation: { key } }, session) {
    const broken = await session.run(brokenBodies, { operation: key });
    const beside = await orSkipped(session.run(rightBesideWrong, { operation: key }));
    return { broken, beside: isSkipped(beside) ? undefined : beside };
  },
  judge({ operation }, { broken: { tried: all, shown }, beside }) {
    const tried = all.filter(({ meansNone }) => !meansNone);
    const refused = tried.filter(isRefusedBody);
    const areRefused = refused.length > 0 && refused.length === tried.length;
    const stored =
      (shown && areRefused ? storedOf(operation, refused, shown) : undefined) ??
      (beside?.tried.every(isRefusedBody) === true ? storedOf(operation, beside.tried, beside.shown) : undefined);
    if (stored) return stored;
    if (!shown || !areRefused) {
      return inconclusive(
        'Not every change was refused, or the resource could not be read before and after',
        tried.map(({ exchange }) => exchange),
      );
    }
    if ([shown.before, shown.after].some((one) => shownByRead(operation, one) === undefined))
      return inconclusive('The resource could not be read', [shown.before, shown.after]);
    return pass(refused.length + (beside?.tried.filter(isRefusedBody).length ?? 0));
  },
});

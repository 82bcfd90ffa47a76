import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Content, Contract, Operation } from '../../../contract/model.ts';
import { resourceIn } from '../../../contract/infer/suited-members.ts';
import { isObject, tokensOf } from '../../../contract/pointer.ts';
import { isJsonPatch } from '../../../contract/wire/media-type.ts';
import { jsonContent } from '../../../generators/json-content.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { type CheckText, defineProbe, fail, inconclusive, pass, type Probe, type Unconfirmed, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { controlCost, onlyControlled } from '../../scenarios/calls/control.ts';
import { brokenBodies, type BrokenBodies, type BrokenBody, mostBodiesOf } from '../../scenarios/bodies/broken-bodies.ts';
import { mayBeMistaken, type MistakenBody, mistakenBodies } from '../../subjects/mistaken-bodies.ts';
import { isSame } from '../../subjects/same-value.ts';
import { isTokenOperation } from '../../subjects/token-operation.ts';

/** Statuses of a 4xx that may have another reason than the body (RFC 9110, section 15.5). */
const otherReasons: ReadonlySet<number> = new Set([401, 403, 404, 405, 406, 408, 409, 410, 412, 428, 429]);

/** Does an answer refuse a body for what is in it. */
export const isRefusedBody = ({ exchange }: Pick<BrokenBody, 'exchange'>): boolean => {
  const status = statusOf(exchange) ?? 0;
  return status >= 400 && status < 500 && !otherReasons.has(status);
};

/** Of a JSON Patch, RFC 6902 says what is refused: members that its operation does not define are passed over, whatever their schema (section 4). */
const isJudgedBySchema = (content: Content | undefined): boolean =>
  content?.schemaLocation !== undefined && !isJsonPatch(content.mediaType);

/** Operations with a JSON body that say how they refuse a value, and that give no credential away. */
export const brokenSubjects = (contract: Contract, suits: (operation: Operation) => boolean = () => true): MistakenBody[] =>
  mistakenBodies(contract, 'value').filter(
    ({ operation }) =>
      mayBeMistaken(operation) &&
      !operation.issues &&
      !isTokenOperation(operation) &&
      isJudgedBySchema(jsonContent(operation.body?.content ?? [])) &&
      suits(operation),
  );

const defineOverBroken = ({
  suits,
  judge,
  ...text
}: CheckText & {
  suits?(operation: Operation): boolean;
  judge(result: BrokenBodies): Verdict | Unconfirmed;
}): Probe<BrokenBodies> =>
  defineProbe<MistakenBody, BrokenBodies>({
    ...text,
    phase: 'mutate',
    stage: 'refusals',
    exclusive: 'collection',
    over: (contract) => brokenSubjects(contract, suits),
    prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
    cost({ operation }, { contract }) {
      const { requests, creates } = controlCost(contract, operation);
      return { requests: mostBodiesOf(operation) + 2 + requests, creates };
    },
    run: ({ operation }, session) => session.run(brokenBodies, { operation: operation.key }),
    judge: (_subject, result) => judge(result),
  });

const placeOf = ({ instancePath }: BrokenBody): string => (instancePath === '' ? 'request body' : `request body ${instancePath}`);

/** How many accepted bodies a finding names. */
const mostNamed = 4;

export const bodyBreachRefused = defineOverBroken({
  id: 'body/breach-refused',
  title: 'A body that breaks one keyword of its schema is refused',
  why: 'What the document does not allow is stored and shown to clients that were written by the document, and they fail on it.',
  fix: 'Check every member by its documented limits before anything is done, also nested ones, and refuse with the documented status.',
  reads: 'refusals.value',
  judge({ tried, control }) {
    // A 207 says of each part by itself what became of it (RFC 4918, section 13).
    // What becomes of a null that may stand for nothing is judged by the answers that show it.
    const accepted = tried.filter(({ exchange, meansNone }) => isSuccess(exchange) && statusOf(exchange) !== 207 && !meansNone);
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

export const refusedChangeStoresNothing = defineOverBroken({
  id: 'body/refused-change-stores-nothing',
  title: 'A change that is refused leaves the resource as it was',
  why: 'A client that was refused believes that nothing changed, and what is stored now breaks the documentation.',
  fix: 'Check the whole body before the first member is stored, or undo all of it.',
  reads: 'refusals.value',
  suits: ({ effect }) => effect === 'changes',
  judge({ tried: all, shown }) {
    const tried = all.filter(({ meansNone }) => !meansNone);
    const refused = tried.filter(isRefusedBody);
    if (!shown || refused.length === 0 || refused.length < tried.length) {
      return inconclusive(
        'Not every change was refused, or the resource could not be read before and after',
        tried.map(({ exchange }) => exchange),
      );
    }
    const [before, after] = [shown.before, shown.after].map((one) => resourceIn(jsonOf(one)));
    if (!before || !after) return inconclusive('The resource could not be read', [shown.before, shown.after]);
    for (const { exchange, words, instancePath } of refused) {
      const { body } = exchange.request;
      const sent = body?.kind === 'json' && isObject(body.value) ? Object.entries(body.value) : [];
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
    return pass(refused.length);
  },
});

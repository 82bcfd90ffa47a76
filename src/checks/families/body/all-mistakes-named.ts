import { answerOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject, tokensOf } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { type BrokenBody, brokenBodies, isRefusedBody, mostBodiesOf } from '../../scenarios/bodies/broken-bodies.ts';
import { namesMember } from '../../subjects/named-in-error.ts';
import { type PromisedMistakes, promisedMistakes } from '../../subjects/promised-mistakes.ts';
import { brokenSubjects } from './breach-refused.ts';
import { holdsValue } from '../../../model/request.ts';

type Promised = Subject & { readonly operation: Operation; readonly promised: PromisedMistakes };

/** Two mistakes that are refused and named each by itself, and the answer to a body with both. */
type Both = { readonly alone: readonly [Named, Named]; readonly exchange: Exchange };

/** A refused body whose one mistake its answer names. */
type Named = { readonly member: string; readonly broken: BrokenBody };

type Result = { readonly both: Both | undefined; readonly tried: readonly BrokenBody[] };

/** The member at the top of the body in which the mistake is; undefined where the body itself is at fault. */
const memberOf = ({ instancePath, keyword }: BrokenBody): string | undefined => {
  const [member, ...more] = tokensOf(instancePath);
  return keyword === 'required' || more.length > 0 ? undefined : member;
};

const bodyOf = ({ exchange }: BrokenBody): Readonly<Record<string, unknown>> | undefined => {
  const { body } = exchange.request;
  return holdsValue(body) && isObject(body.value) ? body.value : undefined;
};

/** Two mistakes in two members that their answers name: of one kind, because a value of another type may be refused before any rule is looked at. */
const pairIn = (tried: readonly BrokenBody[]): readonly [Named, Named] | undefined => {
  const named = tried.filter(isRefusedBody).flatMap((broken): Named[] => {
    const member = broken.meansNone ? undefined : memberOf(broken);
    return member !== undefined && namesMember(broken.exchange, member) ? [{ member, broken }] : [];
  });
  const ofRule = named.filter(({ broken }) => broken.keyword !== 'type');
  for (const some of [ofRule, named.filter((one) => !ofRule.includes(one))]) {
    const [first] = some;
    const second = some.find(
      ({ member, broken }) =>
        first !== undefined &&
        member !== first.member &&
        !namesMember(broken.exchange, first.member) &&
        !namesMember(first.broken.exchange, member),
    );
    if (first && second && statusOf(first.broken.exchange) === statusOf(second.broken.exchange)) return [first, second];
  }
  return undefined;
};

export const allMistakesNamed = defineProbe<Promised, Result>({
  id: 'body/all-mistakes-named',
  title: 'An error response names every mistake in a body, where the document says so',
  why: 'A person corrects one field after another, and is refused again each time; a form marks one of two wrong fields.',
  fix: 'Check the whole body before it is refused, and list each member that is wrong.',
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  over: (contract) =>
    contract.standard.size === 0
      ? []
      : brokenSubjects(contract).flatMap(({ operation }) => {
          const promised = promisedMistakes(contract, operation);
          return promised ? [at(operation.location, { operation, promised })] : [];
        }),
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: ({ operation }) => ({ requests: mostBodiesOf(operation) + 3, creates: 0 }),
  async run({ operation }, session) {
    const { tried } = await session.run(brokenBodies, { operation: operation.key });
    const alone = pairIn(tried);
    const [first, second] = alone ?? [];
    const [body, other] = [first && bodyOf(first.broken), second && bodyOf(second.broken)];
    if (!alone || !first || !second || !body || !other) return { both: undefined, tried };
    const { request } = first.broken.exchange;
    const value = { ...body, [second.member]: other[second.member] };
    // A change may take another type of JSON, such as a merge patch.
    const sent = holdsValue(request.body) ? { ...request.body, value } : { kind: 'json' as const, value };
    const exchange = await session.send({ ...request, body: sent, faults: ['value-unusable'] });
    return { both: { alone, exchange }, tried };
  },
  judge({ promised }, { both, tried }) {
    const answers = tried.map(({ exchange }) => exchange);
    if (!both) return inconclusive('No two members were refused each by itself, and named by the answers', answers);
    const { alone, exchange } = both;
    const status = statusOf(exchange) ?? 0;
    const isMeant = status === statusOf(alone[0].broken.exchange) && (promised.statuses.length === 0 || promised.statuses.includes(status));
    if (!isMeant || answerOf(exchange)?.text === null) return inconclusive(`Two mistakes were answered ${outcomeOf(exchange)}`, [exchange]);
    const lacking = alone.find(({ member }) => !namesMember(exchange, member));
    const named = alone.find(({ member }) => namesMember(exchange, member));
    if (!lacking) return pass(2);
    if (!named) return inconclusive('The answer to two mistakes names none of them', [exchange]);
    const expected = `"${named.member}" and "${lacking.member}" named, because each is wrong: "${promised.sentence.slice(0, 200)}"`;
    const finding = { code: 'mistake-not-named', where: 'response body', expected, actual: `only "${named.member}" is named` };
    return unconfirmed(fail(finding, [exchange, ...alone.map(({ broken }) => broken.exchange)]));
  },
});

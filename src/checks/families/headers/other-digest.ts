import { sentencesOf } from '../../../contract/infer/sentences.ts';
import { descriptionsIn } from '../../../contract/infer/schema-parts.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation, Parameter } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { saidIn } from '../../../contract/said.ts';
import { type BodyDigest, bodyDigest } from '../../../generators/body-digest.ts';
import { nodeOf } from '../../../model/location.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { belowOwn, sendAsDemanded } from '../../scenarios/lifecycle/send-creation.ts';
import { withResources } from '../../scenarios/lifecycle/references.ts';

/** A write with the digest of its body beside it, and what the document says that has to fit. */
type Digested = Subject & {
  readonly operation: Operation;
  readonly parameter: Parameter;
  readonly digest: BodyDigest;
  readonly sentence: string;
};

/** "It must fit the body", "has to match", "a mismatch is refused", "is compared with the content". */
const compared =
  /\b(?:must|has to|have to|needs? to|shall) (?:fit|match|equal|agree|correspond|be (?:that|the same))\b|\b(?:mismatch\w*|(?:does|do) not (?:fit|match|agree)|doesn['’]t (?:fit|match)|differs?|is (?:compared|verified|checked))\b/iu;

/** It is compared later, or by some, or need not be. */
const perhaps =
  /\b(?:may|might|can|could|should|optional\w*|later|background|asynchron\w*|nightly|usually|if (?:enabled|configured|possible))\b/iu;

/** The sentence by which the digest in a parameter is compared: one of its own texts, or one of the operation that names a digest. */
const comparedBy = ({ document }: Contract, operation: Operation, parameter: Parameter): string | undefined => {
  const own = [...saidIn(valueAt(document, nodeOf(parameter.location))), ...descriptionsIn(document, parameter.schema)].flatMap(
    sentencesOf,
  );
  const around = saidIn(valueAt(document, nodeOf(operation.location)))
    .flatMap(sentencesOf)
    .filter((one) => /\b(?:digests?|checksums?|hash(?:es)?|sha-?\d*|md5)\b/iu.test(one));
  return [...own, ...around].find((one) => compared.test(one) && !perhaps.test(one));
};

const digested = (contract: Contract): readonly Digested[] =>
  contract.standard.size === 0
    ? []
    : contract.operations.flatMap((operation) => {
        const isWrite = ['POST', 'PUT', 'PATCH'].includes(operation.method) && operation.unsupported === undefined;
        const describesRefusal = operation.responses.some(({ status }) => /^4(?:00|09|12|22|XX)$/u.test(status));
        if (!isWrite || !describesRefusal || operation.issues === true) return [];
        return operation.parameters.flatMap((parameter): readonly Digested[] => {
          const digest = bodyDigest(contract, operation, parameter);
          const sentence = comparedBy(contract, operation, parameter);
          return digest === undefined || sentence === undefined ? [] : [at(parameter.location, { operation, parameter, digest, sentence })];
        });
      });

type Result = { readonly right: Exchange; readonly other: Exchange };

/** Octets that no request sends. */
const others = new TextEncoder().encode('What this digest is made of is sent nowhere.');

/** A request with a digest in the place of the parameter. */
const withValue = (request: PlannedRequest, { in: where, name }: Parameter, value: string): PlannedRequest => {
  const isSame = (one: string): boolean => (where === 'header' ? one.toLowerCase() === name.toLowerCase() : one === name);
  return where === 'header'
    ? { ...request, headers: [...request.headers.filter(([one]) => !isSame(one)), [name, value]] }
    : { ...request, query: [...request.query.filter(([one]) => !isSame(one)), [name, value]] };
};

export const otherDigestRefused = defineProbe<Digested, Result>({
  id: 'headers/other-digest-refused',
  title: 'A body that does not fit the digest beside it is refused',
  why: 'A client sends the digest so that nothing is stored that was damaged on the way.',
  fix: 'Compute the digest of what arrived before it is stored, and refuse the request where the two differ.',
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  over: (contract) => [...digested(contract)],
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: 12, creates: 4 }),
  async run({ operation, parameter, digest }, session) {
    const send = async (purpose: string, value: string, own: Pick<PlannedRequest, 'otherDigest' | 'faults'>): Promise<Exchange> => {
      const usual = usableRequest(session, operation, purpose);
      // Below one parent, a second one with the same name may be refused for that.
      const request = await withResources(session, belowOwn(usual) ?? usual);
      return sendAsDemanded(session, { ...withValue(request, parameter, value), ...own });
    };
    // The digest of no octets has the form of one, so that the right one is put in its place.
    const right = await send('right-digest', digest.of(new Uint8Array()), { faults: [] });
    if (!isSuccess(right)) return { right, other: right };
    return { right, other: await send('other-digest', digest.of(others), { otherDigest: true, faults: ['value-unusable'] }) };
  },
  judge({ operation, parameter, sentence }, { right, other }) {
    if (!isSuccess(right)) return inconclusive(`The right digest was answered ${outcomeOf(right)}`, [right]);
    const status = statusOf(other) ?? 0;
    if (isSuccess(other) && status !== 202) {
      const finding = {
        code: 'other-digest-taken',
        where: `${parameter.in} ${parameter.name}`,
        expected: `a refusal of ${operation.key} with the digest of another body: "${sentence}"`,
        actual: `status ${outcomeOf(other)}, as with the right digest`,
      };
      return unconfirmed(fail(finding, [other, right]));
    }
    const isRefused = status >= 400 && status < 500 && ![401, 403, 404, 408, 429].includes(status);
    return isRefused ? pass(1) : inconclusive(`The digest of another body was answered ${outcomeOf(other)}`, [other, right]);
  },
});

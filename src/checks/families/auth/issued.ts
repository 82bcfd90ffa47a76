import { answerOf, isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { distinctBy } from '../../../model/json.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { at, type CheckText, defineProbe, fail, inconclusive, observed, pass, type Probe } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { type CredentialForm, once, type Session } from '../../kit/session.ts';
import { sessionElsewhere } from '../../requests/sandbox-session.ts';
import { tokenExchange } from '../../requests/token-request.ts';
import { tokenIn } from '../../scenarios/credentials/token-reads.ts';
import {
  candidatesIn,
  type Issued,
  issuedCredential,
  issuing,
  mostCandidates,
  newCredentialMs,
  type Tried,
  tryIssued,
} from '../../scenarios/lifecycle/issued-credential.ts';
import { referenceIn } from '../../scenarios/lifecycle/once-listed.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { findItem, type Found } from '../../scenarios/paging/find-item.ts';
import { makeableResourceTypes, resourceTypeNamed } from '../../subjects/resources.ts';
import type { JudgedOperation } from '../../subjects/secured-operations.ts';
import { idLocationOf, idText } from '../../subjects/shown-resource.ts';
import { isTokenOperation, tokenPrerequisites, tokenOperations } from '../../subjects/token-operation.ts';

/** Operations whose answer issues a credential, each once. */
const issuers = (contract: Contract): JudgedOperation[] =>
  distinctBy(
    makeableResourceTypes(contract).flatMap(({ create }) => (create.issues ? [at(create.location, { operation: create })] : [])),
    ({ operation }) => operation.key,
  );

/** The stage of all checks of issued credentials. */
const ofIssuers = { phase: 'mutate', stage: 'refusals', exclusive: 'collection' } as const;

/** A probe over the operations that issue a credential. `creates`: how many it issues. */
const defineIssuedProbe = <M>({
  requests,
  creates = 1,
  ...probe
}: CheckText & {
  readonly requests: number;
  readonly creates?: number;
  run(issuer: JudgedOperation, session: Session): Promise<M>;
  judge(issuer: JudgedOperation, result: M): Verdict;
}): Probe<M> =>
  defineProbe<JudgedOperation, M>({
    ...probe,
    ...ofIssuers,
    over: issuers,
    prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
    cost: () => ({ requests, creates }),
  });

export const issuedWorks = defineIssuedProbe<Issued>({
  id: 'auth/issued-works',
  title: 'The answer that issues a credential contains it, and the credential is accepted',
  why: 'A new credential that is missing or rejected is often noticed only after the old one was revoked.',
  fix: 'Return the new credential in the answer that issues it, and accept it within seconds.',
  requests: 100,
  run: ({ operation }, session) => session.run(issuedCredential, { operation: operation.key }),
  judge(_issuer, { issuing: answer, candidates, opened, refused }) {
    if (opened) return pass(1);
    if (!isSuccess(answer)) return inconclusive(`No credential was issued: ${outcomeOf(answer)}`, [answer]);
    const finding = { where: 'answer', expected: 'a credential that is accepted' };
    if (candidates.length === 0) {
      if (answerOf(answer)?.text === null) return inconclusive('The answer cannot be read', [answer]);
      if (mayHoldWord(answer))
        return inconclusive('The answer contains texts that are too short or plain to be tried as a credential', [answer]);
      return fail({ code: 'credential-not-shown', ...finding, actual: 'no text that could be a credential' }, [answer]);
    }
    if (candidates.length > mostCandidates || refused.length === 0) {
      return inconclusive(`${candidates.length} texts of the answer could be the credential, and none of those tried was accepted`, [
        answer,
      ]);
    }
    if (refused.every((exchange) => statusOf(exchange) === 401)) {
      const actual = `401 to ${refused.length === 1 ? 'the one text' : `each of the ${refused.length} texts`} that could be it`;
      return fail({ code: 'issued-refused', ...finding, actual }, [answer, ...refused]);
    }
    const outcomes = [...new Set(refused.map(outcomeOf))].join(', ');
    return inconclusive(`With what was issued the plain read was answered ${outcomes}`, [answer, ...refused]);
  },
});

const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
};

const isMoment = (text: string): boolean => /^\d{4}-\d\d-\d\d/.test(text);

/** A word without blanks that the run did not send may be a credential, however unlikely. */
const mayHoldWord = (exchange: Exchange): boolean => {
  const sent = exchange.sent.body ?? '';
  return textsIn(jsonOf(exchange)).some((text) => text.length >= 8 && !/\s/.test(text) && !isMoment(text) && !sent.includes(text));
};

type IssuedTwice = {
  readonly first: Issued;
  readonly second: Exchange | undefined;
  /** The candidates of the second answer that the first one does not contain. */
  readonly others: Tried;
  /** The second answer contains the credential of the first one. */
  readonly isRepeated: boolean;
};

const nothing: Tried = { opened: undefined, refused: [] };

/** Issues two credentials for one resource, one after the other. */
const issueTwice = async (session: Session, { key: operation }: Operation): Promise<IssuedTwice> => {
  const first = await session.run(issuedCredential, { operation });
  // Only recognised credentials can be compared.
  if (!first.opened) return { first, second: undefined, others: nothing, isRepeated: false };
  const second = await session.run(issuing, { operation, turn: 'second' });
  const candidates = candidatesIn(session, second);
  const others = candidates.filter((handle) => !first.candidates.includes(handle));
  return {
    first,
    second,
    others: await tryIssued(session, others.slice(0, mostCandidates)),
    isRepeated: candidates.includes(first.opened.handle),
  };
};

export const issuedDiffer = defineIssuedProbe<IssuedTwice>({
  id: 'auth/issued-differ',
  title: 'Issuing twice gives two different credentials',
  why: 'Clients that share a credential cannot be distinguished, and cannot be locked out one by one.',
  fix: 'Make a new credential for each request.',
  requests: 200,
  creates: 2,
  run: ({ operation }, session) => issueTwice(session, operation),
  judge(_issuer, { first, second, others, isRepeated }) {
    if (!second) return inconclusive(`No credential was recognised in the first answer: ${outcomeOf(first.issuing)}`, [first.issuing]);
    const both = [second, first.issuing] as const;
    if (!isSuccess(second)) return inconclusive(`No second credential was issued: ${outcomeOf(second)}`, both);
    if (others.opened) return pass(1);
    if (!isRepeated) return inconclusive('No credential was recognised in the second answer', both);
    if (others.refused.some((exchange) => statusOf(exchange) !== 401)) {
      return inconclusive('The answers do not show whether another text of the second answer is a credential', [
        ...both,
        ...others.refused,
      ]);
    }
    return fail({ code: 'issued-again', where: 'answer', expected: 'a new credential', actual: 'the same credential as before' }, both);
  },
});

type IssuedView = {
  readonly issuing: Exchange;
  /** Why nothing was looked for. */
  readonly open?: string;
  readonly id?: string;
  /** The result of the search with the issued credential. */
  readonly own?: Found;
  /** The result of the search with the key, where the issued credential found nothing. */
  readonly control?: Found;
};

/** The session with an issued credential in place of the key. */
const sessionWith = (session: Session, handle: string): Session =>
  sessionElsewhere(session, `with ${handle}`, (request) =>
    request.credential.kind === 'valid' && request.credential.name === 'key'
      ? { ...request, credential: { kind: 'issued', handle } }
      : request,
  );

/** Looks for the resource that a credential was issued for in the list, with that credential; where it is absent, also with the key. */
const viewWithIssued = async (session: Session, operation: Operation): Promise<IssuedView> => {
  const { issuing: answer, opened } = await session.run(issuedCredential, { operation: operation.key });
  const view = { issuing: answer };
  if (!opened || !isSuccess(opened.exchange)) return { ...view, open: 'No issued credential was recognised by a read that succeeds' };
  const reference = referenceIn(session, operation, answer);
  const resourceType = reference && resourceTypeNamed(session.contract, reference.resourceType);
  const collection = resourceType?.collection;
  if (!reference || !resourceType || !collection) return { ...view, open: 'The request names no resource that a list shows' };
  const { id } = reference;
  const isIt = (item: unknown): boolean => idText(valueAt(item, idLocationOf(resourceType))) === id;
  const withIssued = sessionWith(session, opened.handle);
  let own: Found | undefined;
  await until(session, { withinMs: newCredentialMs, why: 'a new credential may not be accepted everywhere yet' }, async () => {
    own = await findItem(withIssued, collection, isIt);
    return own.kind === 'item' ? own : undefined;
  });
  if (!own) return { ...view, id, open: 'The list was not read' };
  return { ...view, id, own, ...(own.kind === 'absent' ? { control: await findItem(session, collection, isIt) } : {}) };
};

export const issuedBelongs = defineIssuedProbe<IssuedView>({
  id: 'auth/issued-belongs',
  title: 'An issued credential gives access to the resource that it was issued for',
  why: 'A credential without access to its own resource is useless.',
  fix: 'Give the credential access to at least the resource that it was issued for.',
  requests: 400,
  run: ({ operation }, session) => viewWithIssued(session, operation),
  judge(_issuer, { issuing: answer, open, id, own, control }) {
    if (open !== undefined || !own) return inconclusive(open ?? 'The list was not read', [answer]);
    if (own.kind === 'item') return pass(1);
    const read = [own.exchange, answer, ...(control ? [control.exchange] : [])] as const;
    if (own.kind !== 'absent') {
      return inconclusive(`With the issued credential the list could not be read to its end: ${outcomeOf(own.exchange)}`, read);
    }
    if (control?.kind !== 'item') return inconclusive(`With the key the list does not show ${id} either`, read);
    const expected = `${id}, for which the credential was issued, in the list`;
    return fail(
      { code: 'issued-sees-nothing', where: 'list', expected, actual: 'a list without it, although the list for the key shows it' },
      read,
    );
  },
});

type Forms = {
  /** Compared with the documented form; any form fits where none is documented. */
  readonly documented: CredentialForm | undefined;
  readonly token: CredentialForm | undefined;
};

/** Three parts of base64url, separated by dots (RFC 7519 section 3, RFC 7515 section 7.1). */
const tokenForm = '^[\\w-]+\\.[\\w-]+\\.[\\w-]*$';

export const issuedFormRecorded = defineProbe<JudgedOperation, Forms>({
  id: 'auth/issued-form-recorded',
  title: 'The form of a key or token that the API issues is recorded, never its value',
  why: 'An example does not require a form, but tools that search texts for credentials depend on one.',
  fix: 'No form is wrong; document the one that is issued.',
  ...ofIssuers,
  over: (contract) => [...issuers(contract), ...tokenOperations(contract)],
  prerequisites: ({ operation }, around) =>
    isTokenOperation(operation) ? tokenPrerequisites(around, 1) : prerequisitesFor(operation, around),
  cost: () => ({ requests: 100, creates: 1 }),
  async run({ operation }, session) {
    const handle = isTokenOperation(operation)
      ? tokenIn(await once(session, tokenExchange(session, operation)))
      : (await session.run(issuedCredential, { operation: operation.key })).opened?.handle;
    const pattern = session.contract.conventions.auth?.forms?.live?.pattern ?? '';
    const form = (wanted: string): CredentialForm | undefined =>
      handle === undefined ? undefined : session.credentialForm({ kind: 'issued', handle }, wanted);
    return { documented: form(pattern), token: form(tokenForm) };
  },
  judge({ operation }, { documented, token }) {
    if (!documented || !token) return inconclusive('No issued credential was recognised', []);
    const { fits, length } = documented;
    return observed([factOf('credential.issued-form', operation.key, { fits, length, parts: token.fits ? 3 : 1 })]);
  },
});

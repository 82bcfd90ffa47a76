import { statusOf } from '../../../contract/message.ts';
import { sentencesOf } from '../../../contract/infer/sentences.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { declarationFor } from '../../../contract/responses.ts';
import { nodeOf } from '../../../model/location.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { defineObservation } from '../../kit/define.ts';

const unauthorized = 401;
const forbidden = 403;

/** What is wrong with the credential of a caller. */
type Kind = 'missing' | 'unknown';

const ofCredentials = /\b(?:keys?|tokens?|credentials?|authori[sz]ation|authentication|bearer|unauthenticated|login|signed in)\b/iu;

/** Words for a credential that is not there, and for one that the server never issued. */
const kinds: Readonly<Record<Kind, RegExp>> = {
  missing: /\b(?:without|missing|no|lacks?|lacking|absent|unauthenticated|not (?:sent|signed in|there))\b/iu,
  unknown: /\b(?:unknown|invalid|wrong|bad|any other|not (?:exactly )?(?:one )?(?:of ours|valid|known|issued)|never issued|made-up)\b/iu,
};

/** Words by which a sentence leaves the status open. */
const open = /\b(?:may|might|can|could|or `?403|401`? or)\b/iu;

const promises = (text: string, kind: Kind): boolean =>
  sentencesOf(text).some((one) => /(?<!\d)401(?!\d)/u.test(one) && ofCredentials.test(one) && kinds[kind].test(one) && !open.test(one));

const saidOf = (node: unknown): readonly string[] =>
  isObject(node) && typeof node['description'] === 'string' ? [node['description']] : [];

const known = new WeakMap<Contract['document'], ReadonlySet<Kind>>();

/** The kinds of credentials of which a document says in prose that they are answered 401: of the API as a whole, or of a security scheme. */
const promised = ({ document }: Contract): ReadonlySet<Kind> => {
  const found = known.get(document);
  if (found) return found;
  const schemes = valueAt(document, '#/components/securitySchemes');
  const texts = [document['info'], ...(isObject(schemes) ? Object.values(schemes) : [])].flatMap(saidOf);
  const said = new Set((['missing', 'unknown'] as const).filter((kind) => texts.some((text) => promises(text, kind))));
  known.set(document, said);
  return said;
};

/** Does an operation describe 401, and say in its description that it is for a credential of a kind. */
const describesAs = ({ document }: Contract, { responses }: Operation, kind: Kind): boolean =>
  responses.some(({ status, location }) => {
    const [text = ''] = status === String(unauthorized) ? saidOf(valueAt(document, nodeOf(location))) : [];
    return promises(`401: ${text.replaceAll(/\s+/gu, ' ').replace(/\.$/u, '')} token`, kind);
  });

const describes401 = ({ responses }: Operation): boolean =>
  responses.some(({ status }) => status === String(unauthorized) || status === '4XX');

/** Operations that need a credential and say how they answer who has none. */
const judged = (contract: Contract): readonly Operation[] => {
  const before = judgedOf.get(contract);
  if (before) return before;
  const found = contract.operations.filter((operation) => operation.secured && (describes401(operation) || promised(contract).size > 0));
  judgedOf.set(contract, found);
  return found;
};

const judgedOf = new WeakMap<Contract, readonly Operation[]>();

const plain = new WeakMap<Contract, ReadonlySet<string>>();

/** Is an operation a read that needs nothing but a credential: nothing else is wrong with a call without it. */
const isPlain = (contract: Contract, { key }: Operation): boolean => {
  const keys = plain.get(contract) ?? new Set(parameterlessReads(contract).map((one) => one.key));
  plain.set(contract, keys);
  return keys.has(key);
};

/** Statuses that hide what there is, or tell how busy somebody is (RFC 9110, sections 15.5.4 and 15.6). */
const beside = new Set([404, 408, 421, 426, 429, 502, 503, 504]);

const isDescribed = ({ responses }: Operation, contract: Contract, status: number): boolean =>
  (declarationFor(responses, status) ?? declarationFor(contract.anywhere, status)) !== undefined;

/** What is wrong with the credential of a request; undefined where it is anything else. An altered or misplaced one may be refused for its form. */
const kindOf = ({ faults: [fault, ...others], credential }: PlannedRequest): Kind | undefined => {
  if (others.length > 0) return undefined;
  if (fault === 'credential-missing') return 'missing';
  return fault === 'credential-invalid' && credential.kind === 'made-up' ? 'unknown' : undefined;
};

const words: Readonly<Record<Kind, string>> = { missing: 'without a credential', unknown: 'with a made-up credential' };

export const refusedAsDescribed = defineObservation({
  id: 'auth/refused-as-described',
  title: 'A call without a credential gets a status that the document describes',
  why: 'Clients sign in again after the described status; another one sends people looking for a mistake in the request, or in the service.',
  fix: 'Answer 401 to whoever has no valid credential, or describe the status that is answered.',
  optional: true,
  locations: (contract) => judged(contract).map(({ location }) => location),
  observe(exchange, contract) {
    const operation = judged(contract).find((one) => one.key === exchange.request.operation);
    const status = statusOf(exchange);
    const kind = kindOf(exchange.request);
    if (!operation || status === undefined || kind === undefined || status < 400 || beside.has(status)) return [];
    // Another status may be about the body, or what the path names; that somebody is known and lacks a right is about the credential alone.
    if (!isPlain(contract, operation) && ![unauthorized, forbidden].includes(status)) return [];
    const { location } = operation;
    const isPromised = promised(contract).has(kind) || describesAs(contract, operation, kind);
    const told = (by: string) => ({
      location,
      holds: false as const,
      code: 'undescribed-refusal',
      where: 'status',
      expected: `${unauthorized} to ${operation.key} ${words[kind]}, as the document ${by}`,
      actual: `status ${status}`,
    });
    if (status === forbidden && isPromised) return [told('says')];
    if (isDescribed(operation, contract, status)) return [{ location, holds: true }];
    const isToDescribe = describes401(operation) && (kind === 'missing' || status === forbidden);
    return isToDescribe ? [told('describes')] : [];
  },
});

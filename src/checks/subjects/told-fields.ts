import { parameterlessReads } from '../../contract/operation.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { rootLocation } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';

/** What the introduction of a document says of a header field that identifies a request (`X-Request-Id`). */
export type ToldField = {
  readonly name: string;
  /** Does every answer have it. */
  readonly onEvery: boolean;
  /** Does the value that a client sends come back. */
  readonly comesBack: boolean;
  /** Has that value to be a UUID. */
  readonly isUuid: boolean;
  /** JSON pointer (RFC 6901) of the member of a JSON body that has the same value; undefined where the text names none. */
  readonly sameAs: string | undefined;
};

/** Names by which clients and services recognise one request. */
const idField =
  /(?<![\w-])(?:x-)?(?:[a-z]+-)?(?:request|correlation|trace|tracking|transaction)-(?:id|identifier|ref|reference)(?![\w-])/iu;

/** Every answer has the field: "Every answer, errors too, carries", "which is on every answer". */
const onEvery =
  /\b(?:every|each|all) (?:\w+ )?(?:answers?|responses?|repl(?:y|ies))\b(?! (?:that|which|whose|with|without|under|below|on|in|by|after|to|for|of|from) (?!(?:the|this|our|an?|every|each|all|your) (?:api|service|server|request|call)s?\b))/iu;

/** Words by which only some answers have it. */
const onSome =
  /\b(?:successful|success|error|failed|most|some|may|might|usually|except|unless|but|2xx|4xx|5xx|if (?!(?:you|your|the client|a client|the request|one)\b))\b/iu;

/** The value of the client comes back: "the same value comes back", "you get your own value back", "it is given back unchanged", "we echo it". */
const comesBack =
  /\b(?:(?:comes?|(?:is|are) (?:given|sent|returned|handed)) (?:(?:it|them|unchanged|straight|right) ){0,2}|gets? (?:(?:it|them|your|own|the|same|value|id|one|unchanged) ){1,4})back\b(?! (?:to us|to support|later|again)\b)|\becho(?:ed|es)?\b|\b(?:returned|repeated|reflected|kept) (?:unchanged|as (?:it is|sent|you sent)|in the (?:answer|response|reply))\b|\breturns? (?:it|that|the same|your) (?:value )?(?:unchanged|in the (?:answer|response))\b/iu;

/** Words by which a value does not come back. */
const never = /\b(?:not|never|no|nor|cannot|rather than|instead of)\b|n['’]t\b/iu;

/** A client may send the field. */
const maySend =
  /\b(?:if|when|whenever)\b[^.;]*\b(?:you|your|client|clients|request|caller)\b[^.;]*|\b(?:you|clients?|callers?) (?:may|can) (?:send|set|pass|supply|give)\b|\b(?:send|sent|supplied|given) by (?:the|a) (?:client|caller)\b/iu;

const equal = String.raw`(?:is|has|holds|equals|repeats|carries|contains|matches)[^.;]{0,30}`;

/** The member of a body that a sentence says to have the value of the field: "`meta.request_id` is the same as in the header `X-Request-Id`". */
const memberSaid = (text: string, name: string): string | undefined => {
  const field = name.replaceAll(/[^\w-]/gu, '');
  const said = new RegExp(
    String.raw`\x60([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\x60 ${equal}\b(?:same|equal|value of|identical)\b[^.;]{0,40}\x60?${field}\x60?`,
    'iu',
  );
  const member = said.exec(text)?.[1];
  return member === undefined ? undefined : `/${member.replaceAll('.', '/')}`;
};

/** The paragraphs of the introduction, each on one line. */
const paragraphsOf = ({ document }: Contract): readonly string[] => {
  const text = valueAt(document, '#/info/description');
  return typeof text === 'string' ? text.split(/\n\s*\n|\n\s*[-*#]/u).map((one) => one.replaceAll(/\s+/gu, ' ')) : [];
};

/** What sentences of one paragraph say of a field; what is said of it in several places is joined. */
const toldIn = (paragraph: string): ToldField | undefined => {
  const name = idField.exec(paragraph)?.[0];
  if (name === undefined) return undefined;
  const from = paragraph.search(idField);
  const sentences = paragraph.split(/(?<=[.;!?])\s/u);
  const about = sentences.filter((one, n) => idField.test(one) || sentences.slice(0, n).join(' ').length >= from);
  const naming = sentences.filter((one) => idField.test(one));
  return {
    name,
    onEvery: naming.some((one) => onEvery.test(one) && !onSome.test(one)),
    comesBack: about.some((one) => comesBack.test(one) && !never.test(one)) && about.some((one) => maySend.test(one)),
    isUuid: /\buuids?\b/iu.test(paragraph),
    sameAs: memberSaid(paragraph, name),
  };
};

const known = new WeakMap<Contract, { readonly told: ToldField | undefined }>();

/** What the introduction says of the field that identifies a request; undefined where it names none, or several. */
export const toldField = (contract: Contract): ToldField | undefined => {
  const read = known.get(contract) ?? { told: find(contract) };
  known.set(contract, read);
  return read.told;
};

const find = (contract: Contract): ToldField | undefined => {
  const told = paragraphsOf(contract).flatMap((paragraph) => toldIn(paragraph) ?? []);
  const [first] = told;
  if (!first || told.some(({ name }) => name.toLowerCase() !== first.name.toLowerCase())) return undefined;
  return {
    name: first.name,
    onEvery: told.some((one) => one.onEvery),
    comesBack: told.some((one) => one.comesBack),
    isUuid: told.some((one) => one.isUuid),
    sameAs: told.find((one) => one.sameAs)?.sameAs,
  };
};

/** A field whose value comes back, with a read to try it on. */
export type EchoedField = Subject & { readonly told: ToldField; readonly read: Operation };

/** The field that identifies a request, at the root, with the first read that needs nothing but a credential; none where it does not come back. */
export const echoedFields = (contract: Contract): readonly EchoedField[] => {
  const told = contract.standard.size === 0 ? undefined : toldField(contract);
  const [read] = parameterlessReads(contract);
  return told?.comesBack === true && read ? [at(rootLocation, { told, read })] : [];
};

import { isActing } from '../../../contract/infer/acting.ts';
import { answerSchema } from '../../../contract/infer/conventions/collection.ts';
import { endsInParameter } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { shown as written } from '../../../contract/schema/evaluate.ts';
import type { BodyMember } from '../../../generators/body-members.ts';
import { askedBody } from '../../../generators/request-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe, fail, inconclusive, NotTried, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { inferredResource } from '../../scenarios/lifecycle/inferred-resource.ts';
import { isCached } from '../../scenarios/lifecycle/look-at-resource.ts';
import { longTexts, textsForPeople } from '../../scenarios/lifecycle/round-trip/odd-texts.ts';
import { bodyOf, ifTried } from '../../scenarios/lifecycle/round-trip/way.ts';
import { type OnOwn, onOwnResource, readOfOne, valuesFor } from '../../subjects/own-resources.ts';
import { isShownAsSent } from '../../subjects/shown-as-sent.ts';
import { askedSchema } from '../../../contract/asked-content.ts';

/** An operation behind the path of a resource of the run, and the texts for people that its body takes. */
type ActionTexts = Subject & OnOwn & { readonly texts: readonly BodyMember[] };

const removable = ({ resourceType }: OnOwn): boolean => 'remove' in resourceType;

/** It is sent to a resource of its own, which is removed again; of what stays, the one that all share takes a PUT that is no action. */
const canBeSent = (own: OnOwn): boolean =>
  removable(own) || (own.operation.method === 'PUT' && own.operation.effect === 'changes' && !isActing(own.operation));

const isPlain = ({ unsupported, issues, inferred, conventions }: Operation): boolean =>
  unsupported === undefined && issues !== true && inferred?.ends === undefined && conventions.stream === undefined;

const actionTexts = (contract: Contract): readonly ActionTexts[] =>
  contract.standard.size === 0
    ? []
    : contract.operations.flatMap((operation): readonly ActionTexts[] => {
        const { method, effect, path, location } = operation;
        const own = isPlain(operation) ? onOwnResource(contract, operation) : undefined;
        if (!own) return [];
        const isMeant = ['POST', 'PUT', 'PATCH'].includes(method) && ['changes', 'destructive'].includes(effect) && !endsInParameter(path);
        const isShown = answerSchema(operation) !== undefined || readOfOne(contract, own.resourceType) !== undefined;
        if (!isMeant || !isShown || askedSchema(operation.body) === undefined || !canBeSent(own)) return [];
        const texts = textsForPeople(contract, operation);
        return texts.length === 0 ? [] : [at(location, { ...own, texts })];
      });

type Sent = { readonly name: string; readonly word: string; readonly text: string };

type Result = {
  readonly exchange: Exchange;
  readonly sent: readonly Sent[];
  /** A read of the resource afterwards. */
  readonly after: Exchange | undefined;
};

/** The texts under a name in a value, however deep, that have a word. */
const textsUnder = (value: unknown, name: string, word: string): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap((one) => textsUnder(one, name, word));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    key === name && typeof one === 'string' ? (one.includes(word) ? [one] : []) : textsUnder(one, name, word),
  );
};

/** What an answer shows of a text: undefined where nothing of it, else whether it is as it was sent, and what is shown. */
const lookFor = (contract: Contract, texts: readonly BodyMember[], { name, word, text }: Sent, exchange: Exchange) => {
  const found = isSuccess(exchange) && !isCached(exchange) ? textsUnder(jsonOf(exchange), name, word) : [];
  const schema = texts.find((one) => one.name === name)?.schema ?? true;
  const [first] = found;
  if (first === undefined) return undefined;
  return { isRight: found.some((one) => isShownAsSent(contract, schema, name, text, one)), shown: first };
};

/** Milliseconds until a read that shows something else is repeated. */
const laterMs = 1000;

const readIt = async (session: Session, { resourceType, names }: ActionTexts, exchange: Exchange): Promise<Exchange | undefined> => {
  const read = readOfOne(session.contract, resourceType);
  const onOwn = read && onOwnResource(session.contract, read);
  if (!read || !onOwn) return undefined;
  const values = [...names].flatMap(([name, parameter]) => {
    const value = exchange.request.pathValues[name];
    return value === undefined ? [] : [[parameter, value] as const];
  });
  const pathValues = valuesFor(onOwn, Object.fromEntries(values));
  return pathValues && ifTried((async () => session.send(usableRequest(session, read, 'action-text', { pathValues })))());
};

export const actionTextKept = defineProbe<ActionTexts, Result>({
  id: 'lifecycle/action-text-kept',
  title: 'A long text that an action takes, or a PUT behind the path of a resource, is refused or shown as it was sent',
  why: 'A column for 255 characters cuts what somebody wrote for an hour, and the answer says that everything is stored.',
  fix: 'Make room for as many characters as the document allows, and refuse what does not fit.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: actionTexts,
  prerequisites: (own, around) =>
    removable(own)
      ? [...prerequisitesFor(own.resourceType.create, around), ...permissionsFor(own.operation)]
      : prerequisitesFor(own.operation, around),
  cost: () => ({ requests: 8, creates: 1 }),
  async run(subject, session) {
    const { operation, resourceType, texts } = subject;
    const { contract } = session;
    const made = removable(subject)
      ? await session.run(inferredResource, { resourceType: resourceType.name, use: 'spare', for: operation.key, turn: 'long-text' })
      : undefined;
    const pathValues = made && valuesFor(subject, made);
    if (made && !pathValues) throw new NotTried('unsupported', `Nothing shows what the path of ${operation.key} names`);
    const usual = usableRequest(session, operation, 'long-text', pathValues === undefined ? {} : { pathValues });
    const forms = texts.map((member) => {
      const word = session.fresh(`long-${member.name}`);
      return { name: member.name, word, long: longTexts(contract.document, member, word) };
    });
    const rounds = Math.max(...forms.map(({ long }) => long.length), 0);
    let last: Result | undefined;
    for (let n = 0; n < rounds; n += 1) {
      const sent = forms.flatMap(({ name, word, long }): readonly Sent[] => {
        const text = long[Math.min(n, long.length - 1)];
        return text === undefined ? [] : [{ name, word, text }];
      });
      const body = { ...bodyOf({ request: usual }), ...Object.fromEntries(sent.map(({ name, text }) => [name, text])) };
      const exchange = await session.send({ ...usual, body: askedBody(operation, body), madeUp: [...(usual.madeUp ?? []), 'body'] });
      last = { exchange, sent, after: undefined };
      if (!isSuccess(exchange)) continue;
      if (statusOf(exchange) === 202) return last;
      let after = await readIt(session, subject, exchange);
      const isWrong = (one: Exchange): boolean => sent.some((text) => lookFor(contract, texts, text, one)?.isRight === false);
      if (after && isWrong(after)) {
        await session.pause(laterMs, 'a read is to show what was sent');
        after = await readIt(session, subject, exchange);
      }
      return { exchange, sent, after };
    }
    if (!last) throw new NotTried('not-applicable', `No text of ours fits into the body of ${operation.key}`);
    return last;
  },
  judge({ texts }, { exchange, sent, after }, { contract }) {
    if (!isSuccess(exchange) || statusOf(exchange) === 202) return inconclusive(`It was answered ${outcomeOf(exchange)}`, [exchange]);
    const looks = [exchange, ...(after ? [after] : [])].flatMap((one) =>
      sent.flatMap((text) => {
        const found = lookFor(contract, texts, text, one);
        return found ? [{ ...found, text, one }] : [];
      }),
    );
    const broken = looks.find(({ isRight }) => !isRight);
    if (broken) {
      const { text, shown, one } = broken;
      const finding = {
        code: 'text-changed',
        where: `/${text.name}`,
        expected: `${written(text.text)} (${text.text.length} characters), as it was sent`,
        actual: `${written(shown)} (${shown.length} characters)`,
      };
      return unconfirmed(fail(finding, one === exchange ? [exchange] : [one, exchange]));
    }
    return looks.length > 0 ? pass(looks.length) : inconclusive('No answer shows the text', after ? [exchange, after] : [exchange]);
  },
});
